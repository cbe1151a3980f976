import type { Finding, Range } from '../lint/finding.js';

/**
 * Findings of an earlier text as they stand in a later one: what lies before or behind the lines that differ moves
 * along with them, what lies within is left out. Their fixes are of the earlier text and are left out too.
 *
 * @param before the text in which they were found
 * @param now the text as it is
 */
export function carriedOver(findings: readonly Finding[], before: string, now: string): Finding[] {
  if (before === now) return [...findings];
  const [old, next] = [before.split('\n'), now.split('\n')];
  const shortest = Math.min(old.length, next.length);
  let same = 0;
  while (same < shortest && old[same] === next[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < shortest - same && old.at(-1 - sameAtEnd) === next.at(-1 - sameAtEnd)) sameAtEnd += 1;
  const moved = next.length - old.length;
  return findings.flatMap((finding) => {
    const { fix: _, ...rest } = finding;
    if (finding.endLine <= same) return [rest];
    return finding.line > old.length - sameAtEnd ? [{ ...rest, ...shifted(finding, moved) }] : [];
  });
}

function shifted({ line, endLine }: Range, by: number): Pick<Range, 'line' | 'endLine'> {
  return { line: line + by, endLine: endLine + by };
}
