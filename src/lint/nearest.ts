import { distance } from 'fastest-levenshtein';

const MOST_SUGGESTIONS = 3;

/**
 * The candidates that a person who typed `word` may have meant, best first and at most three: those that
 * begin with it or differ from it by a few letters. Empty where nothing is close.
 */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const typed = word.toLowerCase();
  if (typed === '') return [];
  const allowed = Math.max(2, Math.floor(typed.length / 3));
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, cost: costOf(typed, candidate.toLowerCase()) }))
    .filter(({ cost }) => cost <= allowed)
    .sort((a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** The edit distance; a word that was only typed in part (`stateless`) counts as one slip. */
function costOf(typed: string, candidate: string): number {
  const slips = distance(typed, candidate);
  return typed.length >= 4 && candidate.includes(typed) ? Math.min(slips, 1) : slips;
}
