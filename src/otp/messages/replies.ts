import { mentions } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { BlockBody, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { type CallbackReturn, returnsOf } from '../processes/returns.js';
import type { Callback, ServerKind } from '../processes/server.js';

/**
 * The returns of a callback for calls after which nobody can answer the caller any more: the return carries no
 * reply, and the clause lets go of `from`, without which `GenServer.reply/2` cannot be called.
 */
export function repliesLost(callback: Callback, kind: ServerKind, project: Project): CallbackReturn[] {
  const { name, from, clause } = callback;
  if (name !== 'handle_call' || !from || canAnswer(from, clause) || canPostpone(clause, kind)) return [];
  return returnsOf(callback, kind, project).filter((found) =>
    kind === 'gen_statem' ? leavesEvent(found) : leavesCall(found),
  );
}

/** True where the body uses `from`; a caller is its pid and its tag, one of them is not enough. */
function canAnswer(from: Expr, clause: FunctionClause): boolean {
  if (from.kind === 'variable') return isUsed(from.name, clause);
  if (from.kind === 'operator' && from.name === '=') return from.args.some((part) => canAnswer(part, clause));
  if (from.kind === 'tuple' && from.items.length === 2)
    return from.items.every((part) => canAnswer(part, clause));
  return true;
}

function isUsed(name: string, { guard, body, blocks }: FunctionClause): boolean {
  if (name === '_') return false;
  const names = new Set([name]);
  const handlers = Object.values(blocks).flatMap(bodiesOf);
  return [guard, body, ...handlers].some((expr) => mentions(expr, names));
}

function bodiesOf(block: BlockBody): Expr[] {
  return block.expr ? [block.expr] : (block.clauses ?? []).map((inner) => inner.body);
}

/** `:postpone` brings the call back in the next state (`:gen_statem`, `action`). */
function canPostpone({ body }: FunctionClause, kind: ServerKind): boolean {
  return kind === 'gen_statem' && findExpr(body, (expr) => atomOf(expr) === 'postpone') !== undefined;
}

/** `{:noreply, …}`, and `{:stop, reason, state}`, which has no place for a reply (`GenServer.handle_call/3`). */
function leavesCall({ tag, size }: CallbackReturn): boolean {
  return tag === 'noreply' || (tag === 'stop' && size === 3);
}

const LEAVES_EVENT: ReadonlySet<string> = new Set([
  'keep_state',
  'keep_state_and_data',
  'next_state',
  'repeat_state',
  'repeat_state_and_data',
  'stop',
]);

/** A return without actions, or with actions that are all in sight; none of them can reply without `from`. */
function leavesEvent({ tag, next }: CallbackReturn): boolean {
  if (tag === undefined || !LEAVES_EVENT.has(tag)) return false;
  return (
    !next ||
    next.kind === 'tuple' ||
    (next.kind === 'list' && next.items.every(({ kind }) => kind === 'tuple' || kind === 'atom'))
  );
}
