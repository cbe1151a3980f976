import { bindingAt, type Step } from '../../elixir/bindings.js';
import { callAt } from '../../elixir/call-at.js';
import { parentOf } from '../../elixir/fates.js';
import type { CallSite, Closure, FunctionClause } from '../../elixir/model.js';
import { type Origin, originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import { mayMatch, reachFrom } from '../../project/reach.js';
import { runnerOfClosure } from '../../project/runners.js';
import type { Expr } from '../../syntax/ast.js';
import type { Callback, Server } from '../processes/server.js';
import { messagesOf, requestsIn, serverAsked } from './clients.js';
import { slowWorkOf } from './slow-work.js';
import { happensSometimes, type Wait } from './waiting.js';

/** A call of a function that came with the message, and where in the message it stands. */
interface Run {
  site: CallSite;
  path: readonly Step[];
}

/**
 * The slow work of a function that some caller sends in a request and the callback runs (`fun.(state)`), with the call
 * that runs it first in the chain.
 */
export function slowFunctionSent(callback: Callback, server: Server, project: Project): Wait | undefined {
  for (const run of runsOf(callback)) {
    for (const sent of functionsSent(callback, run, server, project)) {
      const wait = waitIn(sent, project);
      if (wait) return { ...wait, chain: [run.site, ...wait.chain] };
    }
  }
  return undefined;
}

function runsOf({ clause, message }: Callback): Run[] {
  if (!message) return [];
  const param = clause.params.indexOf(message);
  return clause.calls.flatMap((site) => {
    const { expr } = site;
    const receiver = expr.kind === 'call' && expr.name === '' ? expr.receiver : undefined;
    if (receiver?.kind !== 'variable') return [];
    const binding = bindingAt(clause, receiver.name, receiver.start);
    return binding?.kind === 'parameter' && binding.index === param ? [{ site, path: binding.path }] : [];
  });
}

/** What callers of the project put where the callback takes the function from. */
function* functionsSent(
  { name, message }: Callback,
  { path }: Run,
  { module }: Server,
  project: Project,
): Generator<Origin> {
  for (const { site, request } of requestsIn(project)) {
    if (request.to !== name || !message || !mayMatch(message, request.message)) continue;
    if (serverAsked(request.target, site, project)?.module !== module) continue;
    for (const { expr, owner, clause } of messagesOf(site, request, project)) {
      const at = { owner, ...(clause ? { clause } : {}), entered: [] };
      if (mayMatch(message, expr)) yield* originsOf(expr, path, at, project);
    }
  }
}

function waitIn({ expr, path, at: { clause } }: Origin, project: Project): Wait | undefined {
  if (!clause || path.length > 0) return undefined;
  const sites = expr.kind === 'fn' ? callsIn(expr, clause, project) : (callAt(expr, clause) ?? []);
  for (const reached of reachFrom([sites].flat(), project)) {
    const work = slowWorkOf(reached.site, project);
    if (work && !happensSometimes(reached)) return { work, sometimes: false, ...reached };
  }
  return undefined;
}

/** The calls that running an anonymous function makes itself, whoever runs it. */
function callsIn(fn: Expr, clause: FunctionClause, project: Project): CallSite[] {
  let around = 1;
  for (let parent = parentOf(fn, clause); parent; parent = parentOf(parent, clause))
    if (parent.kind === 'fn' || parent.kind === 'capture') around += 1;
  return clause.calls.filter((site) => {
    if (site.start < fn.start || site.end > fn.end) return false;
    const inner = closuresAround(site).slice(0, -around);
    return inner.every((closure) => runnerOfClosure(closure, project) === 'caller');
  });
}

/** The anonymous functions that a call stands in, innermost first. */
function closuresAround({ situation }: CallSite): Closure[] {
  const closures: Closure[] = [];
  for (let { closure } = situation; closure; closure = closure.outer) closures.push(closure);
  return closures;
}
