import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import type { SkippedFile } from '../lint/finding.js';
import type { KnownFiles } from './known-files.js';
import { reportedName } from './names.js';

/** A file over this size was not written by hand, and takes longer to parse than it is worth. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A pipe that nobody writes to is not waited for (`O_NONBLOCK` is not known on Windows, nor are such pipes). */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

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
    const fault = faultOf(stats, MAX_FILE_BYTES);
    return fault === undefined ? use(stats, readAt) : { reason: fault };
  } catch (error) {
    return { reason: unreadable(error, path) };
  }
}

function readNow(path: string, stats: Stats, readAt: number, known: KnownFiles | undefined): Reading {
  const bytes = readRegular(path, MAX_FILE_BYTES);
  if (typeof bytes === 'string') return { reason: bytes };
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

/** Reads several files, in the order given, and tells which cannot be read. @param paths absolute */
export function readAll(
  paths: readonly string[],
  cwd: string,
): { sources: SourceFile[]; skipped: SkippedFile[] } {
  const sources: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    const file = reportedName(cwd, path);
    const { text, reason } = readSource(path);
    if (text === undefined) skipped.push({ file, reason });
    else sources.push({ file, text });
  }
  return { sources, skipped };
}

/**
 * Reads a file with settings as UTF-8, without its byte order mark: what a linted project says about itself may be
 * anything, such as a pipe or a device.
 *
 * @param path absolute
 * @param most its greatest size in bytes
 */
export function readSettings(path: string, most = MAX_FILE_BYTES): SettingsReading {
  const bytes = readBytes(path, most);
  if (!bytes.content) return bytes;
  return { text: new TextDecoder().decode(bytes.content) };
}

/** The same of a file that need not be there. */
export type SettingsReading = Reading & { isGone?: boolean };

/** What a file holds, or why that is not known. */
export type Bytes =
  | { content: Uint8Array; reason?: undefined }
  | { reason: string; isGone: boolean; content?: undefined };

/** Reads a regular file of no more than a number of bytes. @param path absolute */
export function readBytes(path: string, most: number): Bytes {
  try {
    const fault = faultOf(statSync(path), most);
    const content = fault ?? readRegular(path, most);
    return typeof content === 'string' ? { reason: content, isGone: false } : { content };
  } catch (error) {
    const code = codeOf(error);
    const isGone = code === 'ENOENT' || code === 'ENOTDIR';
    return { reason: isGone ? 'there is no such file' : unreadable(error, path), isGone };
  }
}

/** True for a symbolic link. @param path absolute */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
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

/** Why a file of more bytes than are accepted is not read. */
export function tooLarge(bytes: number, most = MAX_FILE_BYTES): string {
  const mebibytes = (size: number) => Math.round((size / 1024 / 1024) * 100) / 100;
  return `larger than ${mebibytes(most)} MiB (${mebibytes(bytes)} MiB)`;
}

/** Why a file or folder cannot be read, in a few words, of what the file system threw. */
export function unreadable(error: unknown, path: string): string {
  const code = codeOf(error);
  // What is no UTF-8 in a name comes as this, and leads nowhere.
  if (code === 'ENOENT' && path.includes('\ufffd')) return 'unreadable: its name is not valid UTF-8';
  if (code === 'ENOENT') return 'gone: it vanished while it was to be read';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable: permission denied';
  if (code === 'ENAMETOOLONG') return 'unreadable: its path is too long';
  return `unreadable: ${typeof code === 'string' ? code : String(error)}`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** The bytes of a file that may have become something else, or why it is not read. */
function readRegular(path: string, most: number): Uint8Array | string {
  const descriptor = openSync(path, AT_ONCE);
  try {
    const fault = faultOf(fstatSync(descriptor), most);
    if (fault !== undefined) return fault;
    const bytes = readFileSync(descriptor);
    return bytes.length > most ? tooLarge(bytes.length, most) : bytes;
  } finally {
    closeSync(descriptor);
  }
}

function faultOf(stats: { isFile(): boolean; size: number | bigint }, most: number): string | undefined {
  if (!stats.isFile()) return 'not a regular file';
  return stats.size > most ? tooLarge(Number(stats.size), most) : undefined;
}
