import type { ChalkInstance } from 'chalk';
import { type Answer, type Branch, DECISION_TREE, type Fork, isFork } from './decision-tree.js';

/** What a branch looks like: the join with the trunk, and the arrow. */
const BRANCHES = {
  none: { no: '├── no  ──▶', yes: '└── yes ──▶' },
  no: { no: '┡━━ no  ━━▶', yes: '└── yes ──▶' },
  yes: { no: '┠── no  ──▶', yes: '┗━━ yes ━━▶' },
};
const INDENT = '    ';
const HERE = '◀━━ here';

/**
 * The decision tree as lines. The way that `path` takes (questions and answers in turn) is drawn with heavy
 * lines, and `here` stands where it ends.
 */
export function drawTree(path: readonly string[], paint: ChalkInstance): string[] {
  return drawBranch(DECISION_TREE, path.length > 0 ? path : undefined, paint);
}

/** The lines of a branch; `path` is absent where the way taken does not come here. */
function drawBranch(branch: Branch, path: readonly string[] | undefined, paint: ChalkInstance): string[] {
  const isOnPath = path !== undefined;
  if (!isFork(branch)) return [isOnPath ? `${paint.bold(branch.use)} ${paint.green(HERE)}` : branch.use];
  const taken = takenAnswer(branch, path);
  const endsHere = isOnPath && taken === undefined;
  const question = isOnPath ? paint.bold(branch.question) : branch.question;
  return [
    endsHere ? `${question} ${paint.green(HERE)}` : question,
    ...drawAnswer(branch, 'no', taken, path, paint),
    ...drawAnswer(branch, 'yes', taken, path, paint),
  ];
}

function drawAnswer(
  fork: Fork,
  answer: Answer,
  taken: Answer | undefined,
  path: readonly string[] | undefined,
  paint: ChalkInstance,
): string[] {
  const isTaken = answer === taken;
  const [first = '', ...rest] = drawBranch(fork[answer], isTaken ? path?.slice(2) : undefined, paint);
  const arrow = BRANCHES[taken ?? 'none'][answer];
  return [`${isTaken ? paint.green(arrow) : arrow} ${first}`, ...rest.map((line) => INDENT + line)];
}

/** The answer that the path gives to this question. */
function takenAnswer(fork: Fork, path: readonly string[] | undefined): Answer | undefined {
  if (path?.[0] !== fork.question) return undefined;
  return path[1] === 'yes' || path[1] === 'no' ? path[1] : undefined;
}
