import type { CallExpr, Expr } from '../syntax/ast.js';
import { visit } from '../syntax/visit.js';
import { bindingAt } from './bindings.js';
import { parentOf } from './fates.js';
import { clauseExprs } from './flow.js';
import { atomOf } from './literals.js';
import type { FunctionClause } from './model.js';

/** Where a value ends up: under a key of a map, struct or keyword list, or as the value of the clause. */
export type KeptAs = { kind: 'key'; key: string } | { kind: 'returned' };

const SETTERS: ReadonlySet<string> = new Set(['put', 'put_new', 'assign', 'replace', 'replace!', 'put_in']);

/**
 * The key that a clause keeps the value of an expression under: in `%{state | timer: value}`,
 * `Map.put(state, :timer, value)`, `assign(socket, :timer, value)`, also through a variable.
 *
 * @returns `undefined` where it is not kept in sight
 */
export function keptAs(value: Expr, clause: FunctionClause): KeptAs | undefined {
  return climb(value, clause, new Set());
}

function climb(value: Expr, clause: FunctionClause, seen: Set<Expr>): KeptAs | undefined {
  let expr = value;
  while (!seen.has(expr)) {
    seen.add(expr);
    const parent = parentOf(expr, clause);
    if (!parent) return clause.body === expr ? { kind: 'returned' } : undefined;
    const key = keyIn(parent, expr);
    if (key !== undefined) return { kind: 'key', key };
    if (parent.kind === 'operator' && parent.name === '=' && parent.args[1] === expr) {
      const bound = throughVariable(parent.args[0], expr, clause, seen);
      if (bound) return bound;
    }
    if (parent.kind === 'block' && parent.items.at(-1) !== expr) return undefined;
    if (parent.kind === 'call' && (parent.receiver === expr || parent.args.includes(expr))) return undefined;
    expr = parent;
  }
  return undefined;
}

/** The key that an enclosing expression puts a value under. */
function keyIn(parent: Expr, value: Expr): string | undefined {
  if (parent.kind === 'map') return atomOf(parent.pairs.find((pair) => pair.value === value)?.key);
  if (parent.kind === 'tuple' && parent.keyword && parent.items[1] === value) return atomOf(parent.items[0]);
  return parent.kind === 'call' && SETTERS.has(parent.name) ? keySet(parent, value) : undefined;
}

/** `put(map, :key, value)`, `put_in(state.key, value)`. */
function keySet({ args }: CallExpr, value: Expr): string | undefined {
  const at = args.indexOf(value);
  const key = at > 0 ? args[at - 1] : undefined;
  if (key?.kind === 'call' && key.receiver && key.args.length === 0) return key.name;
  return atomOf(key);
}

function throughVariable(
  pattern: Expr | undefined,
  value: Expr,
  clause: FunctionClause,
  seen: Set<Expr>,
): KeptAs | undefined {
  if (pattern?.kind !== 'variable') return undefined;
  const { name } = pattern;
  const uses: Expr[] = [];
  for (const root of clauseExprs(clause)) {
    visit(root, (expr) => {
      if (expr.kind === 'variable' && expr.name === name && expr.start > value.end) uses.push(expr);
    });
  }
  for (const use of uses) {
    const bound = bindingAt(clause, name, use.start);
    const found = bound?.kind === 'value' && bound.value === value ? climb(use, clause, seen) : undefined;
    if (found) return found;
  }
  return undefined;
}
