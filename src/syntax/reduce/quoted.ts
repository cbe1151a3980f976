import type { AtomExpr, Expr, InterpolatedExpr, TextExpr } from '../ast.js';
import { fitted } from './fitted.js';
import { atom } from './leaves.js';
import type { Node } from './node.js';

/** A string, charlist or sigil: one text, or its pieces where there are expressions in it. */
export function quoted(
  of: 'string' | 'charlist' | 'sigil',
  node: Node,
  text: string,
): TextExpr | InterpolatedExpr {
  const parts = piecesOf(node, text);
  const [only] = parts;
  if (parts.length === 0) return { kind: 'text', of, value: '', start: node.start, end: node.end };
  if (parts.length === 1 && only?.kind === 'text' && !hasInterpolation(node)) {
    return { kind: 'text', of, value: only.value, start: node.start, end: node.end };
  }
  return { kind: 'interpolated', of, parts, start: node.start, end: node.end };
}

/** A sigil with its name and modifiers: `~r/a/i`. */
export function sigil(node: Node, text: string): Expr {
  const name = node.children.find((child) => child.type === 'sigil_name');
  const modifiers = node.children.find((child) => child.type === 'sigil_modifiers');
  return {
    ...quoted('sigil', node, text),
    sigil: name ? text.slice(name.start, name.end) : '',
    modifiers: modifiers ? text.slice(modifiers.start, modifiers.end) : '',
  };
}

/** An atom in quotes, `:"a b"`, or the key of `"a b": 1`. */
export function quotedAtom(node: Node, text: string): AtomExpr | InterpolatedExpr {
  const parts = piecesOf(node, text);
  if (hasInterpolation(node))
    return { kind: 'interpolated', of: 'atom', parts, start: node.start, end: node.end };
  const [only] = parts;
  return atom(only?.kind === 'text' ? only.value : '', node);
}

/** The literal pieces (as text nodes) and interpolated expressions of a quoted node. */
function piecesOf(node: Node, text: string): Expr[] {
  const parts: Expr[] = [];
  for (const { part, type, start, end } of node.children) {
    if (part.kind === 'expr') parts.push(part.expr);
    else if (type === 'quoted_content' || type === 'escape_sequence') {
      const last = parts[parts.length - 1];
      const piece = text.slice(start, end);
      if (last?.kind === 'text' && last.of === 'string' && last.end === start) {
        last.value += piece;
        last.end = end;
      } else parts.push({ kind: 'text', of: 'string', value: piece, start, end });
    }
  }
  return fitted(parts);
}

function hasInterpolation(node: Node): boolean {
  return node.children.some((child) => child.type === 'interpolation');
}
