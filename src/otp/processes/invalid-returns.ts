import { missingElses } from '../../elixir/flow.js';
import type { CallSite, FunctionClause, FunctionDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { behavioursNamed, callbacksOf } from './behaviours.js';
import { CONTRACTS, type Contract, type Form, meetsForm } from './callback-contracts.js';
import { returnsOf } from './returns.js';
import type { CallbackName, ServerKind } from './server.js';
import { eventFunctions } from './statem.js';

/** A value that a callback returns and its behaviour does not accept. */
export interface InvalidReturn {
  /** The clause of the callback. */
  clause: FunctionClause;
  behaviour: string;
  /** The `if` that gives `nil` without its `else`, or what is returned. */
  expr: Expr;
  nothing: boolean;
  /** Where it stands. */
  within: FunctionClause;
  chain: readonly CallSite[];
  accepted: readonly Form[];
}

/** What the callbacks of a module certainly return and must not, each once. */
export function invalidReturns(module: ProjectModule): InvalidReturn[] {
  const base = baseOf(module);
  if (!base || module.def.damaged) return [];
  const seen = new Set<Expr>();
  return checkedFunctions(module, base.contract)
    .filter(({ fn }) => !isSharedCallback(fn, base.name, module))
    .flatMap(({ fn, callback }) => {
      const accepted = base.contract.get(callback) ?? [];
      return fn.clauses.flatMap((clause) => [
        ...wrongValues(clause, callback, base, accepted, module),
        ...nothings(clause, base.name, accepted),
      ]);
    })
    .filter(({ expr }) => !seen.has(expr) && seen.add(expr));
}

interface Base {
  name: string;
  contract: Contract;
  kind: ServerKind;
}

/** The behaviour whose callbacks a module holds, where it names it itself or starts itself as one. */
function baseOf(module: ProjectModule): Base | undefined {
  const named = behavioursNamed(module).find(({ name }) => CONTRACTS.has(name))?.name;
  const name = named ?? (startsItself(module) ? 'GenServer' : PHOENIX.get(module.server?.kind));
  const contract = name === undefined ? undefined : CONTRACTS.get(name);
  if (name === undefined || !contract) return undefined;
  const kind = module.server?.kind ?? 'gen_server';
  return { name, contract, kind };
}

/** The behaviours that a Phoenix application gives its modules with `use AppWeb, :channel` and the like. */
const PHOENIX: ReadonlyMap<ServerKind | undefined, string> = new Map([
  ['live_view', 'Phoenix.LiveView'],
  ['live_component', 'Phoenix.LiveComponent'],
  ['channel', 'Phoenix.Channel'],
]);

/** A server by its own `GenServer.start_link(__MODULE__, …)`, with no other behaviour in sight. */
function startsItself({ server, def, uses }: ProjectModule): boolean {
  return server?.kind === 'gen_server' && def.behaviours.length === 0 && uses.length === 0;
}

/** The arity of each callback that has a contract, after the documentation of its behaviour. */
const ARITIES: ReadonlyMap<string, number> = new Map([
  ['init', 1],
  ['handle_call', 3],
  ['handle_cast', 2],
  ['handle_info', 2],
  ['handle_continue', 2],
  ['handle_events', 3],
  ['handle_demand', 2],
  ['handle_cancel', 3],
  ['handle_subscribe', 4],
  ['start', 2],
  ['mount', 3],
  ['handle_params', 3],
  ['handle_event', 3],
  ['handle_async', 3],
  ['update', 2],
  ['join', 3],
  ['handle_in', 3],
  ['handle_out', 3],
]);

function checkedFunctions(
  module: ProjectModule,
  contract: Contract,
): { fn: FunctionDef; callback: string }[] {
  return [...contract.keys()].flatMap((callback) => {
    if (callback === 'event') return eventFunctions(module).map((fn) => ({ fn, callback }));
    const fn = module.functionNamed(callback, ARITIES.get(callback) ?? 0);
    return fn?.kind === 'def' ? [{ fn, callback }] : [];
  });
}

/** True where another behaviour of the module has, or may have, the same callback: it may return what that asks for. */
function isSharedCallback({ name, arity }: FunctionDef, base: string, module: ProjectModule): boolean {
  const { project } = module;
  const others = [
    ...behavioursNamed(module).map((declared) => declared.name),
    ...module.injected.flatMap(({ behaviours }) => behaviours.map((declared) => declared.module)),
  ].filter((other) => other !== base);
  if (others.some((other) => callbacksOf(other, project)?.has(`${name}/${arity}`) ?? true)) return true;
  return module.injectedFunctions.some((fn) => fn.name === name && fn.arity === arity);
}

function wrongValues(
  clause: FunctionClause,
  callback: string,
  { name, kind, contract }: Base,
  accepted: readonly Form[],
  module: ProjectModule,
): InvalidReturn[] {
  const asked = { name: callback as CallbackName, clause };
  return returnsOf(asked, kind, module.project).flatMap(({ expr, chain, narrowed, holding }) => {
    if (narrowed || meetsForm(expr, accepted) !== false) return [];
    if (!isCertain(expr, chain, contract, module)) return [];
    return [{ clause, behaviour: name, expr, nothing: false, within: holding.clause, chain, accepted }];
  });
}

/**
 * True where a value found in another function is this callback's: the functions on the way are the module's own,
 * and are called from nowhere else or give what no callback may return.
 */
function isCertain(
  expr: Expr,
  chain: readonly CallSite[],
  contract: Contract,
  { def, project }: ProjectModule,
): boolean {
  const targets = chain.map((site) => project.targetOf(site));
  const own = targets.flatMap((target) => (target?.module === def ? [target] : []));
  if (own.length < targets.length) return false;
  if (own.every((target) => target.kind === 'defp' && project.callersOf(target).length === 1)) return true;
  const wrongAnywhere = [...contract.values()].every((forms) => meetsForm(expr, forms) === false);
  return wrongAnywhere && own.every((target) => endsItsCallers(target, project));
}

/** False where somebody looks at what a function gives: then it may have answers of its own for that. */
function endsItsCallers(fn: FunctionDef, project: Project): boolean {
  return project.callersOf(fn).every(({ result }) => result === 'tail');
}

/** The `nil` of an `if` without `else` that ends a callback. */
function nothings(clause: FunctionClause, behaviour: string, accepted: readonly Form[]): InvalidReturn[] {
  return missingElses(clause.body).map((expr: CallExpr) => ({
    clause,
    behaviour,
    expr,
    nothing: true,
    within: clause,
    chain: [],
    accepted,
  }));
}
