import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from '../../src/packing/pack.js';
import { unpack } from '../../src/packing/unpack.js';

const name = fc.stringMatching(/^[a-z]\w{0,12}$/).filter((key) => key !== '__proto__');
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 60, maxLength: 80 }),
);
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, 2 ** 28 - 1, 2 ** 28, 2 ** 31),
);

const { data } = fc.letrec<{ value: unknown; data: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, scalar, tie('data')),
  data: fc.oneof(
    fc.array(tie('value')),
    fc.array(fc.tuple(name, tie('value'))).map((entries) => Object.fromEntries(entries)),
    fc.array(fc.tuple(fc.oneof(name, scalar), tie('value'))).map((entries) => new Map(entries)),
  ),
}));

test('what is packed comes out as it was', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(unpack(pack(value))).toStrictEqual(value);
    }),
  );
});

test('what is there twice is there once afterwards, also within itself', () => {
  const loop: { self?: object; both?: object[] } = {};
  loop.self = loop;
  const item = { name: 'shared' };
  loop.both = [item, item];
  const found = unpack(pack(loop));
  expect(found).toEqual(loop);
  expect(found).toSatisfy((it: typeof loop) => it.self === it && it.both?.[0] === it.both?.[1]);
});

test('data may lie a hundred thousand deep', () => {
  let nested: unknown[] = [];
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  let found = unpack(pack(nested));
  let depth = 0;
  for (; Array.isArray(found) && found.length > 0; depth += 1) found = found[0];
  expect(depth).toBe(100_000);
});

test('what is no plain data is not packed', () => {
  expect(() => pack([() => 1])).toThrow('a function is no plain data');
  expect(() => pack([{ 'a;b': 1 }])).toThrow('"a;b" is no plain name');
  expect(() => pack([JSON.parse('{"__proto__": 1}')])).toThrow('"__proto__" is no plain name');
});

test('other bytes give an error or other data, and soon', () => {
  const isRefused = (bytes: Uint8Array) => {
    try {
      unpack(bytes);
    } catch (error) {
      return error instanceof Error;
    }
    return true;
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => isRefused(bytes)));
  fc.assert(
    fc.property(data, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, change) => {
      const bytes = pack(value);
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ change;
      return isRefused(bytes) && isRefused(bytes.subarray(0, place));
    }),
  );
});
