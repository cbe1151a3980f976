import { bindingAt } from '../../elixir/bindings.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { argumentAlong } from '../../project/arguments.js';
import type { CallExpr, Clause, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { isCatchAll } from './clauses.js';

/** A `receive` and what can be said about it from where it stands. */
export interface Receive {
  site: CallSite;
  /** How long it waits: not at all (`after 0`), up to some time, or for ever. */
  waits: 'not' | 'some time' | 'for ever';
  /**
   * True where each of its clauses takes only messages about a reference or a process known before, by `^ref`. A tag
   * given as an atom tells no message from another, but is enough for a flush.
   */
  pinned: boolean;
  /** True where it ends when the process that it waits for does: a clause takes its `:DOWN` or `:EXIT`. */
  seesEnd: boolean;
  /** True where the function asks, starts or stops a process before. */
  answersRequest: boolean;
  /** True where it, or a caller of it, does; or where the function itself is given what it waits for by some call. */
  mayAnswer: boolean;
  /** True where some clause takes any message. */
  takesAll: boolean;
}

/**
 * A call of the special form `receive` (`Kernel.SpecialForms.receive/1`); `undefined` for any other call.
 *
 * @param chain the calls on the way to it, itself last
 */
export function receiveAt(site: CallSite, chain: readonly CallSite[]): Receive | undefined {
  const { expr } = site;
  if (site.module !== 'Kernel' || site.name !== 'receive' || expr.kind !== 'call' || !expr.blocks)
    return undefined;
  const { clause } = site.situation;
  // In the default of a parameter it runs only where a caller leaves the argument out.
  if (clause && site.end <= clause.headEnd) return undefined;
  const clauses = expr.blocks.do?.clauses ?? [];
  const waits = waitOf(expr);
  const isKnown = (pinned: Expr): boolean =>
    waits === 'not' || argumentAlong(pinned, chain).expr.kind !== 'atom';
  return {
    site,
    waits,
    pinned: clauses.length > 0 && clauses.every((inner) => isPinned(inner, isKnown)),
    seesEnd: clauses.some(
      ({ params }) => findExpr(params[0], (part) => isAtom(part, 'DOWN', 'EXIT')) !== undefined,
    ),
    answersRequest: followsRequest(site),
    mayAnswer: chain.some(followsRequest) || clauses.some((inner) => waitsForResult(inner, clause)),
    takesAll: clauses.some(({ params, guard }) => !guard && isCatchAll(params[0])),
  };
}

function waitOf({ blocks }: CallExpr): Receive['waits'] {
  const time = blocks?.after?.clauses?.[0]?.params[0];
  if (!time || (time.kind === 'atom' && time.value === 'infinity')) return 'for ever';
  return time.kind === 'number' && time.value === 0 ? 'not' : 'some time';
}

/** Functions of `Kernel`, `Process`, `Task` and their like that ask, start or stop a process. */
const REQUESTS: ReadonlySet<string> = new Set([
  'send',
  'spawn',
  'spawn_link',
  'spawn_monitor',
  'monitor',
  'exit',
  'start_child',
  'async',
  'async_nolink',
  'cast',
]);

function followsRequest({ start, situation: { clause } }: CallSite): boolean {
  return clause?.calls.some((other) => other.start < start && REQUESTS.has(other.name)) === true;
}

/** `{^ref, answer}`, where the function has the reference from a call: it asked for it. */
function waitsForResult({ params }: Clause, clause: FunctionClause | undefined): boolean {
  if (!clause) return false;
  const isResult = (expr: Expr): boolean => {
    const pinned = expr.kind === 'operator' && expr.name === '^' ? expr.args[0] : undefined;
    const binding = pinned?.kind === 'variable' ? bindingAt(clause, pinned.name, pinned.start) : undefined;
    return binding?.kind === 'value' && binding.value.kind === 'call';
  };
  return params.some((param) => findExpr(param, isResult) !== undefined);
}

/** A pattern with `^ref`, or a guard that compares (`when pid == parent`). */
function isPinned({ params, guard }: Clause, isKnown: (pinned: Expr) => boolean): boolean {
  const pins = (expr: Expr): boolean =>
    expr.kind === 'operator' && expr.name === '^' && expr.args.every(isKnown);
  const compares = (expr: Expr): boolean =>
    expr.kind === 'operator' && (expr.name === '==' || expr.name === '===');
  return params.some((param) => findExpr(param, pins)) || findExpr(guard, compares) !== undefined;
}
