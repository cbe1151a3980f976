import { existsSync } from 'node:fs';
import type { CacheFolder } from '../cache/folder.js';
import type { Digested, KnownFiles } from '../discover/known-files.js';

const NAME = 'digests';

type Row = [path: string, digest: string, mtimeMs: number, ctimeMs: number, size: number, ino: number];

/** Takes from a cache what the bytes of files add up to, once for each program. */
export async function recallFiles(folder: CacheFolder, known: KnownFiles): Promise<void> {
  if (known.isRecalled) return;
  known.add(rowsIn(await folder.read(NAME)).map(digestedIn));
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

function rowsIn(content: Uint8Array | undefined): Row[] {
  if (!content) return [];
  const found: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
  return Array.isArray(found) ? found : [];
}
