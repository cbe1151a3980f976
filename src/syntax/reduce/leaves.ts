import type { AtomExpr, Expr } from '../ast.js';
import type { Node } from './node.js';

/** An atom that stands where `node` does. */
export function atom(value: string, node: { start: number; end: number }): AtomExpr {
  return { kind: 'atom', value, start: node.start, end: node.end };
}

/** The end of a keyword's key, its colon left out. */
export function endOfKey({ start, end }: Node, text: string): number {
  const colon = text.lastIndexOf(':', end - 1);
  return colon > start ? colon : end;
}

/** The name of an alias without the white space that may stand around its dots. */
export function compact(alias: string): string {
  return /\s/.test(alias) ? alias.replace(/\s+/g, '') : alias;
}

/** A number as it is written, with its value where JavaScript can hold it. */
export function number(text: string, node: Node): Expr {
  const plain = text.replace(/_/g, '');
  const value = Number(plain);
  const known = Number.isFinite(value) && (Number.isSafeInteger(value) || plain.includes('.'));
  const { start, end } = node;
  return known ? { kind: 'number', text, value, start, end } : { kind: 'number', text, start, end };
}
