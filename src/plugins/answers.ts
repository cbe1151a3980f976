import { LEVELS, type Pointer, type Problem } from '../lint/finding.js';
import type { Problems } from '../lint/rule.js';
import { isRecord, isText, isTexts, quoted } from './values.js';

const RANGE = ['line', 'column', 'endLine', 'endColumn'] as const;

/**
 * What a rule of a plugin has answered, where it is what a rule may answer.
 *
 * @throws Error whose message says in one line what is not as it should be
 */
export function checkedProblems(answer: unknown): Problems {
  if (answer === undefined || answer === null || answer === false) return undefined;
  const given: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  const problems = given.filter((each) => each !== undefined && each !== null && each !== false);
  if (problems.every(isProblem)) return problems;
  const wrong = problems.find((each) => !isProblem(each));
  throw new Error(whatIsWrong(wrong));
}

/** True for a pointer into the doctrine. */
export function isPointer(value: unknown): value is Pointer {
  if (!isRecord(value)) return false;
  const { ironLaw = [], decisionTree = [], section = '' } = value;
  const isQuestion = (each: unknown) => each === 1 || each === 2 || each === 3;
  return (
    Array.isArray(ironLaw) &&
    ironLaw.every(isQuestion) &&
    isTexts(decisionTree) &&
    typeof section === 'string'
  );
}

function whatIsWrong(value: unknown): string {
  if (!isRecord(value)) return `it answered with ${quoted(value)}: expected { place, message }`;
  if (typeof value.then === 'function') return 'it answered with a promise: a rule has to answer at once';
  if (!isPlace(value.place))
    return 'it answered with a problem without a `place`: `project.place(…)` makes one';
  if (!isLine(value.message)) return 'it answered with a problem without a `message` of one line';
  return 'it answered with a problem whose `evidence`, `level`, `pointsTo` or `fix` is not as it should be';
}

function isProblem(value: unknown): value is Problem {
  if (!isRecord(value) || !isPlace(value.place) || !isLine(value.message)) return false;
  const { evidence = [], level, pointsTo, fix } = value;
  return (
    Array.isArray(evidence) &&
    evidence.every((step: unknown) => isPlace(step) && 'message' in step && isLine(step.message)) &&
    (level === undefined || LEVELS.some((known) => known === level)) &&
    (pointsTo === undefined || isPointer(pointsTo)) &&
    (fix === undefined || isFix(fix))
  );
}

function isLine(value: unknown): boolean {
  return isText(value) && !/[\r\n]/.test(value);
}

function isPlace(value: unknown): value is Problem['place'] {
  return isRecord(value) && isText(value.file) && RANGE.every((key) => isFrom(1, value[key]));
}

function isFix(value: unknown): boolean {
  if (!isRecord(value) || !isText(value.title) || !Array.isArray(value.edits)) return false;
  return (value.safety === 'safe' || value.safety === 'unsafe') && value.edits.every(isEdit);
}

function isEdit(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.file) &&
    typeof value.text === 'string' &&
    isFrom(0, value.start) &&
    isFrom(0, value.end) &&
    Number(value.start) <= Number(value.end)
  );
}

function isFrom(least: number, value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}
