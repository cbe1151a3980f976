import type { Node } from 'jsonc-parser';
import { unknownWord } from '../lint/unknown-word.js';

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a part of the configuration may look like: reads it from JSON, and describes itself to editors. */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** @throws ShapeError at the first part that is not as it should be */
  read(node: Node): T;
}

/** The value that a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

/** A part of a configuration that is not as it should be. */
export class ShapeError extends Error {
  override name = 'ShapeError';

  /** @param offset where it stands, in UTF-16 units */
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** A form that a text has to have. */
export interface TextForm {
  pattern: RegExp;
  /** The form, as people are told of it. */
  expected: string;
  /** What a pattern cannot say. */
  accepts?(text: string): boolean;
  /** What somebody may have meant whose text does not have it. */
  meant?(text: string): string | undefined;
}

/** Any string, or one of a form. */
export function text(form?: TextForm): Shape<string> {
  return {
    schema: { type: 'string', ...(form && { pattern: form.pattern.source }) },
    read(node) {
      const value = stringOf(node);
      if (!form || (form.pattern.test(value) && (form.accepts?.(value) ?? true))) return value;
      const meant = form.meant?.(value);
      const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
      throw new ShapeError(node.offset, `\`${shortened(value)}\` is not ${form.expected}${hint}`);
    },
  };
}

/** One of some words; `what` names their kind to people. */
export function choice<T extends string>(what: string, words: readonly T[]): Shape<T> {
  return {
    schema: { enum: words },
    read(node) {
      const value = stringOf(node);
      const word = words.find((candidate) => candidate === value);
      if (word === undefined) throw new ShapeError(node.offset, unknownWord(what, value, words));
      return word;
    },
  };
}

/** An array of any length. */
export function list<T>(item: Shape<T>): Shape<T[]> {
  return {
    schema: { type: 'array', items: item.schema },
    read(node) {
      if (node.type !== 'array') throw new ShapeError(node.offset, 'expected an array');
      return (node.children ?? []).map((child) => item.read(child));
    },
  };
}

/**
 * An object whose keys are some words, none of them required; `what` names their kind to people.
 *
 * @param others keys that only a program knows, of which editors are told the form
 */
export function dictionary<T>(
  what: string,
  keys: readonly string[],
  value: Shape<T>,
  others?: RegExp,
): Shape<Map<string, T>> {
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(keys.map((key) => [key, value.schema])),
      ...(others && { patternProperties: { [others.source]: value.schema } }),
      additionalProperties: false,
    },
    read: (node) =>
      new Map(entriesOf(node, { what, words: keys }).map(([key, child]) => [key, value.read(child)])),
  };
}

/** An object whose keys may be anything. */
export function entries<T>(value: Shape<T>): Shape<Map<string, T>> {
  return {
    schema: { type: 'object', additionalProperties: value.schema },
    read: (node) => new Map(entriesOf(node).map(([key, child]) => [key, value.read(child)])),
  };
}

/** A whole number from `least` on. */
export function wholeNumber(least: number): Shape<number> {
  return {
    schema: { type: 'integer', minimum: least },
    read({ value, offset }) {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
      throw new ShapeError(offset, `expected a whole number from ${least} on`);
    },
  };
}

type FieldShapes = Readonly<Record<string, Shape<unknown>>>;

/** An object with named fields, of which only the required ones have to be there. */
type Fields<F extends FieldShapes, R extends keyof F> = { [K in R]: Read<F[K]> } & {
  [K in Exclude<keyof F, R>]?: Read<F[K]>;
};

/** An object with fields of different shapes. */
export function fields<F extends FieldShapes, R extends keyof F & string = never>(
  shapes: F,
  required: readonly R[] = [],
): Shape<Fields<F, R>> {
  const schemas = Object.entries(shapes).map(([key, shape]) => [key, shape.schema]);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(schemas),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    read(node) {
      const given = entriesOf(node, { what: 'key', words: Object.keys(shapes) });
      const missing = required.find((key) => !given.some(([name]) => name === key));
      if (missing !== undefined) throw new ShapeError(node.offset, `the key \`${missing}\` is missing`);
      // The one place where JSON gets its type: each entry was read by the shape of its own key.
      return Object.fromEntries(given.map(([key, child]) => [key, shapes[key]?.read(child)])) as Fields<F, R>;
    },
  };
}

/** The same shape with a description for editors. */
export function described<T>(description: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: { description, ...shape.schema } };
}

/** @param known the keys that may stand there, and what to call them; absent where any may */
function entriesOf(node: Node, known?: { what: string; words: readonly string[] }): [string, Node][] {
  if (node.type !== 'object') throw new ShapeError(node.offset, 'expected an object');
  const found = new Map<string, Node>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue;
    const name = stringOf(key);
    if (known && !known.words.includes(name))
      throw new ShapeError(key.offset, unknownWord(known.what, name, known.words));
    if (found.has(name)) throw new ShapeError(key.offset, `\`${name}\` stands here twice`);
    found.set(name, value);
  }
  return [...found];
}

function stringOf(node: Node): string {
  if (typeof node.value !== 'string') throw new ShapeError(node.offset, 'expected a string');
  return node.value;
}

/** The beginning of a text that is too long for a message. */
function shortened(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value;
}
