/** Bytes that are written one after the other. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(1 << 16);
  #at = 0;

  /** Begins anew. */
  clear(): void {
    this.#at = 0;
  }

  /** A whole number from 0 to 2 ** 31 - 1, seven bits a byte, the lowest first; all but the last have the highest bit. */
  natural(number: number): void {
    this.#reserve(5);
    let rest = number;
    while (rest > 127) {
      this.#bytes[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** A number below 2 ** 28 with two bits before it. */
  tagged(tag: number, number: number): void {
    this.natural((number << 2) | tag);
  }

  /** Any number, as eight bytes. */
  float(number: number): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleLE(number, this.#at);
  }

  /** A text with what it takes to read it. */
  text(text: string): void {
    const isNarrow = !/[^\0-\xff]/.test(text);
    const size = isNarrow ? text.length : text.length * 2;
    this.natural(isNarrow ? 1 : 2);
    this.natural(text.length);
    this.#reserve(size);
    this.#at += this.#bytes.write(text, this.#at, size, isNarrow ? 'latin1' : 'utf16le');
  }

  /** A copy of what was written, and of what was written into another. */
  followedBy(other: ByteWriter): Uint8Array {
    const bytes = new Uint8Array(this.#at + other.#at);
    bytes.set(this.#bytes.subarray(0, this.#at));
    bytes.set(other.#bytes.subarray(0, other.#at), this.#at);
    return bytes;
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + size));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
