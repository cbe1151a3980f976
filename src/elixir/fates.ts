import type {
  BlockBody,
  CallExpr,
  CaptureExpr,
  Clause,
  Expr,
  FnExpr,
  OperatorExpr,
  VariableExpr,
} from '../syntax/ast.js';
import { childrenOf, someChild } from '../syntax/visit.js';
import { bindingAt } from './bindings.js';
import { variablesIn } from './flow.js';
import type { FunctionClause } from './model.js';

/** One thing that becomes of a value inside the function clause that makes it. */
export type Fate =
  /** Thrown away. */
  | { kind: 'discarded' }
  /** Looked at and no more: tested by `if`, matched by `case`, put into a string. */
  | { kind: 'seen'; form?: CallExpr }
  /** Given to a call, alone or inside a list, tuple or map. */
  | { kind: 'given'; call: CallExpr; arg: number }
  /** The value of an anonymous function. */
  | { kind: 'yielded'; closure: FnExpr | CaptureExpr }
  /** The value of the clause. */
  | { kind: 'returned' }
  /** Anything else. */
  | { kind: 'kept' };

/** Where the value of a root expression of a clause goes. */
type Root = 'returned' | 'discarded' | 'seen';

interface Index {
  parents: Map<Expr, Expr>;
  roots: Map<Expr, Root>;
  uses: Map<string, VariableExpr[]>;
}

const FORMS: ReadonlySet<string> = new Set(['case', 'if', 'unless', 'cond', 'with', 'for', 'try', 'receive']);
const PASSING: ReadonlySet<string> = new Set(['&&', '||', 'and', 'or', '++', '--', '|', '<>']);

const known = new WeakMap<FunctionClause, Index>();

function indexOf(clause: FunctionClause): Index {
  let index = known.get(clause);
  if (!index) {
    index = { parents: new Map(), roots: rootsOf(clause), uses: new Map() };
    for (const root of index.roots.keys()) note(root, index);
    known.set(clause, index);
  }
  return index;
}

function rootsOf(clause: FunctionClause): Map<Expr, Root> {
  const roots = new Map<Expr, Root>(clause.params.map((param) => [param, 'seen']));
  if (clause.guard) roots.set(clause.guard, 'seen');
  if (clause.body) roots.set(clause.body, 'returned');
  for (const [name, body] of Object.entries(clause.blocks)) {
    const end: Root = name === 'after' ? 'discarded' : 'returned';
    if (body.expr) roots.set(body.expr, end);
    for (const inner of body.clauses ?? []) {
      for (const param of inner.params) roots.set(param, 'seen');
      if (inner.guard) roots.set(inner.guard, 'seen');
      roots.set(inner.body, end);
    }
  }
  return roots;
}

function note(expr: Expr, index: Index): void {
  if (expr.kind === 'variable') {
    const uses = index.uses.get(expr.name);
    if (uses) uses.push(expr);
    else index.uses.set(expr.name, [expr]);
  }
  someChild(expr, (child) => {
    index.parents.set(child, expr);
    note(child, index);
    return false;
  });
}

/**
 * What becomes of a value inside its clause, followed through blocks, branches, containers, fields and variables.
 *
 * @param expr the expression that has the value
 * @returns every fate found; none where it is bound to a variable that nothing reads
 */
export function fatesOf(expr: Expr, clause: FunctionClause): Fate[] {
  const tracer = new Tracer(clause);
  tracer.climb(expr);
  return tracer.fates;
}

/** What becomes of the values that a pattern of a clause binds: a parameter's, or an anonymous function's. */
export function fatesOfPattern(pattern: Expr, clause: FunctionClause): Fate[] {
  const tracer = new Tracer(clause);
  tracer.bind(pattern);
  return tracer.fates;
}

/** What becomes of the placeholder `&index` of a capture. */
export function fatesOfPlaceholder(capture: CaptureExpr, position: number, clause: FunctionClause): Fate[] {
  const tracer = new Tracer(clause);
  const look = (expr: Expr): void => {
    if (expr.kind === 'placeholder' && expr.index === position) tracer.climb(expr);
    for (const child of childrenOf(expr)) look(child);
  };
  if (capture.body) look(capture.body);
  return tracer.fates;
}

/** What directly encloses an expression of a clause. */
export function parentOf(expr: Expr, clause: FunctionClause): Expr | undefined {
  return indexOf(clause).parents.get(expr);
}

class Tracer {
  readonly fates: Fate[] = [];
  readonly #index: Index;
  readonly #seen = new Set<Expr>();

  constructor(readonly clause: FunctionClause) {
    this.#index = indexOf(clause);
  }

