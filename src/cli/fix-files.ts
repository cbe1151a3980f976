import { readFile } from 'node:fs/promises';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { writeWhole } from '../files/write-whole.js';
import type { FixedFile, Fixing } from '../lint/fixing.js';
import { causeOf, RunError } from '../lint/run-error.js';
import { tell } from './output.js';
import { refuseWayOut } from './way-out.js';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Writes fixed files, each through a temporary file beside it that takes its place, and tells what was done.
 *
 * @throws RunError where a file cannot be written, or was changed while it was linted
 */
export async function writeFixes(fixing: Fixing): Promise<void> {
  for (const fixed of fixing.files) await writeFixed(fixed, 'fix');
  tellAboutFixes(fixing);
  if (fixing.applied > 0)
    tell(`fixed ${count(fixing.applied, 'problem')} in ${count(fixing.files.length, 'file')}`);
}

/** The fixes as one unified diff that `git apply` and `patch -p1` take. */
export function diffOf({ files }: Fixing): string {
  const patches = files.map(({ file, before, after }) =>
    createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
      headerOptions: FILE_HEADERS_ONLY,
    }),
  );
  return patches.join('');
}

/** Tells of fixes that were left out. */
export function tellAboutFixes({ refused, converged }: Fixing): void {
  for (const { file, line, rule } of refused)
    tell(`${file}:${line}: the fix of \`${rule}\` was left out, since the file could not be read after it`);
  if (!converged) tell('some fixes were left out, since they bring each other back');
}

/**
 * Writes one file, through a temporary file beside it that takes its place.
 *
 * @param purpose what it is written for, as in `cannot <purpose> lib/a.ex`
 * @throws RunError where it cannot be written, or was changed while it was linted
 */
export async function writeFixed({ file, path, before, after }: FixedFile, purpose: string): Promise<void> {
  refuseWayOut(path, `cannot ${purpose} ${file}`);
  const found = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RunError(`cannot ${purpose} ${file}: ${causeOf(error)}`);
  });
  const mark = found.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  if (found !== mark + before)
    throw new RunError(`cannot ${purpose} ${file}: it was changed while it was linted`);
  await writeWhole(path, mark + after).catch((error: unknown) => {
    throw new RunError(`cannot ${purpose} ${file}: ${causeOf(error)}`);
  });
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
