import { callAt } from '../../elixir/call-at.js';
import { calleeOf } from '../../elixir/callee.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { perProject } from '../../project/memory.js';
import { Nesting } from '../../project/nesting.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { BlockBody, CallExpr, Expr } from '../../syntax/ast.js';
import { childrenOf } from '../../syntax/visit.js';
import { type CallbackReturn, returnsOf } from '../processes/returns.js';
import type { Callback, Server, ServerKind } from '../processes/server.js';
import { type Holding, holdingIn, holdingOf, isWholeState, pathOf, type StatePath } from './state.js';

/** A place where a callback, or a function it calls, needs the state or a part of it. */
export interface StateRead {
  path: StatePath;
  expr: Expr;
  clause: FunctionClause;
  /** The call that is given it, with its position among the arguments, where it stands there by itself. */
  into?: { site: CallSite; arg: number };
}

/** What a callback clause does with the state that it is given. */
export interface StateUse {
  /** Where it needs the state; handing it back, or putting a new part into it, is none. */
  reads: readonly StateRead[];
  returns: readonly CallbackReturn[];
  /** True where every return hands the state back as it was given. */
  unchanged: boolean;
}

/** What a callback clause does with the state, followed through functions of the project. */
export function stateUseOf(callback: Callback, kind: ServerKind, project: Project): StateUse {
  const known = usesByKind(callback, project);
  let use = known.get(kind);
  if (!use) {
    const returns = returnsOf(callback, kind, project);
    const unchanged = returns.length > 0 && returns.every(keepsState);
    use = { reads: readsOf(callback, returns, project), returns, unchanged };
    known.set(kind, use);
  }
  return use;
}

const usesByKind = perProject((_: Callback) => new Map<ServerKind, StateUse>());

/** True where a return hands the state back as the callback was given it; false where the source does not say. */
export function keepsState({ tag, state, holding }: CallbackReturn): boolean {
  if (tag === 'keep_state_and_data') return true;
  return state !== undefined && isWholeState(state, holding);
}

/** The callbacks that run once the server is up: all but `init/1` and `terminate/2`. */
export function handlersOf({ callbacks }: Server): Callback[] {
  return callbacks.filter(({ name }) => name !== 'init' && name !== 'terminate');
}

function readsOf(callback: Callback, returns: readonly CallbackReturn[], project: Project): StateRead[] {
  const handedBack = new Set(
    returns.flatMap((found) =>
      found.state && isWholeState(found.state, found.holding) ? [found.state] : [],
    ),
  );
  const reader = new Reader(project, handedBack);
  reader.enter(holdingOf(callback));
  return reader.reads;
}

/** Functions that give a changed copy of their first argument, of which they need nothing else. */
const UPDATERS: ReadonlySet<string> = new Set([
  'Map.put',
  'Map.merge',
  'Keyword.put',
  'Kernel.struct',
  'Kernel.struct!',
  'Kernel.put_elem',
]);

/** Guards that hold for every state of a process, and so choose nothing. */
const TYPE_TESTS: ReadonlySet<string> = new Set(['is_map', 'is_struct', 'is_list', 'is_tuple']);

/** A function that calls itself with a part of its argument would be entered with ever longer paths, in steps. */
const LONGEST_PATH = 6;

/** Walks clauses for the places where they need the state. */
class Reader {
  readonly reads: StateRead[] = [];
  readonly #entered = new Set<string>();
  readonly #nesting = new Nesting();
  readonly #ids = new Map<FunctionClause, number>();

  constructor(
    readonly project: Project,
    /** Expressions that only hand the state back. */
    readonly handedBack: ReadonlySet<Expr>,
  ) {}

  enter(holding: Holding): void {
    const { clause, pattern } = holding;
    if (this.#seen(holding)) return;
    if (pattern) this.#chosenBy(pattern, '', holding);
    if (clause.guard) this.#walk(clause.guard, holding);
    if (clause.body) this.#walk(clause.body, holding);
    for (const body of Object.values(clause.blocks)) this.#body(body, holding);
  }

  #seen({ clause, parts }: Holding): boolean {
    if ([...parts.values()].some((path) => path.split('.').length > LONGEST_PATH)) return true;
    const id = this.#ids.get(clause) ?? this.#ids.size;
    this.#ids.set(clause, id);
    const key = `${id} ${[...parts].map((entry) => entry.join('=')).join(' ')}`;
    if (this.#entered.has(key)) return true;
    this.#entered.add(key);
    return false;
  }

  #note(path: StatePath, expr: Expr, holding: Holding, into?: StateRead['into']): void {
    this.reads.push({ path, expr, clause: holding.clause, ...(into ? { into } : {}) });
  }

