import { readFileSync, statSync } from 'node:fs';
import type { KeptTexts } from './kept-texts.js';
import { reportedName } from './names.js';

/** A file over this size was not written by hand, and takes longer to parse than it is worth. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A source text under the name by which it is reported. */
export interface SourceFile {
  file: string;
  text: string;
}

/** A source text, without its byte order mark, or why there is none. */
export type Reading = { text: string; reason?: undefined } | { reason: string; text?: undefined };

/**
 * Reads a file as UTF-8.
 *
 * @param path absolute
 * @param kept what was read before and need not be read again
 */
export function readSource(path: string, kept?: KeptTexts): Reading {
  try {
    const readAt = Date.now();
    // Thousands of small files are read in half the time without a promise for each step.
    const stats = statSync(path, { bigint: true });
    if (!stats.isFile()) return { reason: 'not a regular file' };
    if (stats.size > MAX_FILE_BYTES) return { reason: tooLarge(Number(stats.size)) };
    const known = kept?.get(path, stats);
    if (known !== undefined) return { text: known };
    const reading = decodeSource(readFileSync(path));
    if (reading.text !== undefined) kept?.set(path, reading.text, stats, readAt);
    return reading;
  } catch (error) {
    return { reason: reasonOf(error) };
  }
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

/** Reads bytes as UTF-8. */
export function decodeSource(bytes: Uint8Array): Reading {
  if (bytes.includes(0)) return { reason: 'binary: it holds NUL bytes' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
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
