import { createHash } from 'node:crypto';
import { readFileSync, type Stats, statSync } from 'node:fs';
import type { KnownFiles } from './known-files.js';
import { reportedName } from './names.js';

/** A file over this size was not written by hand, and takes longer to parse than it is worth. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A source text under the name by which it is reported. */
export interface SourceFile {
  file: string;
  text: string;
}

/** A source text, without its byte order mark, or why there is none. */
export type Reading = Readable | Unreadable;

interface Readable {
  text: string;
  /** What its bytes add up to, where that is to be known. */
  digest?: string | undefined;
  reason?: undefined;
}

interface Unreadable {
  reason: string;
  text?: undefined;
}

/** A source that need not be read: what its bytes add up to is known. */
export interface Unread {
  digest: string;
  text?: undefined;
  reason?: undefined;
}

/**
 * Reads a file as UTF-8.
 *
 * @param path absolute
 * @param known what was found out before and need not be found out again
 */
export function readSource(path: string, known?: KnownFiles): Reading {
  return look(path, (stats, readAt) => {
    const { text, digest } = known?.get(path, stats) ?? {};
    return text === undefined ? readNow(path, stats, readAt, known) : { text, digest };
  });
}

/** The same, but that a file is not read where it is known what its bytes add up to. */
export function digestSource(path: string, known: KnownFiles): Reading | Unread {
  return look(path, (stats, readAt): Reading | Unread => {
    const { text, digest } = known.get(path, stats) ?? {};
    if (text !== undefined) return { text, digest };
    return digest === undefined ? readNow(path, stats, readAt, known) : { digest };
  });
}

function look<Answer>(path: string, use: (stats: Stats, readAt: number) => Answer): Answer | Unreadable {
  try {
    const readAt = Date.now();
    // Thousands of small files are read in half the time without a promise for each step.
    const stats = statSync(path);
    if (!stats.isFile()) return { reason: 'not a regular file' };
    if (stats.size > MAX_FILE_BYTES) return { reason: tooLarge(stats.size) };
    return use(stats, readAt);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function readNow(path: string, stats: Stats, readAt: number, known: KnownFiles | undefined): Reading {
  const bytes = readFileSync(path);
  const reading = decodeSource(bytes);
  if (reading.text === undefined || !known) return reading;
  const { text } = reading;
  const digest = known.digested ? digestOf(bytes) : undefined;
  known.set(path, { text, digest }, stats, readAt);
  return { text, digest };
}

/** What bytes, or those of a text in UTF-8, add up to: nothing else adds up to the same. */
export function digestOf(content: Uint8Array | string): string {
  return createHash('sha1').update(content).digest('base64url');
}

/** Reads several files, in the order given; leaves out those that cannot be read. @param paths absolute */
export function readAll(paths: readonly string[], cwd: string): SourceFile[] {
  const sources: SourceFile[] = [];
  for (const path of paths) {
    const { text } = readSource(path);
    if (text !== undefined) sources.push({ file: reportedName(cwd, path), text });
  }
  return sources;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads bytes as UTF-8. */
export function decodeSource(bytes: Uint8Array): Reading {
  if (bytes.includes(0)) return { reason: 'binary: it holds NUL bytes' };
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { reason: 'not valid UTF-8' };
  }
}

/** Why a file of more than `MAX_FILE_BYTES` is not read. */
export function tooLarge(bytes: number): string {
  const mebibytes = (size: number) => Math.round((size / 1024 / 1024) * 100) / 100;
  return `larger than ${mebibytes(MAX_FILE_BYTES)} MiB (${mebibytes(bytes)} MiB)`;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'gone: it vanished while it was to be read';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable: permission denied';
  return `unreadable: ${error instanceof Error ? error.message : String(error)}`;
}
