import type { Level } from '../lint/finding.js';
import { isAtLeast } from '../lint/level.js';
import type { Comparison } from './compare.js';
import type { Baseline, Entry } from './document.js';
import { countOf } from './hold-back.js';

/** What is to become of one baseline. */
export interface Recording {
  /** Absolute. */
  path: string;
  baseline: Baseline;
  /** True where there is no such baseline yet. */
  isNew: boolean;
  /** How many findings it did not know of. */
  added: number;
  /** How many findings it need not know of any more. */
  dropped: number;
}

/**
 * Takes what was found into a baseline. What it says of files that were not linted stays.
 *
 * @param level the mildest to take; by default what it was made with, or else `warning`
 */
export function record({ path, baseline, found, known, others }: Comparison, level?: Level): Recording {
  const mildest = level ?? baseline?.level ?? 'warning';
  const taken = found.filter(({ finding }) => isAtLeast(finding.level, mildest));
  const present = taken.map(({ file, rule, fingerprint }): Entry => ({ file, rule, fingerprint, count: 1 }));
  const stayed = taken.filter(({ finding }) => known.has(finding)).length;
  return {
    path,
    baseline: { level: mildest, entries: [...others, ...present] },
    isNew: baseline === undefined,
    added: taken.length - stayed,
    dropped: countOf(baseline?.entries ?? []) - countOf(others) - stayed,
  };
}
