import { conditionsAround } from '../../elixir/conditions.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { argumentAlong } from '../../project/arguments.js';
import { callsTo } from '../../project/calls-to.js';
import { perProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered, type Reached, reach, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { isSelf } from '../messages/wakers.js';
import { nameAt, namingOf } from '../names/naming.js';
import { askedProcess } from './synchronous.js';

/** The code that a process runs itself: the callbacks of a server, `init/1` of a supervisor. */
export function ownClauses(module: ProjectModule): readonly FunctionClause[] {
  if (module.server) return module.server.callbacks.map(({ clause }) => clause);
  if (!module.is('supervisor', 'dynamic_supervisor')) return [];
  return module.clausesOf('init', 1).filter(({ body }) => body);
}

/**
 * The calls that running a clause of a process leads to and that wait for this very process: for `self()`, or for
 * the name that the one process of the module is registered under.
 */
export function* callsToItself(clause: FunctionClause, module: ProjectModule): Generator<Reached> {
  const { project } = module;
  if (reach(clause, project, { only: asking }).next().done) return;
  const naming = namingOf(module);
  const own = naming.kind === 'fixed' ? naming.name : undefined;
  for (const reached of reach(clause, project, { follow: (site) => !asksWhoRunsIt(site, project) })) {
    const asked = askedProcess(reached.site);
    if (!asked || !reached.site.situation.clause) continue;
    const { expr, owner, clause: home } = argumentAlong(asked, reached.chain);
    if (isSelf(expr)) yield reached;
    else if (own !== undefined && nameOf(expr, { owner, ...(home ? { clause: home } : {}) }, project) === own)
      yield reached;
  }
}

const asking = sought((site) => askedProcess(site) !== undefined);

/** The name an expression stands for, also of `Process.whereis(Name)`. */
function nameOf(expr: Expr, where: Parameters<typeof nameAt>[1], project: Project): string | undefined {
  const [registered] = expr.kind === 'call' && expr.name === 'whereis' ? expr.args : [];
  const naming = nameAt(registered ?? expr, where, project);
  return naming.kind === 'fixed' ? naming.name : undefined;
}

/** True for a call behind a condition on the process that runs it, which may be there to prevent just this. */
function asksWhoRunsIt(site: CallSite, project: Project): boolean {
  const { clause, branches } = site.situation;
  if (!clause || (branches === 0 && !clause.guard) || !looksAtItself(clause, project)) return false;
  return conditionsAround(site).some((condition) => findExpr(condition, tellsProcess));
}

/** True for a clause that asks which process runs it, whatever for. */
const looksAtItself = perProject((clause: FunctionClause) =>
  clause.calls.some(({ expr }) => tellsProcess(expr)),
);

/** `self()`, and a flag in the process dictionary. */
function tellsProcess(expr: Expr): boolean {
  return isSelf(expr) || (expr.kind === 'call' && expr.module === 'Process' && expr.name === 'get');
}

/** True where a call of any process names that process itself: `GenServer.call(self(), …)`. */
export function namesItself(site: CallSite): boolean {
  return isSelf(askedProcess(site));
}

/**
 * The calls in functions given to an agent that wait for the same agent, which runs these functions
 * (`Agent`, "A word on client/server APIs").
 */
export function* agentCallsToItself(module: ProjectModule): Generator<Reached> {
  if (agentCalls(module).length === 0) return;
  for (const site of module.sites) {
    const via = site.situation.closure?.via;
    const agent =
      via?.module === 'Agent' && !site.situation.quoted ? askedName(via, [via], module.project) : undefined;
    if (agent === undefined) continue;
    for (const reached of fromCall(site, module.project)) {
      if (askedName(reached.site, reached.chain, module.project) === agent) yield reached;
    }
  }
}

const agentCalls = callsTo(({ module }) => module === 'Agent');

/** The name of the process that the last call of a chain waits for. */
function askedName(site: CallSite, chain: readonly CallSite[], project: Project): string | undefined {
  const asked = askedProcess(site);
  if (!asked || !site.situation.clause) return undefined;
  const { expr, owner, clause } = argumentAlong(asked, chain);
  return nameOf(expr, { owner, ...(clause ? { clause } : {}) }, project);
}

/** A call and all that it leads to in the same process. */
function* fromCall(site: CallSite, project: Project): Generator<Reached> {
  yield { site, chain: [site] };
  for (const clause of clausesEntered(site, project)) {
    for (const { site: inner, chain } of reach(clause, project))
      yield { site: inner, chain: [site, ...chain] };
  }
}
