import { bindingAt } from '../../elixir/bindings.js';
import { callAt } from '../../elixir/call-at.js';
import { clauseTails, tailsOf } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { perProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { type Holding, holdingIn, holdingOf } from '../state/state.js';
import type { Callback, CallbackName, ServerKind } from './server.js';

/** One value that a callback clause can return. */
export interface CallbackReturn {
  /** What is written: `{:reply, value, state}`, `:ignore`, or what could not be followed. */
  expr: Expr;
  /** The atom it begins with (`reply`, `noreply`, `stop`, `ok`, `ignore`, …); absent where the source does not say. */
  tag?: string;
  /** Number of elements of the tuple; 0 for a bare atom. */
  size: number;
  reply?: Expr;
  state?: Expr;
  reason?: Expr;
  /** A timeout, `:hibernate` or `{:continue, term}`. */
  next?: Expr;
  /** The clause it stands in, the callback's own or that of a function it ends with, and what that holds of the state. */
  holding: Holding;
  /** The calls from the callback to there. */
  chain: readonly CallSite[];
  /** True in `rescue`, `catch` and the `else` of a `with`. */
  recovered: boolean;
  /** True where a pattern on the way may have kept this value out. */
  narrowed?: true;
}

/** How far to follow functions that a callback ends with. */
const DEPTH = 6;

/** Calls that never give a value back (`Kernel`). */
const NEVER_RETURNS: ReadonlySet<string> = new Set(['raise', 'reraise', 'exit', 'throw']);

/** What a callback clause can return, followed through functions that it ends with. */
export function returnsOf(callback: Callback, kind: ServerKind, project: Project): readonly CallbackReturn[] {
  const known = returnsByKind(callback, project);
  let returns = known.get(kind);
  if (!returns) {
    returns = findReturns(callback, kind, project);
    known.set(kind, returns);
  }
  return returns;
}

const returnsByKind = perProject((_: Callback) => new Map<ServerKind, readonly CallbackReturn[]>());

function findReturns(callback: Callback, kind: ServerKind, project: Project): CallbackReturn[] {
  const slots = (tag: string, size: number): Slots => slotsOf(kind, callback.name, tag, size);
  return clauseReturns(
    { holding: holdingOf(callback), chain: [], entered: new Set([callback.clause]) },
    slots,
    project,
  );
}

/** Where a value is looked for: the clause that gives it, and the way there. */
interface Visit {
  holding: Holding;
  chain: readonly CallSite[];
  entered: ReadonlySet<FunctionClause>;
}

type SlotsOf = (tag: string, size: number) => Slots;

function clauseReturns(visit: Visit, slots: SlotsOf, project: Project): CallbackReturn[] {
  return clauseTails(visit.holding.clause).flatMap(({ expr, recovered }) =>
    exprReturns(expr, recovered, visit, slots, project),
  );
}

function exprReturns(
  expr: Expr,
  recovered: boolean,
  visit: Visit,
  slots: SlotsOf,
  project: Project,
): CallbackReturn[] {
  const { holding, chain } = visit;
  const again = (inner: Expr): CallbackReturn[] =>
    tailsOf(inner).flatMap((tail) =>
      exprReturns(tail.expr, recovered || tail.recovered, visit, slots, project),
    );
  if (expr.kind === 'variable') {
    const binding = bindingAt(holding.clause, expr.name, expr.start);
    if (binding?.kind === 'value' && binding.path.length === 0) {
      const values = again(binding.value);
      return binding.narrowed ? values.map((found) => ({ ...found, narrowed: true })) : values;
    }
  }
  if (expr.kind === 'call') {
    if (NEVER_RETURNS.has(expr.name) && !expr.receiver) return [];
    const lambda = lambdaOfThen(expr);
    if (lambda) return lambda.flatMap(again);
    const followed = followCall(expr, recovered, visit, slots, project);
    if (followed) return followed;
  }
  return [{ ...partsOfReturn(expr, slots), expr, holding, chain, recovered }];
}

/** The values of the function in `value |> then(fn …)`. */
function lambdaOfThen(call: CallExpr): Expr[] | undefined {
  const given = call.name === 'then' && !call.receiver ? call.args[1] : undefined;
  if (given?.kind === 'fn') return given.clauses.map(({ body }) => body);
  return given?.kind === 'capture' && given.body ? [given.body] : undefined;
}

function followCall(
  call: CallExpr,
  recovered: boolean,
  visit: Visit,
  slots: SlotsOf,
  project: Project,
): CallbackReturn[] | undefined {
  const { holding, chain, entered } = visit;
  const site = callAt(call, holding.clause);
  if (!site || chain.length >= DEPTH) return undefined;
  const clauses = clausesEntered(site, project).filter(({ body }) => body);
  if (clauses.length === 0) return undefined;
  // A function that ends with itself returns only what its other branches do.
  return clauses
    .filter((clause) => !entered.has(clause))
    .flatMap((clause) => {
      const next: Visit = {
        holding: holdingIn(clause, site, holding),
        chain: [...chain, site],
        entered: new Set([...entered, clause]),
      };
      return clauseReturns(next, slots, project).map((found) => ({
        ...found,
        recovered: found.recovered || recovered,
      }));
    });
}

function partsOfReturn(
  expr: Expr,
  slots: SlotsOf,
): Pick<CallbackReturn, 'tag' | 'size' | 'reply' | 'state' | 'reason' | 'next'> {
  const alone = atomOf(expr);
  if (alone !== undefined) return { tag: alone, size: 0 };
  const tag = expr.kind === 'tuple' ? atomOf(expr.items[0]) : undefined;
  if (expr.kind !== 'tuple' || tag === undefined) return { size: 0 };
  const at = slots(tag, expr.items.length);
  const item = (index: number | undefined): Expr | undefined =>
    index === undefined ? undefined : expr.items[index];
  const [reply, state, reason, next] = [item(at.reply), item(at.state), item(at.reason), item(at.next)];
  return {
    tag,
    size: expr.items.length,
    ...(reply ? { reply } : {}),
    ...(state ? { state } : {}),
    ...(reason ? { reason } : {}),
    ...(next ? { next } : {}),
  };
}

// --- where the parts of a return stand ----------------------------------------------------------------------

/** Positions in a returned tuple. */
interface Slots {
  reply?: number;
  state?: number;
  reason?: number;
  next?: number;
}

function slotsOf(kind: ServerKind, callback: CallbackName, tag: string, size: number): Slots {
  if (kind === 'gen_statem') return statemSlots(tag, size);
  if (kind === 'gen_stage' && callback !== 'terminate') return stageSlots(callback, tag, size);
  if (tag === 'reply') return { reply: 1, state: 2, next: 3 };
  if (tag === 'stop') return stopSlots(callback, size);
  if (tag === 'error') return { reason: 1 };
  return { state: 1, next: 2 };
}

/** `{:stop, reason, state}`, in a call also `{:stop, reason, reply, state}`; `init/1` has no state yet (`GenServer`). */
function stopSlots(callback: CallbackName, size: number): Slots {
  if (callback === 'init') return { reason: 1 };
  return size === 4 ? { reason: 1, reply: 2, state: 3 } : { reason: 1, state: 2 };
}

/** Stages hand out events with most returns (`GenStage`, "Callbacks"). */
function stageSlots(callback: CallbackName, tag: string, size: number): Slots {
  if (tag === 'stop') return stopSlots(callback, size);
  if (callback === 'init' || callback === 'handle_subscribe') return { state: 1, next: 2 };
  if (tag === 'reply') return { reply: 1, state: 3, next: 4 };
  return { state: 2, next: 3 };
}

/** `{:next_state, name, data, actions}`, `{:keep_state, data, actions}`, `{:stop, reason, data}` (`:gen_statem`). */
function statemSlots(tag: string, size: number): Slots {
  switch (tag) {
    case 'ok':
    case 'next_state':
      return { state: 2, next: 3 };
    case 'keep_state':
      return { state: 1, next: 2 };
    case 'keep_state_and_data':
    case 'repeat_state_and_data':
      return { next: 1 };
    case 'repeat_state':
      return { state: 1, next: 2 };
    case 'stop':
      return { reason: 1, state: 2 };
    case 'stop_and_reply':
      return { reason: 1, state: 3, reply: size > 2 ? 2 : 1 };
    default:
      return {};
  }
}
