import type { Expr } from '../syntax/ast.js';

/** False where a pattern can never match a value, as far as literals show. */
export function mayMatch(pattern: Expr, value: Expr | undefined): boolean {
  if (!value) return true;
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.every((part) => mayMatch(part, value));
  if (pattern.kind === 'operator' && pattern.name === '\\\\')
    return !pattern.args[0] || mayMatch(pattern.args[0], value);
  if (pattern.kind === 'atom') {
    if (value.kind === 'atom') return pattern.value === value.value;
    return !isLiteral(value);
  }
  if (pattern.kind === 'alias') {
    const known = pattern.module !== undefined && (value.kind !== 'alias' || value.module !== undefined);
    if (value.kind === 'alias') return !known || pattern.module === value.module;
    return !isLiteral(value);
  }
  if (pattern.kind === 'number')
    return value.kind === 'number' ? pattern.value === value.value : !isLiteral(value);
  if (pattern.kind === 'text')
    return value.kind === 'text' ? pattern.value === value.value : !isLiteral(value);
  if (pattern.kind === 'tuple') {
    if (value.kind === 'tuple') {
      return (
        pattern.items.length === value.items.length &&
        pattern.items.every((item, index) => mayMatch(item, value.items[index]))
      );
    }
    return !isLiteral(value);
  }
  if (pattern.kind === 'list') return value.kind === 'list' || !isLiteral(value);
  if (pattern.kind === 'map') return !isLiteral(value) || value.kind === 'map';
  return true;
}

const LITERALS: ReadonlySet<Expr['kind']> = new Set([
  'atom',
  'number',
  'text',
  'tuple',
  'list',
  'map',
  'fn',
  'alias',
]);

function isLiteral(expr: Expr): boolean {
  return LITERALS.has(expr.kind);
}
