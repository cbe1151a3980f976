import { applyEdits } from '../fix/apply.js';
import type { SyntaxFile } from '../syntax/ast.js';
import { parseElixir } from '../syntax/parser.js';
import type { Edit } from './finding.js';

/** A line on which some rules are to be suppressed. */
export interface Spot {
  file: string;
  /** From 1 on. */
  line: number;
  rules: ReadonlySet<string>;
}

/** A spot and where its comment goes: on a line of its own before it, or to the end of the line itself. */
export interface PlacedSpot extends Spot {
  form: 'above' | 'behind';
}

/**
 * Finds out where the comments for some lines of one text can stand without changing the code. A line within a
 * string has no such place.
 *
 * @returns the spots for which there is a place, in order of their lines
 */
export function placeComments(text: string, spots: readonly Spot[], reason: string): PlacedSpot[] {
  const before = parseElixir(text);
  const fits = (placed: readonly PlacedSpot[]) =>
    isSameCode(before, parseElixir(withComments(text, placed, reason)), placed.length);
  const inOrder = spots.toSorted((a, b) => a.line - b.line);
  const lines = text.split('\n');
  const above = inOrder.map((spot): PlacedSpot => ({ ...spot, form: 'above' }));
  if (above.every(({ line }) => !isContinued(lines, line)) && fits(above)) return above;
  return inOrder.flatMap((spot): PlacedSpot[] => {
    const forms: PlacedSpot['form'][] = isContinued(lines, spot.line) ? ['behind'] : ['above', 'behind'];
    const form = forms.find((candidate) => fits([{ ...spot, form: candidate }]));
    return form === undefined ? [] : [{ ...spot, form }];
  });
}

/** The edit that puts the comment for a line into a text; undefined where it has no place. */
export function suppressingEdit(text: string, spot: Spot, reason: string): Edit | undefined {
  const [placed] = placeComments(text, [spot], reason);
  return placed && editFor(text, placed, reason);
}

/** A text with the comments for some of its lines. */
export function withComments(text: string, placed: readonly PlacedSpot[], reason: string): string {
  return applyEdits(
    text,
    placed.map((spot) => editFor(text, spot, reason)),
  );
}

function editFor(text: string, { file, line, rules, form }: PlacedSpot, reason: string): Edit {
  const start = startOf(text, line);
  const code = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  const what = `${[...rules].sort().join(', ')} -- ${reason}`;
  if (form === 'above') {
    const indent = /^[ \t]*/.exec(code)?.[0] ?? '';
    return { file, start, end: start, text: `${indent}# otp-lint:disable-next-line ${what}\n` };
  }
  const end = start + code.length;
  return { file, start: end, end, text: ` # otp-lint:disable-line ${what}` };
}

function startOf(text: string, line: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  return start;
}

/** True where the line before ends in a backslash: a comment between would end the expression. */
function isContinued(lines: readonly string[], line: number): boolean {
  return lines[line - 2]?.trimEnd().endsWith('\\') ?? false;
}

/** True where the code means the same, and some more comments are the only difference. */
function isSameCode(before: SyntaxFile, after: SyntaxFile, comments: number): boolean {
  if (after.faults.length > before.faults.length) return false;
  return after.comments.length === before.comments.length + comments && shapeOf(before) === shapeOf(after);
}

const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'nameStart']);

/** The code without its places. It is no deeper than `MAX_DEPTH` of the builder. */
function shapeOf({ root }: SyntaxFile): string {
  return JSON.stringify(root, (key, value: unknown) => (PLACES.has(key) ? undefined : value));
}
