import { expect, test } from 'vitest';
import { loadNative } from '../../src/syntax/native.js';
import { loadWasm } from '../../src/syntax/wasm.js';
import { corpus } from './corpus.js';
import { contentsFor, filesOf } from './project.js';
import { tryFiles } from './trial.js';

const TOGETHER = 60;
const texts = corpus();
const parsers = [loadNative(), await loadWasm()] as const;

const SEEDS = Array.from({ length: 32 }, (_, at) => at + 1);

test.each(SEEDS)('whatever seed %i makes up can be linted', async (seed) => {
  const trial = { thorough: seed % 16 === 0, ...(seed % 8 === 1 && { parsers }) };
  const { breaches } = await tryFiles(filesOf(contentsFor(texts, seed, TOGETHER)), trial);
  expect(breaches, `npm run fuzz -- --runs ${TOGETHER} --seed ${seed}`).toEqual([]);
});
