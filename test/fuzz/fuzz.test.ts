import { expect, test } from 'vitest';
import { loadNative } from '../../src/syntax/native.js';
import { loadWasm } from '../../src/syntax/wasm.js';
import { corpus } from './corpus.js';
import { contentsFor, filesOf } from './project.js';
import { tryFiles } from './trial.js';

const TOGETHER = 50;
const texts = corpus();
const parsers = [loadNative(), await loadWasm()] as const;

const SEEDS = Array.from({ length: 50 }, (_, at) => at + 1);

test.each(SEEDS)('whatever seed %i makes up can be linted', async (seed) => {
  const trial = { thorough: seed % 10 === 0, ...(seed % 4 === 1 && { parsers }) };
  const { breaches } = await tryFiles(filesOf(contentsFor(texts, seed, TOGETHER)), trial);
  expect(breaches, `npm run fuzz -- --runs ${TOGETHER} --seed ${seed}`).toEqual([]);
});
