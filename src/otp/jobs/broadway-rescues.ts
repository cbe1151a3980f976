import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reachFrom } from '../../project/reach.js';
import type { Blocks, Clause, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';

/** A `rescue` or `catch` around the whole body of a clause. */
export interface Rescue {
  kind: 'rescue' | 'catch';
  /** The first branch that neither marks a message failed nor raises again. */
  branch: Clause;
  /** The clause that is wrapped: the callback's own, or that of the function which is all that the callback calls. */
  clause: FunctionClause;
  /** The calls from the callback to that clause. */
  chain: readonly CallSite[];
}

/** How many functions a callback may hand its whole work on to. */
const HOPS = 2;

/**
 * The `rescue` or `catch` around all that a callback of a Broadway pipeline does, where it hides from Broadway that
 * a message failed: a callback that raises marks its messages failed (`Broadway`, `handle_message/3`).
 */
export function hidingRescueOf(callback: FunctionClause, project: Project): Rescue | undefined {
  let clause = callback;
  const chain: CallSite[] = [];
  for (let hop = 0; hop <= HOPS; hop += 1) {
    const blocks = handlersAround(clause);
    const found = blocks && hidingBranch(blocks, clause, project);
    if (found) return { ...found, clause, chain };
    const next = onlyCallOf(clause);
    const [entered, ...others] = next ? clausesEntered(next, project).filter(({ body }) => body) : [];
    if (!next || !entered || others.length > 0 || entered.fn.module !== callback.fn.module) return undefined;
    chain.push(next);
    clause = entered;
  }
  return undefined;
}

/** The handlers of a function itself, or of the `try` that is all of its body. */
function handlersAround({ blocks, body }: FunctionClause): Blocks | undefined {
  if (blocks.rescue ?? blocks.catch) return blocks;
  const whole = body && wholeOf(body);
  return whole?.kind === 'call' && whole.name === 'try' && !whole.receiver ? whole.blocks : undefined;
}

/** What a body does, besides logging, bindings before it, and handing back a variable after it. */
function wholeOf(body: Expr): Expr | undefined {
  if (body.kind !== 'block') return body;
  const last = body.items.at(-1);
  const items = last?.kind === 'variable' ? body.items.slice(0, -1) : body.items;
  const doing = items.filter((item, index) => !isPreparation(item) || index === items.length - 1);
  return doing.length === 1 ? doing[0] : undefined;
}

function isPreparation(item: Expr): boolean {
  if (item.kind === 'call') return item.module === 'Logger';
  return item.kind === 'operator' && item.name === '=' && item.args[1]?.kind !== 'call';
}

/** The call that is all that a clause does. */
function onlyCallOf(clause: FunctionClause): CallSite | undefined {
  const whole = clause.body && wholeOf(clause.body);
  return whole && clause.calls.find(({ expr }) => expr === whole);
}

function hidingBranch(
  { rescue, catch: caught }: Blocks,
  clause: FunctionClause,
  project: Project,
): Pick<Rescue, 'kind' | 'branch'> | undefined {
  const hides = (branch: Clause): boolean => !tellsBroadway(branch, clause, project);
  const rescued = rescue?.clauses?.find(hides);
  if (rescued) return { kind: 'rescue', branch: rescued };
  const thrown = caught?.clauses?.find(hides);
  return thrown && { kind: 'catch', branch: thrown };
}

const RAISES: ReadonlySet<string> = new Set(['raise', 'reraise', 'exit', 'throw']);
/** What decides about a message by the pipeline's own design (`Broadway.Message`). */
const DECIDES: ReadonlySet<string> = new Set(['failed', 'put_batcher', 'configure_ack']);

/** True for a branch that marks messages failed, sends them elsewhere, or raises again. */
function tellsBroadway(branch: Clause, clause: FunctionClause, project: Project): boolean {
  if (findExpr(branch.body, setsStatus)) return true;
  const { start, end } = branch.body;
  const sites = clause.calls.filter((site) => start <= site.start && site.end <= end);
  for (const { site } of reachFrom(sites, project)) {
    if (decides(site) || findsFailure(site, project)) return true;
  }
  return false;
}

function decides({ module, name, expr }: CallSite): boolean {
  if (RAISES.has(name) && !(expr.kind === 'call' && expr.receiver)) return true;
  const message = module === undefined || module === 'Broadway.Message';
  return message && DECIDES.has(name);
}

/** True for a call of a function of the project that sets the status by hand. */
function findsFailure(site: CallSite, project: Project): boolean {
  return clausesEntered(site, project).some(({ body }) => findExpr(body, setsStatus) !== undefined);
}

/** `%{message | status: {:failed, reason}}` */
function setsStatus(expr: Expr): boolean {
  const [tag] = expr.kind === 'tuple' && expr.items.length === 2 ? expr.items : [];
  return tag?.kind === 'atom' && tag.value === 'failed';
}

/** The branch's pattern, or its body where it has none. */
export function patternOf(branch: Clause): { start: number; end: number } {
  const first = branch.params[0];
  const last = branch.params.at(-1);
  return first && last ? { start: first.start, end: last.end } : branch.body;
}
