import type { FileFacts } from '../elixir/model.js';
import type { Problem } from './finding.js';

/** More places than these say nothing new about a broken file. */
const MOST_EVIDENCE = 10;

/** The one problem of a file that could not be read in full, at its first fault; the others are evidence. */
export function syntaxProblem({ file, lines, faults }: FileFacts): Problem | undefined {
  const [first, ...others] = faults.toSorted((a, b) => a.start - b.start);
  if (first === undefined) return undefined;
  const more = others.length > 0 ? ` (${others.length} more in this file)` : '';
  return {
    place: { file, ...lines.range(first.start, first.end) },
    message: `syntax error: ${first.message}, what stands here is not linted${more}`,
    evidence: others.slice(0, MOST_EVIDENCE).map((fault) => {
      return { file, ...lines.range(fault.start, fault.end), message: fault.message };
    }),
  };
}
