import { wordAt } from '../syntax/words.js';
import { ByteReader } from './byte-reader.js';
import { NO_KEYS, type Shape } from './shapes.js';
import { ARRAY, FALSE, FLOAT, INTEGER, KNOWN, MAP, NULL, SHAPES, STRING, TRUE, UNDEFINED } from './tags.js';

/**
 * The data that `pack` made bytes of. Short strings are the same ones in all that is unpacked.
 *
 * @throws Error where the bytes are something else
 */
export function unpack(bytes: Uint8Array): unknown {
  return new Unpacking(bytes).unpack();
}

/** Strings that are longer are seldom there twice. */
const LONG = 64;

class Unpacking {
  readonly #bytes: ByteReader;
  readonly #strings: readonly string[];
  readonly #shapes: readonly Shape[];
  readonly #objects: object[] = [];
  /** By the number of the object; nothing for arrays and maps. */
  readonly #shapeOf: (Shape | undefined)[] = [];
  readonly #next = (): unknown => this.#value();

  constructor(bytes: Uint8Array) {
    this.#bytes = new ByteReader(bytes);
    this.#strings = stringsIn(this.#bytes);
    this.#shapes = shapesIn(this.#bytes, this.#strings);
  }

  /** One object after the other is filled, however deep they lie in each other. */
  unpack(): unknown {
    const root = this.#value();
    for (const [at, object] of this.#objects.entries()) this.#fill(object, this.#shapeOf[at]);
    if (!this.#bytes.isAtEnd) throw new Error('more bytes than data');
    return root;
  }

  #fill(object: object, shape: Shape | undefined): void {
    if (shape) shape.made.fill(object, this.#next);
    else if (Array.isArray(object)) for (let at = 0; at < object.length; at += 1) object[at] = this.#value();
    else if (object instanceof Map)
      for (let left = this.#bytes.count(2); left > 0; left -= 1) object.set(this.#value(), this.#value());
  }

  #value(): unknown {
    const tagged = this.#bytes.natural();
    const rest = tagged >>> 2;
    switch (tagged & 3) {
      case INTEGER:
        return rest;
      case STRING:
        return there(this.#strings[rest]);
      case KNOWN:
        return there(this.#objects[this.#objects.length - rest]);
      default:
        return this.#other(rest);
    }
  }

  #other(what: number): unknown {
    switch (what) {
      case UNDEFINED:
        return undefined;
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case FLOAT:
        return this.#bytes.float();
      case ARRAY:
        return this.#made(new Array(this.#bytes.count()));
      case MAP:
        return this.#made(new Map());
      default: {
        const shape = there(this.#shapes[what - SHAPES]);
        this.#bytes.claim(shape.keys.length);
        return this.#made(shape.made.make(), shape);
      }
    }
  }

  #made(object: object, shape?: Shape): object {
    this.#objects.push(object);
    this.#shapeOf.push(shape);
    return object;
  }
}

function stringsIn(bytes: ByteReader): string[] {
  const lengths = Array.from({ length: bytes.count() }, () => bytes.natural());
  const { whole, piece } = bytes.text();
  let end = 0;
  return lengths.map((length) => {
    const start = end;
    end += length;
    return length > LONG ? piece(start, end) : wordAt(whole, start, end);
  });
}

function shapesIn(bytes: ByteReader, strings: readonly string[]): Shape[] {
  return Array.from({ length: bytes.count() }, () => {
    let shape = NO_KEYS;
    for (let left = bytes.count(); left > 0; left -= 1) shape = shape.with(there(strings[bytes.natural()]));
    return shape;
  });
}

function there<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new Error('something that is not there');
  return item;
}
