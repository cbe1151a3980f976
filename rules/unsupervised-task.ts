import { calleeOf } from '../src/elixir/callee.js';
import type { CallSite } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { startsWatcher } from '../src/otp/exits/watchers.js';
import { callbackRunning, serverNoun } from '../src/otp/processes/callback-code.js';
import { isWaitedFor, isWatched } from '../src/otp/processes/process-watch.js';
import { type Starter, starterOf } from '../src/otp/processes/processes.js';
import { startsForSupervisor } from '../src/otp/processes/start-functions.js';
import { firstOfEachList } from '../src/otp/tasks/tasks.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callsTo } from '../src/project/calls-to.js';
import type { Project, ProjectModule } from '../src/project/project.js';
import { callText, reachFrom } from '../src/project/reach.js';

export default defineRule({
  id: 'unsupervised-task',
  level: 'warning',
  pointsTo: { section: 'tasks', decisionTree: ['Supervision?', 'yes'] },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'fire-and-forget work in a process that no supervisor knows of',
  what: 'Finds `Task.start`, `spawn`, `spawn_monitor`, `Process.spawn` and their like in production code, and `Task.start_link` and `spawn_link` outside a function that a supervisor starts.',
  why: 'A process that no supervisor knows of is killed in the middle of its work when the node shuts down, shows up in no supervision tree, and nobody hears of its crash but the log (`Task`, "Dynamically supervised tasks"). A linked one takes the process that happened to start it along.',
  instead:
    'Start a `Task.Supervisor` in the application’s tree and use `Task.Supervisor.start_child/2`, which waits for its tasks at shutdown. What has to run all the time belongs into the tree itself (`use Task`, a GenServer), and what must not be lost into a job queue.',
  limits: [
    'A process whose end or message is waited for in the same function, or in a function that is given its pid or monitor, is left alone; so is one that its server monitors or traps the exit of, with a clause for `:DOWN` or `:EXIT`.',
    'A function of the project that wraps `Task.start` is reported once, where it calls it.',
    'Work that stops the node (`System.stop`, `System.halt`), itself or in a function that it calls, is left alone.',
    'A process that only waits for the end of others, by `Process.monitor` and a `receive` for their `:DOWN`, is advice.',
  ],
  examples: {
    bad: [
      'defmodule Signup do\n  def register(user) do\n    Task.start(fn -> Mail.welcome(user) end)\n    {:ok, user}\n  end\nend\n',
      'defmodule Importer do\n  use GenServer\n\n  def handle_cast({:import, file}, state) do\n    spawn_link(fn -> Csv.load(file) end)\n    {:noreply, state}\n  end\nend\n',
      'defmodule Search do\n  def reindex(items), do: spawn(Search.Index, :build, [items])\nend\n',
    ],
    good: [
      'defmodule Signup do\n  def register(user) do\n    Task.Supervisor.start_child(Signup.Tasks, fn -> Mail.welcome(user) end)\n    {:ok, user}\n  end\nend\n',
      'defmodule Sweeper do\n  use Task\n\n  def start_link(arg), do: Task.start_link(__MODULE__, :run, [arg])\n\n  def run(_arg), do: Files.sweep()\nend\n',
      'defmodule Sandbox do\n  def run(fun) do\n    {pid, ref} = spawn_monitor(fun)\n\n    receive do\n      {:DOWN, ^ref, :process, ^pid, reason} -> reason\n    end\n  end\nend\n',
    ],
  },
  module(module) {
    const sites = startingCalls(module).filter((site) => {
      const starter = bareStarter(site);
      return starter && !isKnownToSomebody(site, starter, module) && !stopsTheNode(site, module.project);
    });
    return firstOfEachList(sites).map((site) => problemAt(site, module));
  },
});

const startingCalls = callsTo((callee) => starterOf(callee) !== undefined);

/** How a call starts a process that nobody supervises and that gives back no more than a pid. */
function bareStarter(site: CallSite): Starter | undefined {
  const { clause, quoted, devOnly } = site.situation;
  const starter = starterOf(site);
  if (!starter || !clause || quoted || devOnly || starter.supervised || starter.gives !== 'pid')
    return undefined;
  // `:proc_lib.start` waits until the process says that it has started.
  return site.module === ':proc_lib' && site.name.startsWith('start') ? undefined : starter;
}

function isKnownToSomebody(site: CallSite, starter: Starter, { project }: ProjectModule): boolean {
  if (starter.linked && startsForSupervisor(site, project)) return true;
  return isWaitedFor(site, project) || isWatched(site, starter, project);
}

const STOPS: ReadonlySet<string> = new Set([
  'System.stop',
  'System.halt',
  ':init.stop',
  ':init.restart',
  ':erlang.halt',
]);

/** How deep to look for the stop: in what is started, and in the functions that this calls. */
const STOPS_WITHIN = 2;

function stopsTheNode(site: CallSite, project: Project): boolean {
  const started =
    site.situation.clause?.calls.filter(({ situation }) => situation.closure?.via === site) ?? [];
  const calls = reachFrom(started, project, { depth: STOPS_WITHIN });
  return [...calls].some((reached) => STOPS.has(calleeOf(reached.site)));
}

function problemAt(site: CallSite, { project, server }: ProjectModule): Problem {
  const { clause } = site.situation;
  const callback = clause && callbackRunning(clause, project);
  const caller = callback && server ? `this ${serverNoun(server.kind)}` : 'its caller';
  const crash = starterOf(site)?.linked
    ? `takes ${caller} along when it crashes`
    : 'leaves its crash to the log';
  const home = clause ? ` in \`${clause.fn.name}/${clause.fn.arity}\`` : '';
  return {
    place: project.placeOfCall(site),
    ...(startsWatcher(site, project) ? { level: 'info' } : {}),
    message: `\`${callText(site)}\`${home} starts work that no supervisor knows of: it is lost at shutdown and ${crash}; use \`Task.Supervisor.start_child/2\``,
  };
}
