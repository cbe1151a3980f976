import { pack } from '../packing/pack.js';
import { unpack } from '../packing/unpack.js';
import { LineIndex } from '../syntax/lines.js';
import type { FileFacts } from './model.js';

/** What of a file's facts its text does not say more cheaply. */
type Packed = Pick<FileFacts, 'comments' | 'faults' | 'modules'>;

/** Facts as bytes, for another process or another day. */
export function packFacts({ comments, faults, modules }: FileFacts): Uint8Array {
  const packed: Packed = { comments, faults, modules };
  return pack(packed);
}

/**
 * The facts of a file from what `packFacts` made of them.
 *
 * @throws Error where the bytes are something else
 */
export function unpackFacts(file: string, text: string, bytes: Uint8Array): FileFacts {
  const found: unknown = unpack(bytes);
  if (!isPacked(found)) throw new Error('no packed facts');
  const { comments, faults, modules } = found;
  return { file, text, lines: new LineIndex(text), comments, faults, modules };
}

function isPacked(found: unknown): found is Packed {
  return (
    typeof found === 'object' &&
    found !== null &&
    'comments' in found &&
    'faults' in found &&
    'modules' in found
  );
}
