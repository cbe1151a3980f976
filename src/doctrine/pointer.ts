import type { Pointer } from '../lint/finding.js';
import { followPath, isFork } from './decision-tree.js';
import { sectionOf } from './index.js';
import { questionOf } from './iron-law.js';

/** The most lines that a pointer takes beside a finding. */
const MOST_LINES = 2;

/** A pointer into the doctrine in one or two lines, for beside a finding; none where it points nowhere. */
export function describePointer(pointer: Pointer): string[] {
  const lines = [ironLawLine(pointer), treeLine(pointer), sectionLine(pointer)];
  return lines.filter((line) => line !== undefined).slice(0, MOST_LINES);
}

function ironLawLine({ ironLaw = [] }: Pointer): string | undefined {
  const questions = ironLaw.flatMap((number) => questionOf(number) ?? []);
  if (questions.length === 0) return undefined;
  return `Iron Law ${questions.map(({ number, question }) => `${number}: ${question}`).join(' ')}`;
}

/** The way through the tree; of a long one, the first and the last step. */
function treeLine({ decisionTree = [] }: Pointer): string | undefined {
  if (decisionTree.length === 0) return undefined;
  const steps = Array.from({ length: Math.ceil(decisionTree.length / 2) }, (_, step) =>
    decisionTree.slice(step * 2, step * 2 + 2).join(' '),
  );
  const end = followPath(decisionTree);
  const shown = steps.length > 2 ? [...steps.slice(0, 1), '…', ...steps.slice(-1)] : steps;
  if (end && !isFork(end)) shown.push(end.use);
  return `Decision tree: ${shown.join(' → ')}`;
}

function sectionLine({ section }: Pointer): string | undefined {
  const found = section === undefined ? undefined : sectionOf(section);
  return found && `${found.title}: ${found.summary} (otp-lint explain ${found.id})`;
}
