import { decodeSource, MAX_FILE_BYTES, type Reading, tooLarge } from '../discover/read.js';
import { askGit } from './run-git.js';

const LINE_END = 0x0a;

/**
 * Reads the contents of files as git keeps them; what is too large is not read.
 *
 * @param objects the names of blobs, in full
 * @param purpose what they are needed for, to begin the error with
 * @throws RunError where git cannot give them
 */
export async function readBlobs(
  root: string,
  objects: ReadonlySet<string>,
  purpose: string,
): Promise<ReadonlyMap<string, Reading>> {
  const readings = new Map<string, Reading>();
  const wanted: string[] = [];
  const sizes = await catFile(root, '--batch-check', [...objects], purpose);
  for (const line of sizes.toString('utf8').split('\n')) {
    const { object, size } = headerOf(line);
    if (size > MAX_FILE_BYTES) readings.set(object, { reason: tooLarge(size) });
    else if (size >= 0) wanted.push(object);
  }
  const contents = await catFile(root, '--batch', wanted, purpose);
  for (let at = 0; at < contents.length; ) {
    const start = contents.indexOf(LINE_END, at) + 1;
    if (start === 0) break;
    const { object, size } = headerOf(contents.toString('utf8', at, start - 1));
    if (size < 0) break;
    readings.set(object, decodeSource(contents.subarray(start, start + size)));
    at = start + size + 1;
  }
  return readings;
}

async function catFile(root: string, how: string, objects: string[], purpose: string): Promise<Buffer> {
  if (objects.length === 0) return Buffer.alloc(0);
  return askGit(root, ['cat-file', how], purpose, objects.map((object) => `${object}\n`).join(''));
}

/** `<object> blob <size in bytes>`; the size is -1 where git has no such blob. */
function headerOf(line: string): { object: string; size: number } {
  const [object = '', kind, size] = line.split(' ');
  return { object, size: kind === 'blob' ? Number(size) : -1 };
}
