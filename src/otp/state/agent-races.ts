import { bindingAt } from '../../elixir/bindings.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { exprText } from '../../elixir/shown.js';
import { callsTo } from '../../project/calls-to.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered } from '../../project/reach.js';
import type { Expr, FnExpr } from '../../syntax/ast.js';
import { childrenOf, findExpr } from '../../syntax/visit.js';
import { asksAgent } from './agent-work.js';

/** A value taken from an agent and put back, changed, by a second call: what came in between is lost. */
export interface AgentRace {
  get: CallSite;
  put: CallSite;
}

/** A call that reads or writes an agent, itself or as a function of the project that does no more. */
interface Access {
  site: CallSite;
  agent: string;
  /** What is put into the agent. */
  stored?: Expr;
}

/** The races between two calls of one function clause. */
export function agentRacesIn(module: ProjectModule): AgentRace[] {
  if (module.def.quoted || !usesAgents(module)) return [];
  return module.def.functions.flatMap((fn) => fn.clauses.flatMap((clause) => racesIn(clause, module)));
}

function usesAgents(module: ProjectModule): boolean {
  return agentCalls(module).length > 0;
}

const agentCalls = callsTo(
  ({ module }, project) => module === 'Agent' || project.moduleNamed(module)?.is('agent') === true,
);

function racesIn(clause: FunctionClause, module: ProjectModule): AgentRace[] {
  const accesses = clause.calls.flatMap((site) => accessOf(site, module) ?? []);
  const gets = accesses.filter(({ stored }) => !stored);
  return accesses.flatMap(({ site, agent, stored }) => {
    const got =
      stored &&
      gets.find(
        (get) => get.agent === agent && get.site.start < site.start && isMade(stored, get.site, clause),
      );
    return got ? [{ get: got.site, put: site }] : [];
  });
}

function accessOf(site: CallSite, module: ProjectModule): Access | undefined {
  if (site.situation.quoted || site.situation.devOnly) return undefined;
  if (asksAgent(site)) return directAccess(site);
  if (site.captured) return undefined;
  const [only, ...others] = clausesEntered(site, module.project);
  const inner = only?.calls.find(
    (call) => asksAgent(call) && call.result === 'tail' && !call.situation.closure,
  );
  if (!only || others.length > 0 || !inner || inner.expr !== only.body) return undefined;
  const access = directAccess(inner);
  if (!access || !isNamed(inner.args[0])) return undefined;
  const agent = fullName(inner);
  if (!access.stored) return { site, agent };
  const stored = argumentFor(access.stored, only, site);
  return stored && { site, agent, stored };
}

/** `fn _ -> state end` in a function that is given `state`: what its caller gives. */
function argumentFor(stored: Expr, callee: FunctionClause, site: CallSite): Expr | undefined {
  if (stored.kind !== 'variable') return undefined;
  const at = callee.params.findIndex((param) => param.kind === 'variable' && param.name === stored.name);
  return site.args[at];
}

function directAccess(site: CallSite): Access | undefined {
  const [, given] = site.args;
  const agent = fullName(site);
  if (site.name === 'get') return { site, agent };
  if (site.name !== 'update' && site.name !== 'cast') return undefined;
  const stored = given && storedBy(given);
  return stored && { site, agent, stored };
}

function isNamed(agent: Expr | undefined): boolean {
  return agent?.kind === 'alias' || agent?.kind === 'atom' || isOwnModule(agent);
}

function fullName({ args, situation }: CallSite): string {
  const [agent] = args;
  if (agent?.kind === 'alias') return agent.module ?? agent.name;
  if (isOwnModule(agent)) return situation.owner.name;
  return agent ? exprText(agent) : '';
}

function isOwnModule(agent: Expr | undefined): boolean {
  return agent?.kind === 'variable' && agent.name === '__MODULE__';
}

/** What an update puts into the agent: all of a state that it does not look at, or the value under a key. */
function storedBy(given: Expr): Expr | undefined {
  if (given.kind === 'fn') {
    const [clause, ...others] = given.clauses;
    return clause && others.length === 0 ? storedIn(clause.body, usesParameter(given)) : undefined;
  }
  if (given.kind !== 'capture' || !given.body) return undefined;
  return storedIn(given.body, findExpr(given.body, ({ kind }) => kind === 'placeholder') !== undefined);
}

function usesParameter({ clauses: [clause] }: FnExpr): boolean {
  const [param] = clause?.params ?? [];
  if (param?.kind !== 'variable') return param !== undefined;
  return findExpr(clause?.body, (expr) => expr.kind === 'variable' && expr.name === param.name) !== undefined;
}

function storedIn(body: Expr, usesState: boolean): Expr | undefined {
  if (!usesState) return body;
  if (body.kind === 'call' && (body.module === 'Map' || body.module === 'Keyword') && body.name === 'put')
    return body.args[2];
  const [pair, ...others] = body.kind === 'map' && body.base ? body.pairs : [];
  return others.length === 0 ? pair?.value : undefined;
}

/** True where a value is computed from what a call gave. */
function isMade(stored: Expr, { expr: source }: CallSite, clause: FunctionClause): boolean {
  const seen = new Set<Expr>();
  const comesFrom = (expr: Expr): boolean => {
    if (expr === source) return true;
    if (seen.has(expr)) return false;
    seen.add(expr);
    if (expr.kind === 'variable') {
      const binding = bindingAt(clause, expr.name, expr.start);
      return binding?.kind === 'value' && comesFrom(binding.value);
    }
    return childrenOf(expr).some(comesFrom);
  };
  return comesFrom(stored);
}