  /** Follows a value outwards from the expression that has it. */
  climb(from: Expr): void {
    let expr: Expr | undefined = from;
    while (expr && !this.#seen.has(expr)) {
      this.#seen.add(expr);
      const parent = this.#index.parents.get(expr);
      if (!parent) {
        const root = this.#index.roots.get(expr);
        this.fates.push({ kind: root ?? 'kept' });
        return;
      }
      expr = this.#step(expr, parent) ? parent : undefined;
    }
  }

  /**
   * Follows what the variables of a pattern are used for.
   *
   * @param from the offset from which on they are seen
   * @param value what the pattern is matched with; absent for a parameter
   */
  bind(pattern: Expr, from = pattern.end, value?: Expr): void {
    for (const name of variablesIn(pattern)) {
      for (const use of this.#index.uses.get(name) ?? []) {
        if (use.start >= from && this.#means(use, value)) this.climb(use);
      }
    }
  }

  /** False where a variable of the same name has been bound again in between. */
  #means(use: VariableExpr, value: Expr | undefined): boolean {
    const bound = bindingAt(this.clause, use.name, use.start);
    if (!bound || bound.kind === 'opaque') return true;
    return value === undefined ? bound.kind !== 'value' : bound.kind === 'value' && bound.value === value;
  }

  /** Takes one step outwards; true where the parent has the value too. */
  #step(expr: Expr, parent: Expr): boolean {
    switch (parent.kind) {
      case 'block':
        if (parent.items.at(-1) === expr) return true;
        this.fates.push({ kind: 'discarded' });
        return false;
      case 'list':
      case 'tuple':
      case 'bitstring':
      case 'map':
        return true;
      case 'operator':
        return this.#operator(expr, parent);
      case 'access':
        return parent.target === expr || this.#end({ kind: 'kept' });
      case 'interpolated':
        return this.#end({ kind: 'seen' });
      case 'fn':
        return this.#inFunction(expr, parent);
      case 'capture':
        return this.#end({ kind: 'yielded', closure: parent });
      case 'call':
        return this.#inCall(expr, parent);
      default:
        return this.#end({ kind: 'kept' });
    }
  }

  #end(fate: Fate): false {
    this.fates.push(fate);
    return false;
  }

  #operator(expr: Expr, parent: OperatorExpr): boolean {
    const { name } = parent;
    const [left, right] = parent.args;
    if (name === '=' || name === '<-') {
      // Where it is the pattern, the variable is bound again and not read.
      if (expr === left) return false;
      const before = this.fates.length;
      if (left) this.bind(left, parent.end, right);
      return name === '=' && (this.fates.length === before || !this.#isStatement(parent));
    }
    if (PASSING.has(name)) return true;
    if (name === '!' || name === 'not') return this.#end({ kind: 'seen' });
    return this.#end({ kind: 'kept' });
  }

  /** True for an expression whose own value nobody looks at. */
  #isStatement(expr: Expr): boolean {
    const parent = this.#index.parents.get(expr);
    return parent?.kind === 'block' && parent.items.at(-1) !== expr;
  }

  #inFunction(expr: Expr, fn: FnExpr): boolean {
    const inBody = fn.clauses.some(({ body }) => body === expr);
    if (!inBody) return false;
    return this.#end(fn.bare ? { kind: 'kept' } : { kind: 'yielded', closure: fn });
  }

  #inCall(expr: Expr, call: CallExpr): boolean {
    if (call.receiver === expr)
      return (call.name !== '' && call.args.length === 0 && !call.blocks) || this.#end({ kind: 'kept' });
    const arg = call.args.indexOf(expr);
    const form = !call.receiver && FORMS.has(call.name) && call.blocks;
    if (arg !== -1) return form ? this.#tested(call) : this.#end({ kind: 'given', call, arg });
    if (!form) return this.#end({ kind: 'kept' });
    if (call.blocks?.after?.expr === expr && call.name === 'try') return this.#end({ kind: 'discarded' });
    return Object.values(call.blocks ?? {}).some((body) => isValueOf(body, expr));
  }

  /** `case value do pattern -> …`: the patterns bind it. */
  #tested(call: CallExpr): false {
    this.fates.push({ kind: 'seen', form: call });
    if (call.name === 'case')
      for (const clause of call.blocks?.do?.clauses ?? []) this.#bindClause(clause, call.args[0]);
    return false;
  }

  #bindClause({ params }: Clause, value: Expr | undefined): void {
    for (const param of params) this.bind(param, param.end, value);
  }
}

function isValueOf(body: BlockBody | undefined, expr: Expr): boolean {
  return body?.expr === expr || (body?.clauses ?? []).some((clause) => clause.body === expr);
}
