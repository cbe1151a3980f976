import { atomOf } from '../../elixir/literals.js';
import type { Expr } from '../../syntax/ast.js';

/** Any term. */
export const ANY = Symbol('any');

/** Some reference. */
export const REFERENCE = Symbol('reference');

/** What a message looks like: an atom, a tuple of shapes, a struct by its module, a reference, or `ANY`. */
export type Shape = string | typeof ANY | typeof REFERENCE | readonly Shape[] | { struct: string };

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
  if (shape === ANY || shape === REFERENCE) return false;
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

/** False where a pattern can match no message of a shape, whatever is known where the pattern stands. */
export function mayTakeShape(pattern: Expr, shape: Shape): boolean {
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.every((part) => mayTakeShape(part, shape));
  if (!isConstruction(pattern) || shape === ANY) return true;
  if (shape === REFERENCE) return false;
  if (typeof shape === 'string') return atomOf(pattern) === shape;
  if ('struct' in shape) return mayTakeStruct(pattern, shape.struct);
  if (pattern.kind !== 'tuple' || pattern.items.length !== shape.length) return false;
  return pattern.items.every((item, index) => mayTakeShape(item, shape[index] ?? ANY));
}

const CONSTRUCTIONS: ReadonlySet<Expr['kind']> = new Set([
  'atom',
  'alias',
  'number',
  'text',
  'tuple',
  'list',
  'map',
  'bitstring',
]);

/** True for a pattern that says what kind of term it matches. */
function isConstruction({ kind }: Expr): boolean {
  return CONSTRUCTIONS.has(kind);
}

function mayTakeStruct(pattern: Expr, struct: string): boolean {
  if (pattern.kind !== 'map') return false;
  return pattern.struct?.kind !== 'alias' || pattern.struct.module === struct;
}

/** The shape of a term as it is written: atoms and tuples are kept, all else may be anything. */
export function shapeOf(term: Expr): Shape {
  if (term.kind === 'tuple') return term.items.map(shapeOf);
  return atomOf(term) ?? ANY;
}
