import fc from 'fast-check';
import { grammatical } from './grammar.js';
import { mutated, position } from './mutation.js';
import { ODD_BYTES } from './oddities.js';
import { shapesIn } from './shapes.js';

/** A file as it is on disk. */
export interface FuzzFile {
  path: string;
  bytes: Buffer;
}

/** Below so much nesting or repetition each input is quick; more is tried by itself. */
const MOST_OFTEN = 60;
const MOST_SELDOM = 1500;

const shaped: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...shapesIn(false), ...shapesIn(true)),
    fc.oneof(
      { arbitrary: fc.integer({ min: 1, max: MOST_OFTEN }), weight: 30 },
      { arbitrary: fc.integer({ min: 1, max: MOST_SELDOM }), weight: 1 },
    ),
  )
  .map(([[, shape], size]) => shape(size));

function spoilt(text: string, odd: readonly number[], at: number): Buffer {
  const whole = Buffer.from(text);
  const place = Math.floor(at * whole.length);
  return Buffer.concat([whole.subarray(0, place), Buffer.from(odd), whole.subarray(place)]);
}

/** Contents of files: what is written by a grammar, changed from real code, or made to be too much. */
export function contents(texts: readonly string[]): fc.Arbitrary<Buffer> {
  const text = fc.oneof(
    { arbitrary: grammatical, weight: 8 },
    { arbitrary: mutated(texts), weight: 10 },
    { arbitrary: grammatical.chain((one) => mutated([one])), weight: 3 },
    { arbitrary: shaped, weight: 1 },
  );
  return fc.oneof(
    { arbitrary: text.map((each) => Buffer.from(each)), weight: 40 },
    {
      arbitrary: fc
        .tuple(text, fc.constantFrom(...ODD_BYTES), position)
        .map(([each, odd, at]) => spoilt(each, odd, at)),
      weight: 1,
    },
  );
}

/** Files that make up one project. */
export function filesOf(all: readonly Buffer[]): FuzzFile[] {
  return all.map((bytes, at) => ({ path: `lib/f${String(at).padStart(3, '0')}.ex`, bytes }));
}

/**
 * The contents for a seed, always the same ones.
 *
 * @param seed a whole number
 */
export function contentsFor(texts: readonly string[], seed: number, count: number): Buffer[] {
  return fc.sample(fc.noBias(contents(texts)), { seed, numRuns: count });
}
