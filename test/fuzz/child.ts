import { loadNative } from '../../src/syntax/native.js';
import { loadWasm } from '../../src/syntax/wasm.js';
import { corpus } from './corpus.js';
import { contentsFor, type FuzzFile, filesOf } from './project.js';
import { tryFiles } from './trial.js';

/** What a child is asked to try: the files of a seed, or these. */
export interface Question {
  seed?: number;
  count?: number;
  files?: { path: string; base64: string }[];
  thorough: boolean;
  compare: boolean;
}

const texts = corpus();
const parsers = [loadNative(), await loadWasm()] as const;

function filesFor({ seed = 0, count = 0, files }: Question): FuzzFile[] {
  if (files) return files.map(({ path, base64 }) => ({ path, bytes: Buffer.from(base64, 'base64') }));
  return filesOf(contentsFor(texts, seed, count));
}

// Nobody is left to answer.
process.on('disconnect', () => process.exit());

process.on('message', async (question: Question) => {
  const { thorough, compare } = question;
  const verdict = await tryFiles(filesFor(question), { thorough, ...(compare && { parsers }) });
  process.send?.(verdict);
});
