import { existsSync } from 'node:fs';
import type { CacheFolder } from '../cache/folder.js';
import type { Digested, KnownFiles } from '../discover/known-files.js';

const NAME = 'digests';

type Row = [path: string, digest: string, mtimeMs: number, ctimeMs: number, size: number, ino: number];

/** Takes from a cache what the bytes of files add up to, once for each program. */
export function recallFiles(folder: CacheFolder, known: KnownFiles): void {
  if (known.isRecalled) return;
  const content = folder.read(NAME);
  const rows = content && rowsIn(content);
  if (content && !rows) folder.damaged();
  known.add((rows ?? []).map(digestedIn));
}

/** Keeps it for the next program, where something has changed. */
export async function rememberFiles(folder: CacheFolder, known: KnownFiles): Promise<void> {
  if (!known.takeChange()) return;
  known.forget((path) => !existsSync(path));
  await folder.write(NAME, Buffer.from(JSON.stringify(known.digests.map(rowOf))));
}

function rowOf({ path, digest, stamp: { mtimeMs, ctimeMs, size, ino } }: Digested): Row {
  return [path, digest, mtimeMs, ctimeMs, size, ino];
}

function digestedIn([path, digest, mtimeMs, ctimeMs, size, ino]: Row): Digested {
  return { path, digest, stamp: { mtimeMs, ctimeMs, size, ino } };
}

function rowsIn(content: Uint8Array): Row[] | undefined {
  try {
    const found: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    return Array.isArray(found) && found.every(isRow) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isRow(found: unknown): found is Row {
  if (!Array.isArray(found) || found.length !== 6) return false;
  const [path, digest, ...stamp] = found;
  return typeof path === 'string' && typeof digest === 'string' && stamp.every(Number.isFinite);
}
