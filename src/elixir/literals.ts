import type { Expr } from '../syntax/ast.js';

/** The keys and values of a keyword list or a map with atom keys, in order; other entries are left out. */
export function keywordsOf(
  expr: Expr | undefined,
): { key: string; value: Expr; start: number; end: number }[] {
  if (expr?.kind === 'map') {
    return expr.pairs.flatMap(({ key, value }) =>
      key.kind === 'atom' ? [{ key: key.value, value, start: key.start, end: value.end }] : [],
    );
  }
  if (expr?.kind !== 'list') return [];
  return expr.items.flatMap((item) => {
    const [key, value] = item.kind === 'tuple' && item.items.length === 2 ? item.items : [];
    return key?.kind === 'atom' && value ? [{ key: key.value, value, start: item.start, end: item.end }] : [];
  });
}

/** The value of one key of a keyword list or of a map with atom keys. */
export function keywordValue(expr: Expr | undefined, key: string): Expr | undefined {
  return keywordsOf(expr).find((entry) => entry.key === key)?.value;
}

/** True for the atom `:name` (or `name` for `true`, `false` and `nil`). */
export function isAtom(expr: Expr | undefined, ...names: string[]): boolean {
  return expr?.kind === 'atom' && names.includes(expr.value);
}

/** The value of an atom. */
export function atomOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'atom' ? expr.value : undefined;
}
