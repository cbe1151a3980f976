import { atomOf } from '../elixir/literals.js';
import type { Expr } from '../syntax/ast.js';

/** Any term. */
export const ANY = Symbol('any');

/** What a message looks like: an atom, a tuple of shapes, a struct by its module, or `ANY`. */
export type Shape = string | typeof ANY | readonly Shape[] | { struct: string };

/** `{:DOWN, ref, :process, pid, reason}` (`Process.monitor/1`). */
export const DOWN: Shape = ['DOWN', ANY, 'process', ANY, ANY];
/** `{:EXIT, pid, reason}` (`Process.flag/2`). */
export const EXIT: Shape = ['EXIT', ANY, ANY];

/**
 * True where a pattern matches every message of a shape: wherever the shape leaves the term open, the pattern
 * has a variable that nothing else binds.
 *
 * @param bound variables that another pattern of the same head binds too, which pins them
 */
export function takesShape(pattern: Expr, shape: Shape, bound: ReadonlySet<string> = new Set()): boolean {
  if (pattern.kind === 'variable') return !bound.has(pattern.name);
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.every((part) => takesShape(part, shape, bound));
  if (shape === ANY) return false;
  if (typeof shape === 'string') return atomOf(pattern) === shape;
  if ('struct' in shape) return takesStruct(pattern, shape.struct, bound);
  if (pattern.kind !== 'tuple' || pattern.items.length !== shape.length) return false;
  return pattern.items.every((item, index) => takesShape(item, shape[index] ?? ANY, bound));
}

function takesStruct(pattern: Expr, struct: string, bound: ReadonlySet<string>): boolean {
  if (pattern.kind !== 'map') return false;
  if (pattern.struct && !(pattern.struct.kind === 'alias' && pattern.struct.module === struct)) return false;
  return pattern.pairs.every(({ value }) => takesShape(value, ANY, bound));
}

/** The shape of a term as it is written: atoms and tuples are kept, all else may be anything. */
export function shapeOf(term: Expr): Shape {
  if (term.kind === 'tuple') return term.items.map(shapeOf);
  return atomOf(term) ?? ANY;
}
