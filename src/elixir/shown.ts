import type { Expr } from '../syntax/ast.js';

const LONGEST = 48;

/** An expression as a reader would quote it in a sentence, shortened: `:"room_#{room.id}"`, `String.to_atom(id)`. */
export function shownExpr(expr: Expr): string {
  const text = exprText(expr);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** An expression as it is written, in one line and without comments; what has blocks is left out. */
export function exprText(expr: Expr): string {
  switch (expr.kind) {
    case 'variable':
      return expr.name;
    case 'alias':
      return expr.head ? `${exprText(expr.head)}.${expr.name}` : expr.name;
    case 'atom':
      return ['true', 'false', 'nil'].includes(expr.value) ? expr.value : `:${expr.value}`;
    case 'number':
      return expr.text;
    case 'text':
      return `"${expr.value}"`;
    case 'attribute':
      return `@${expr.name}`;
    case 'access':
      return `${exprText(expr.target)}[${exprText(expr.key)}]`;
    case 'placeholder':
      return `&${expr.index}`;
    case 'list':
      return `[${expr.items.map(exprText).join(', ')}]`;
    case 'tuple':
      return expr.keyword ? pairText(expr.items) : `{${expr.items.map(exprText).join(', ')}}`;
    case 'interpolated': {
      const inner = expr.parts
        .map((part) => (part.kind === 'text' ? part.value : `#{${exprText(part)}}`))
        .join('');
      return expr.of === 'sigil'
        ? `~${expr.sigil ?? ''}(${inner})${expr.modifiers ?? ''}`
        : `${expr.of === 'atom' ? ':' : ''}"${inner}"`;
    }
    case 'operator':
      return expr.args.length === 2 ? expr.args.map(exprText).join(` ${expr.name} `) : `${expr.name} …`;
    case 'call': {
      const callee = `${expr.receiver ? `${exprText(expr.receiver)}.` : ''}${expr.name}`;
      return expr.args.length === 0 && !expr.parens
        ? callee
        : `${callee}(${expr.args.map((arg, index) => argText(arg, index === expr.args.length - 1)).join(', ')})`;
    }
    case 'capture':
      return expr.named ? `&${exprText(expr.named)}/${expr.named.arity}` : '&…';
    default:
      return '…';
  }
}

/** `key: value`, as pairs of a keyword list are written. */
function pairText([key, value]: readonly Expr[]): string {
  if (!key || !value) return '…';
  return `${key.kind === 'atom' ? key.value : exprText(key)}: ${exprText(value)}`;
}

/** Options at the end of a call stand without brackets. */
function argText(arg: Expr, last: boolean): string {
  const options =
    last &&
    arg.kind === 'list' &&
    arg.items.length > 0 &&
    arg.items.every((item) => item.kind === 'tuple' && item.keyword);
  return options ? arg.items.map(exprText).join(', ') : exprText(arg);
}
