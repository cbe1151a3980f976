import { supervisedTaskFix } from '../src/fix/tasks.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { exitTrapOf } from '../src/otp/exits/exit-traps.js';
import { callbackRunning, serverNoun } from '../src/otp/processes/callback-code.js';
import { failureHandlerOf, guardsItself } from '../src/otp/tasks/task-failures.js';
import { fatesOfTask, isDropped } from '../src/otp/tasks/task-fates.js';
import { replyTakerOf } from '../src/otp/tasks/task-replies.js';
import { firstOfEachList, type TaskStart, taskStartsOf } from '../src/otp/tasks/tasks.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { ProjectModule } from '../src/project/project.js';
import { callText, runnerOfSite } from '../src/project/reach.js';

const NOLINK = '`Task.Supervisor.async_nolink/2`';

export default defineRule({
  id: 'unsupervised-task-async',
  level: 'warning',
  redFlag: 'RF2',
  pointsTo: { section: 'tasks' },
  productionOnly: true,
  speaksOf: OTP,
  summary: '`Task.async` in production, where a crash takes the caller along',
  what: 'Finds `Task.async/1` and `Task.async/3` in production code and tells apart (a) a server that starts one in a callback, (b) code that means to handle the task’s failure, (c) a task that leaves the function it is started in, and (d), at `info`, tasks that are started and awaited in one function, so that caller and tasks fail together.',
  why: 'A task of `Task.async` is linked to its caller (`Task.async/1`, "Linking"): when it crashes, an exit signal kills the caller where it stands. No `rescue`, no `catch` and no `Task.yield` sees that, a server loses its state, and no supervisor knows of the task.',
  instead:
    'Start a `Task.Supervisor` and use `Task.Supervisor.async_nolink/2`. Then `Task.yield/2` gives `{:exit, reason}`, and a server takes `{ref, result}` and `:DOWN` in `handle_info/2`. Where caller and tasks are meant to fail together, `Task.Supervisor.async/2` keeps the link and makes the task visible.',
  limits: [
    'Whether another module runs the function inside a server is not asked; only a server’s own callbacks and functions count as (a).',
    'A task that is thrown away outside a server is left to `task-never-awaited`.',
    '`rescue` and `catch` are looked for up to two callers away.',
  ],
  examples: {
    bad: [
      'defmodule Rates do\n  use GenServer\n\n  def handle_cast(:refresh, state) do\n    task = Task.async(fn -> Bank.rates() end)\n    {:noreply, %{state | task: task}}\n  end\n\n  def handle_info({ref, rates}, %{task: %{ref: ref}} = state), do: {:noreply, %{state | rates: rates}}\nend\n',
      'defmodule Rates do\n  def fetch do\n    task = Task.async(&Bank.rates/0)\n\n    case Task.yield(task, 1_000) || Task.shutdown(task) do\n      {:ok, rates} -> rates\n      {:exit, _reason} -> []\n      nil -> []\n    end\n  end\nend\n',
      'defmodule Rates do\n  def fetch_later(conn), do: Plug.Conn.assign(conn, :rates, Task.async(fn -> Bank.rates() end))\nend\n',
      'defmodule Rates do\n  def both do\n    tasks = [Task.async(fn -> Bank.buy() end), Task.async(fn -> Bank.sell() end)]\n    Task.await_many(tasks)\n  end\nend\n',
    ],
    good: [
      'defmodule Rates do\n  def fetch do\n    task = Task.Supervisor.async_nolink(Rates.Tasks, &Bank.rates/0)\n\n    case Task.yield(task, 1_000) || Task.shutdown(task) do\n      {:ok, rates} -> rates\n      _ -> []\n    end\n  end\nend\n',
      'defmodule Rates do\n  def all(banks), do: banks |> Task.async_stream(&Bank.rates/1) |> Enum.to_list()\nend\n',
    ],
  },
  module(module) {
    const starts = taskStartsOf(module).filter(
      ({ site }) => site.module === 'Task' && !site.situation.devOnly,
    );
    const reported = new Set(firstOfEachList(starts.map(({ site }) => site)));
    return starts.flatMap((start) => {
      const problem = reported.has(start.site) ? problemOf(start, module) : undefined;
      return problem ? [{ ...problem, fix: supervisedTaskFix(start.site, module) }] : [];
    });
  },
});

function problemOf(start: TaskStart, module: ProjectModule): Problem | undefined {
  return inCallback(start, module) ?? outsideCallback(start, module);
}

/** (a): the caller is a server. */
function inCallback({ site, clause, starter }: TaskStart, module: ProjectModule): Problem | undefined {
  const { project, server } = module;
  const callback = runnerOfSite(site, project) === 'caller' ? callbackRunning(clause, project) : undefined;
  if (!callback || !server) return undefined;
  const noun = serverNoun(server.kind);
  const place = project.placeOfCall(site);
  const { fn } = callback.clause;
  const evidence =
    callback.clause === clause
      ? []
      : [
          project.evidenceAtHead(
            callback.clause,
            `\`${fn.name}/${fn.arity}\` runs this in the ${noun}’s own process`,
          ),
        ];
  const trap = exitTrapOf(server);
  const what = `\`${callText(site)}\` links the task to this ${noun}`;
  if (trap) {
    const message = `${what}, which traps exits, so that a crash arrives as \`:EXIT\` beside \`:DOWN\`; use ${NOLINK}`;
    return {
      place,
      message,
      level: 'info',
      evidence: [...evidence, project.evidence(trap, 'exits are trapped here')],
    };
  }
  if (guardsItself(site.args.at(-1)))
    return {
      place,
      message: `${what}; its own \`rescue\` or \`catch\` keeps that harmless, ${NOLINK} would make it certain`,
      level: 'info',
      evidence,
    };
  const waits = fatesOfTask({ site, clause, starter }, project).some(({ kind }) => kind === 'awaited');
  const how = waits ? 'and `Task.yield/2`' : 'and take `{ref, result}` and `:DOWN` in `handle_info/2`';
  return {
    place,
    message: `${what}: when the task crashes, \`${module.name}\` dies with it; use ${NOLINK} ${how}`,
    evidence,
  };
}

/** (b), (c) and (d): the caller is some other process. */
function outsideCallback(start: TaskStart, module: ProjectModule): Problem | undefined {
  const { site, clause } = start;
  const { project } = module;
  const fates = fatesOfTask(start, project);
  if (isDropped(fates) && replyTakerOf(site, project) !== 'clause') return undefined;
  const place = project.placeOfCall(site);
  const name = `\`${callText(site)}\``;
  const handler = failureHandlerOf(start, fates, project);
  if (handler) {
    const message = `${name} links the task to its caller, and its crash kills the caller before ${handler.what} can see it; use ${NOLINK}`;
    return {
      place,
      message,
      evidence: [project.evidence(handler.site, `${handler.what} is meant for a failure here`)],
    };
  }
  const home = fates.some((fate) => fate.kind === 'awaited' && fate.clause.fn.module === module.def);
  if (home) {
    const message = `${name} links the task to \`${clause.fn.name}/${clause.fn.arity}\`, and both fail together; where one failure should not end the other, use ${NOLINK}`;
    return { place, message, level: 'info' };
  }
  return {
    place,
    message: `the task of ${name} leaves \`${clause.fn.name}/${clause.fn.arity}\` and stays linked to its caller, whom its crash kills; use ${NOLINK}`,
  };
}
