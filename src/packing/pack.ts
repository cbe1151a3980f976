import { ByteWriter } from './byte-writer.js';
import { NO_KEYS, type Shape } from './shapes.js';
import {
  ARRAY,
  FALSE,
  FLOAT,
  INTEGER,
  INTEGER_END,
  KNOWN,
  MAP,
  NULL,
  OTHER,
  SHAPES,
  STRING,
  TRUE,
  UNDEFINED,
} from './tags.js';

const head = new ByteWriter();
const body = new ByteWriter();

/**
 * Plain data as bytes: objects, arrays, maps, strings, numbers and so on, which may point at each other in circles.
 * What is there several times is written once, however deep it lies.
 *
 * @throws Error where there is something else in it
 */
export function pack(root: object): Uint8Array {
  return new Packing().pack(root);
}

class Packing {
  readonly #objects: object[] = [];
  readonly #numbers = new Map<object, number>();
  readonly #strings = new Map<string, number>();
  readonly #shapes = new Map<Shape, number>();
  /** By the number of the object. */
  readonly #shapeOf: (Shape | undefined)[] = [];
  readonly #see = (value: unknown): void => this.#value(value);

  pack(root: object): Uint8Array {
    head.clear();
    body.clear();
    this.#value(root);
    for (let at = 0; at < this.#objects.length; at += 1)
      this.#content(this.#objects[at] ?? {}, this.#shapeOf[at]);
    for (const shape of this.#shapes.keys()) for (const key of shape.keys) this.#numberOfString(key);
    this.#head();
    return head.followedBy(body);
  }

  #head(): void {
    const strings = [...this.#strings.keys()];
    head.natural(strings.length);
    for (const { length } of strings) head.natural(length);
    head.text(strings.join(''));
    head.natural(this.#shapes.size);
    for (const { keys } of this.#shapes.keys()) {
      head.natural(keys.length);
      for (const key of keys) head.natural(this.#numberOfString(key));
    }
  }

  #content(object: object, shape: Shape | undefined): void {
    if (shape) shape.made.each(object, this.#see);
    else if (Array.isArray(object)) for (const item of object) this.#value(item);
    else if (object instanceof Map) {
      body.natural(object.size);
      for (const [key, value] of object) {
        this.#value(key);
        this.#value(value);
      }
    }
  }

  #value(value: unknown): void {
    switch (typeof value) {
      case 'string':
        body.tagged(STRING, this.#numberOfString(value));
        return;
      case 'number':
        this.#number(value);
        return;
      case 'boolean':
        body.tagged(OTHER, value ? TRUE : FALSE);
        return;
      case 'undefined':
        body.tagged(OTHER, UNDEFINED);
        return;
      case 'object':
        if (value === null) body.tagged(OTHER, NULL);
        else this.#object(value);
        return;
      default:
        throw new Error(`a ${typeof value} is no plain data`);
    }
  }

  #number(value: number): void {
    const isNatural = Number.isInteger(value) && value >= 0 && value < INTEGER_END && !Object.is(value, -0);
    if (isNatural) body.tagged(INTEGER, value);
    else {
      body.tagged(OTHER, FLOAT);
      body.float(value);
    }
  }

  #object(object: object): void {
    const known = this.#numbers.get(object);
    if (known !== undefined) {
      body.tagged(KNOWN, this.#objects.length - known);
      return;
    }
    this.#numbers.set(object, this.#objects.length);
    this.#objects.push(object);
    let shape: Shape | undefined;
    if (Array.isArray(object)) {
      body.tagged(OTHER, ARRAY);
      body.natural(object.length);
    } else if (object instanceof Map) body.tagged(OTHER, MAP);
    else {
      shape = NO_KEYS;
      for (const key in object) shape = shape.with(key);
      body.tagged(OTHER, SHAPES + this.#numberOfShape(shape));
    }
    this.#shapeOf.push(shape);
  }

  #numberOfString(string: string): number {
    const known = this.#strings.get(string);
    if (known !== undefined) return known;
    const number = this.#strings.size;
    this.#strings.set(string, number);
    return number;
  }

  #numberOfShape(shape: Shape): number {
    const known = this.#shapes.get(shape);
    if (known !== undefined) return known;
    const number = this.#shapes.size;
    this.#shapes.set(shape, number);
    return number;
  }
}
