import type { CallSite } from '../elixir/model.js';
import type { Edit, Fix } from '../lint/finding.js';
import type { Fanout } from '../otp/tasks/task-fanout.js';
import type { ProjectModule } from '../project/project-module.js';
import type { CallExpr, Clause, Expr, FnExpr } from '../syntax/ast.js';
import { taskSupervisorFor } from './child.js';
import { indentAt, replacing, written } from './edits.js';

/**
 * One task per item becomes a stream of tasks with a bound (`Task.Supervisor.async_stream_nolink/4`):
 * `Enum.map(items, fn item -> Task.async(fn -> … end) end)` with the pipe that awaits them, and `Enum.each` of
 * tasks that nobody awaits.
 */
export function boundedFanoutFix({ site, starter, loop }: Fanout, module: ProjectModule): Fix | undefined {
  const each = loop.site?.expr;
  if (site !== starter || each?.kind !== 'call' || each.args.length !== 2) return undefined;
  const [items, turn] = each.args;
  const work = turn?.kind === 'fn' ? workOf(turn, site, module) : undefined;
  if (!items || work === undefined) return undefined;
  const supervisor = supervisorOf(site, module);
  const outcome = starter.name.startsWith('async') ? awaited(each, module) : unawaited(each);
  if (!supervisor || !outcome) return undefined;
  const { def, project } = module;
  const args = [supervisor.name, written(def, items, project), work, ...outcome.options].join(', ');
  const line = `\n${indentAt(def, each.start, project)}`;
  const code = `Task.Supervisor.async_stream_nolink(${args})${line}|> ${outcome.next}`;
  return {
    safety: 'unsafe',
    title: 'run the tasks in a stream with a bound',
    edits: [...supervisor.edits, replacing(def, { start: each.start, end: outcome.end }, code)],
  };
}

/** `fn item -> … end` with what the task of an item does, where a turn of the loop does nothing but start it. */
function workOf(turn: FnExpr, site: CallSite, module: ProjectModule): string | undefined {
  const outer = onlyClause(turn);
  const task = site.args.at(-1);
  const inner = task?.kind === 'fn' ? onlyClause(task) : undefined;
  const param = outer?.params[0];
  if (!outer || !inner || !task || !param || outer.params.length !== 1 || outer.body !== site.expr)
    return undefined;
  if (inner.params.length > 0) return undefined;
  const text = module.project.textOf(module.def);
  const arrow = (from: number) => text.indexOf('->', from) + 2;
  return text.slice(turn.start, arrow(param.end)) + text.slice(arrow(task.start), task.end);
}

function onlyClause({ clauses }: FnExpr): Clause | undefined {
  const [only, ...others] = clauses;
  return only && others.length === 0 && !only.guard ? only : undefined;
}

function supervisorOf(site: CallSite, module: ProjectModule) {
  if (site.module !== 'Task.Supervisor') return taskSupervisorFor(module);
  const [given] = site.args;
  const edits: Edit[] = [];
  return given && { name: written(module.def, given, module.project), edits };
}

interface Outcome {
  /** What the stream is piped into. */
  next: string;
  /** Options of the stream. */
  options: readonly string[];
  /** Where the code ends that it takes the place of. */
  end: number;
}

/** `Enum.each(…)` whose tasks nobody waits for. */
function unawaited(each: CallExpr): Outcome | undefined {
  return each.name === 'each' ? { next: 'Stream.run()', options: [], end: each.end } : undefined;
}

/** `|> Enum.map(&Task.await/1)`, `|> Enum.map(&Task.await(&1, timeout))` and `|> Task.await_many(timeout)`. */
function awaited(each: CallExpr, module: ProjectModule): Outcome | undefined {
  const next = module.sites.find(({ expr }) => expr.kind === 'call' && expr.piped && expr.args[0] === each);
  if (each.name !== 'map' || next?.expr.kind !== 'call') return undefined;
  const isMany = next.module === 'Task' && next.name === 'await_many';
  const wait = isMany ? next.expr : awaitIn(next.expr.args[1]);
  if (!wait || (!isMany && next.name !== 'map')) return undefined;
  const timeout = wait.args[1];
  return {
    next: 'Enum.map(fn {:ok, result} -> result end)',
    options: timeout ? [`timeout: ${written(module.def, timeout, module.project)}`] : [],
    end: next.expr.end,
  };
}

function awaitIn(turn: Expr | undefined): CallExpr | undefined {
  const call = turn?.kind === 'capture' ? (turn.named ?? turn.body) : undefined;
  if (call?.kind !== 'call' || call.name !== 'await') return undefined;
  return call.receiver?.kind === 'alias' && call.receiver.module === 'Task' ? call : undefined;
}
