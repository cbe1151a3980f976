import { writeFile } from 'node:fs/promises';

/**
 * Writes a file through a temporary one beside it that takes its place: whoever reads it, and whatever ends this
 * program, there is the old content or all of the new.
 *
 * @param isDurable false where losing it with the power would not matter
 * @throws the file system's error; the file is then as it was
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  isDurable = true,
): Promise<void> {
  // Most runs write nothing.
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(path, '', {
    fsync: isDurable,
    // The library writes once and asks not how much of it went: less than all where the disk is nearly full.
    tmpfileCreated: (temporary) => writeFile(temporary, content),
  });
}
