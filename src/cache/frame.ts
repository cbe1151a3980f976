import { createHash } from 'node:crypto';

const NAME = 'otp-lint cache';

/** What a framed file holds, or what is wrong with it. */
export type Unframed =
  | { content: Uint8Array; problem?: undefined }
  | { problem: 'damaged' | 'of another version'; content?: undefined };

/** Content with a line before it that says who wrote it and what it adds up to. */
export function frame(content: Uint8Array, edition: string): Buffer {
  return Buffer.concat([Buffer.from(headOf(content, edition)), content]);
}

/** The content of a framed file, where it is whole and of the same edition. */
export function unframe(bytes: Uint8Array, edition: string): Unframed {
  const end = bytes.indexOf(10);
  const head = Buffer.from(bytes.subarray(0, end + 1)).toString('latin1');
  const [name, other] = head.split('\t');
  if (name !== NAME || other === undefined) return { problem: 'damaged' };
  if (other !== edition) return { problem: 'of another version' };
  const content = bytes.subarray(end + 1);
  return head === headOf(content, edition) ? { content } : { problem: 'damaged' };
}

function headOf(content: Uint8Array, edition: string): string {
  return `${NAME}\t${edition}\t${createHash('sha1').update(content).digest('hex')}\n`;
}
