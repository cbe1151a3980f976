import type { Pointer } from '../lint/finding.js';
import { followPath, isFork } from './decision-tree.js';
import { sectionOf } from './index.js';
import { questionOf } from './iron-law.js';
import type { SectionId } from './section.js';

/** The most lines that a pointer takes beside a finding. */
const MOST_LINES = 2;

/** A line about a pointer, and the topic that says more. */
export interface PointerLine {
  text: string;
  section: SectionId;
  /** What prints that topic, for lines that do not say which it is. */
  command?: string;
}

/** A pointer into the doctrine in one or two lines, for beside a finding; none where it points nowhere. */
export function describePointer(pointer: Pointer): string[] {
  return pointerLines(pointer).map(({ text, command }) =>
    command === undefined ? text : `${text} (${command})`,
  );
}

/** The same lines with where they lead. */
export function pointerLines(pointer: Pointer): PointerLine[] {
  const lines = [ironLawLine(pointer), treeLine(pointer), sectionLine(pointer)];
  return lines.filter((line) => line !== undefined).slice(0, MOST_LINES);
}

function ironLawLine({ ironLaw = [] }: Pointer): PointerLine | undefined {
  const questions = ironLaw.flatMap((number) => questionOf(number) ?? []);
  if (questions.length === 0) return undefined;
  const words = questions.map(({ number, question }) => `${number}: ${question}`).join(' ');
  return { text: `Iron Law ${words}`, section: 'iron-law' };
}

/** The way through the tree; of a long one, the first and the last step. */
function treeLine({ decisionTree = [] }: Pointer): PointerLine | undefined {
  if (decisionTree.length === 0) return undefined;
  const steps = Array.from({ length: Math.ceil(decisionTree.length / 2) }, (_, step) =>
    decisionTree.slice(step * 2, step * 2 + 2).join(' '),
  );
  const end = followPath(decisionTree);
  const shown = steps.length > 2 ? [...steps.slice(0, 1), '…', ...steps.slice(-1)] : steps;
  if (end && !isFork(end)) shown.push(end.use);
  return { text: `Decision tree: ${shown.join(' → ')}`, section: 'decision-tree' };
}

function sectionLine({ section }: Pointer): PointerLine | undefined {
  const found = section === undefined ? undefined : sectionOf(section);
  if (!found) return undefined;
  const { id, title, summary } = found;
  return { text: `${title}: ${summary}`, section: id, command: `otp-lint explain ${id}` };
}
