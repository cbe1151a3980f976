import { calleeOf } from '../../elixir/callee.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reach } from '../../project/reach.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import type { Expr } from '../../syntax/ast.js';
import { isReceive } from '../processes/process-watch.js';
import { starterOf } from '../processes/processes.js';
import { durationOf } from '../timers/durations.js';

/** Functions after which a task goes on for ever, as far as can be told (`Stream`, `Process.sleep/1`). */
const ENDLESS: ReadonlySet<string> = new Set([
  'Stream.cycle',
  'Stream.interval',
  'Stream.repeatedly',
  'Stream.iterate',
  'Stream.unfold',
  'Stream.resource',
  'Stream.run',
  ':gen_tcp.accept',
  ':proc_lib.hibernate',
  ':erlang.hibernate',
]);

/**
 * True where the function of a task that a supervisor starts comes to an end: nothing in sight makes it wait or run
 * round for ever. `undefined` where its code is not in sight.
 */
export function taskEnds(node: SupervisedNode, project: Project): boolean | undefined {
  const { module, spec } = node;
  const entries = module === 'Task' ? inlineEntry(spec.args[0]?.expr, node) : ownEntries(node, project);
  if (!entries || entries.length === 0) return undefined;
  return !entries.some((site) => runsForEver(site, project));
}

/** `{Task, fn -> … end}` and `{Task, &Module.function/0}`: the calls that the function makes. */
function inlineEntry(fun: Expr | undefined, { owner }: SupervisedNode): CallSite[] | undefined {
  if (fun?.kind !== 'fn' && fun?.kind !== 'capture') return undefined;
  const sites = owner.functions.flatMap((fn) => fn.clauses.flatMap(({ calls }) => calls));
  return sites.filter(({ start, end }) => fun.start <= start && end <= fun.end);
}

/** The calls of the functions that a task module's start function gives to `Task.start_link`. */
function ownEntries({ module, spec }: SupervisedNode, project: Project): CallSite[] | undefined {
  const home = project.moduleNamed(module);
  const starts = home?.sites.filter(
    (site) => site.situation.clause?.fn.name === spec.start && site.module === 'Task' && starterOf(site),
  );
  return starts?.flatMap((start) =>
    (start.situation.clause?.calls ?? []).filter(
      (site) => site !== start && start.start <= site.start && site.end <= start.end,
    ),
  );
}

function runsForEver(entry: CallSite, project: Project): boolean {
  if (isEndless(entry)) return true;
  return clausesEntered(entry, project).some((clause) => goesOnForEver(clause, project));
}

/** True for a function that waits for ever or runs round and round, as far as can be told. */
export function goesOnForEver(clause: FunctionClause, project: Project): boolean {
  return [...reach(clause, project)].some(
    ({ site, chain }) => isEndless(site) || isRecursive(chain, project),
  );
}

function isEndless(site: CallSite): boolean {
  if (ENDLESS.has(calleeOf(site)) || isReceive(site)) return true;
  const sleeps = site.name === 'sleep' && (site.module === 'Process' || site.module === ':timer');
  return sleeps && durationOf(site.args[0]) === Number.POSITIVE_INFINITY;
}

/** True where the last call of a chain goes back into a function that the chain stands in. */
function isRecursive(chain: readonly CallSite[], project: Project): boolean {
  const last = chain.at(-1);
  const target = last && project.targetOf(last);
  return target !== undefined && chain.some(({ situation }) => situation.clause?.fn === target);
}
