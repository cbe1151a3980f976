/** Bytes that are read one after the other. Every method throws an Error where they are not what it is to read. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;
  #unclaimed: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#unclaimed = bytes.length;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** A whole number as `ByteWriter` writes it. */
  natural(): number {
    let number = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('less bytes than data');
      number |= (byte & 127) << shift;
      if (byte < 128) return number >>> 0;
    }
    throw new Error('a number without an end');
  }

  /** How many there are of something that takes so many bytes each at least. */
  count(each = 1): number {
    const count = this.natural();
    this.claim(count * each);
    return count;
  }

  /** Notes that so many bytes are yet to come. Each is counted once: what is made of few bytes is never large. */
  claim(size: number): void {
    this.#unclaimed -= size;
    if (this.#unclaimed < 0) throw new Error('less bytes than data');
  }

  float(): number {
    const number = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return number;
  }

  /** A text, as something that gives pieces of it; `end` is exclusive. */
  text(): { whole: string; piece(start: number, end: number): string } {
    const width = this.natural();
    const encoding = width === 1 ? 'latin1' : 'utf16le';
    const size = this.count(width) * width;
    const from = this.#at;
    this.#at += size;
    return {
      whole: this.#bytes.toString(encoding, from, this.#at),
      piece: (start, end) => this.#bytes.toString(encoding, from + start * width, from + end * width),
    };
  }
}
