import type { Edit, Fix } from '../lint/finding.js';

/**
 * Chooses fixes that can be applied together, in the order given: no two of them touch the same text, unless both
 * ask for the very same edit. The others wait for the next round.
 */
export function compatible<F extends { fix: Fix }>(found: readonly F[]): F[] {
  const taken: Edit[] = [];
  return found.filter(({ fix }) => {
    const fresh = fix.edits.filter((edit) => !taken.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => taken.some((other) => meets(edit, other)))) return false;
    taken.push(...fresh);
    return true;
  });
}

/**
 * Applies edits to one text.
 *
 * @param edits of this file alone, in any order; the same edit may be there twice, others must not meet
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const distinct = edits.filter((edit, at) => edits.findIndex((other) => isSame(edit, other)) === at);
  const ordered = distinct.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let from = 0;
  for (const edit of ordered) {
    result += text.slice(from, edit.start) + edit.text.replace(/\r?\n/g, eol);
    from = edit.end;
  }
  return result + text.slice(from);
}

function isSame(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
}

/** True for edits whose order would matter; two insertions at one place among them. */
function meets(a: Edit, b: Edit): boolean {
  if (a.file !== b.file) return false;
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}
