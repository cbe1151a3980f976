import type { FuzzFile } from './project.js';

/** True where what is left still shows the fault. */
type Shows<Item> = (items: readonly Item[]) => Promise<boolean>;

/**
 * Leaves out what a fault does not need: halves first, then ever smaller pieces (delta debugging).
 *
 * @param most how often it may be tried
 * @returns the items that are left, in their order
 */
export async function minimal<Item>(
  items: readonly Item[],
  shows: Shows<Item>,
  most = 2000,
): Promise<readonly Item[]> {
  let left = items;
  let tried = 0;
  for (let piece = Math.ceil(left.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let from = 0; from < left.length && tried < most; ) {
      const less = [...left.slice(0, from), ...left.slice(from + piece)];
      tried += 1;
      if (less.length > 0 && (await shows(less))) left = less;
      else from += piece;
    }
  }
  return left;
}

/** The shortest text found that still shows a fault: fewer lines, then fewer words, then fewer characters. */
async function minimalText(
  text: string,
  shows: (text: string) => Promise<boolean>,
  most?: number,
): Promise<string> {
  const by = async (whole: string, cut: RegExp): Promise<string> => {
    const parts = await minimal(whole.split(cut), (some) => shows(some.join('')), most);
    return parts.join('');
  };
  const lines = await by(text, /(?<=\n)/);
  const words = await by(lines, /\b/);
  return by(words, /(?:)/u);
}

/**
 * The fewest and shortest files that still show a fault.
 *
 * @param most how often each part may be tried
 */
export async function minimalFiles(
  files: readonly FuzzFile[],
  shows: Shows<FuzzFile>,
  most?: number,
): Promise<FuzzFile[]> {
  let left = [...(await minimal(files, shows, most))];
  for (const [at, { bytes }] of left.entries()) {
    const withBytes = (text: string) =>
      left.map((file, index) => (index === at ? { ...file, bytes: Buffer.from(text, 'latin1') } : file));
    // Bytes that are not UTF-8 survive as characters of one byte.
    const text = await minimalText(bytes.toString('latin1'), (less) => shows(withBytes(less)), most);
    left = withBytes(text);
  }
  return left;
}