  /** A literal in a pattern chooses what to do by the part that stands there. */
  #chosenBy(pattern: Expr, path: StatePath, holding: Holding): void {
    for (const found of literalsIn(pattern, path)) this.#note(found.path, found.expr, holding);
  }

  #walk(expr: Expr, holding: Holding): void {
    if (this.handedBack.has(expr)) return;
    const path = pathOf(expr, holding);
    if (path !== undefined) {
      this.#note(path, expr, holding);
      return;
    }
    if (expr.kind === 'operator' && expr.name === '=') {
      this.#match(expr.args, holding);
      return;
    }
    if (expr.kind === 'map' && expr.base && pathOf(expr.base, holding) !== undefined) {
      for (const { value } of expr.pairs) this.#walk(value, holding);
      return;
    }
    if (expr.kind === 'call') {
      this.#call(expr, holding);
      return;
    }
    if (expr.kind === 'fn') {
      for (const clause of expr.clauses) this.#body({ clauses: [clause] }, holding);
      return;
    }
    for (const child of childrenOf(expr)) this.#walk(child, holding);
  }

  /** `%{conn: conn} = state` and `conn = state.conn` only name a part; who uses the name needs it. */
  #match([pattern, value]: readonly Expr[], holding: Holding): void {
    if (!pattern || !value) return;
    const path = pathOf(value, holding);
    if (path === undefined) {
      this.#walk(value, holding);
      return;
    }
    this.#chosenBy(pattern, path, holding);
  }

  #call(call: CallExpr, holding: Holding): void {
    if (TYPE_TESTS.has(call.name) && pathOf(call.args[0], holding) === '') return;
    const site = callAt(call, holding.clause);
    const callees = site ? clausesEntered(site, this.project).filter(({ body }) => body) : [];
    if (call.receiver) this.#walk(call.receiver, holding);
    const updates = UPDATERS.has(calleeOf(call));
    for (const [index, arg] of call.args.entries()) {
      const path = pathOf(arg, holding);
      if (path === undefined) this.#walk(arg, holding);
      else if (updates && index === 0) continue;
      else if (call.name === 'case' && call.blocks) this.#subject(call, path, holding);
      else if (callees.length === 0 && !this.handedBack.has(arg))
        this.#note(path, arg, holding, site && { site, arg: index });
    }
    if (site) for (const callee of callees) this.#follow(callee, site, holding);
    for (const body of Object.values(call.blocks ?? {})) this.#body(body, holding);
  }

  #follow(callee: FunctionClause, site: CallSite, holding: Holding): void {
    for (const [index, param] of callee.params.entries()) {
      const path = pathOf(site.args[index], holding);
      if (path !== undefined && path !== '') this.#chosenBy(param, path, holding);
    }
    const inner = holdingIn(callee, site, holding);
    if (inner.parts.size > 0 || inner.pattern) this.#nesting.ask(() => this.enter(inner), undefined);
  }

  /** `case state do` needs what its patterns tell apart. */
  #subject({ blocks }: CallExpr, path: StatePath, holding: Holding): void {
    for (const { params } of blocks?.do?.clauses ?? []) {
      for (const param of params) this.#chosenBy(param, path, holding);
    }
  }

  #body(body: BlockBody, holding: Holding): void {
    if (body.expr) this.#walk(body.expr, holding);
    for (const { guard, body: inner } of body.clauses ?? []) {
      if (guard) this.#walk(guard, holding);
      this.#walk(inner, holding);
    }
  }
}

/** The literals of a pattern, with the path to each. */
function literalsIn(pattern: Expr, path: StatePath): { path: StatePath; expr: Expr }[] {
  const inner = (expr: Expr, key: string): ReturnType<typeof literalsIn> =>
    literalsIn(expr, path === '' ? key : `${path}.${key}`);
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.flatMap((side) => literalsIn(side, path));
  if (pattern.kind === 'map') {
    return pattern.pairs.flatMap(({ key, value }) => inner(value, key.kind === 'atom' ? key.value : '[]'));
  }
  if (pattern.kind === 'tuple') return pattern.items.flatMap((item, index) => inner(item, `${index}`));
  if (pattern.kind === 'atom' || pattern.kind === 'number' || pattern.kind === 'text')
    return [{ path, expr: pattern }];
  return [];
}
