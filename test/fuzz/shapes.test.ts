import { expect, test } from 'vitest';
import { filesOf } from './project.js';
import { SHAPES } from './shapes.js';
import { tryFiles } from './trial.js';

/** What lies deeper than any recursion could go. */
const DEEP = ['nested (…)', 'nested if x do … end', 'nested "#{…}"', 'chain of calls', 'chain of <>'];

test.each(DEEP)('%j may be 20,000 deep', async (name) => {
  expect(await breachesIn(SHAPES.get(name)?.(20_000) ?? '')).toEqual([]);
});

/** What grew with the square of its size, or followed calls until the stack was full. */
const LONG = [
  'functions',
  'children',
  'messages',
  'ets tables',
  'messages handed on in steps',
  'jobs handed on',
  'functions handed on',
  'timers handed on in steps',
];

test.each(LONG)('there may be 1,500 %s', async (name) => {
  expect(await breachesIn(SHAPES.get(name)?.(1500) ?? '')).toEqual([]);
});

async function breachesIn(text: string) {
  const { breaches } = await tryFiles(filesOf([Buffer.from(text)]), { thorough: false });
  return breaches;
}
