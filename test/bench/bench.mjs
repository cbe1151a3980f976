// Measures otp-lint on real projects, beside ast-grep with one rule, the bare parse and the start of node:
//
//     npm run bench -- PATH... [--rounds N] [--skip-copies]
//
// A PATH is a Mix project, of which `lib` is linted (in an umbrella `apps/*/lib`), or any other folder. All runs
// are over one copy of its Elixir files in a temporary folder. Each is made N times (5 by default), in turns, and
// the medians are told. Needs GNU time. It is no test: its numbers hold for one machine on one day.

import { appendFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findAstGrep } from './ast-grep.mjs';
import { copyProject, manyCopies } from './copies.mjs';
import { measurer } from './measure.mjs';
import { tableOf } from './table.mjs';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const PARSE = fileURLToPath(new URL('parse.mjs', import.meta.url));
/** A server that waits for another one: about as much as one pattern can say of OTP. */
const PATTERN = JSON.stringify({
  id: 'call',
  language: 'elixir',
  message: 'call',
  rule: { pattern: 'GenServer.call($SERVER, $REQUEST)' },
});
/** Ten of one are to take no more than ten times as long. */
const COPIES = 10;

/** @typedef {import('./measure.mjs').Measure} Measure */
/** @typedef {{ name: string, program: string, args: string[] | ((round: number) => string[]), before?: (round: number) => void, cwd: string }} Run */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, 'skip-copies': { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
if (positionals.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error('usage: npm run bench -- PATH... [--rounds N] [--skip-copies]');
  process.exit(2);
}
const measure = measurer();
const astGrep = findAstGrep();
if (astGrep === undefined)
  console.error('there is no ast-grep for this platform (`npm i @ast-grep/cli`): no ratios');
for (const path of positionals) await bench(resolve(path));

/** @param {string} path absolute */
async function bench(path) {
  const project = await copyProject(path);
  try {
    const runs = runsOver(project);
    /** @type {Map<string, Measure[]>} */
    const measures = new Map(runs.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, program, args, before, cwd } of runs) {
        before?.(round);
        const words = typeof args === 'function' ? args(round) : args;
        measures.get(name)?.push(measure(program, words, cwd));
      }
    }
    const size = `${project.files.length} files, ${(project.bytes / 1e6).toFixed(1)} MB, median of ${rounds}`;
    console.log(`${basename(path)}: ${size}\n\n${tableOf(measures, 'ast-grep, one rule')}`);
  } finally {
    rmSync(project.temporary, { recursive: true, force: true });
  }
}

/**
 * @param {import('./copies.mjs').Copy} project
 * @returns {Run[]}
 */
function runsOver({ temporary, cwd, paths, files }) {
  const cache = join(temporary, 'cache');
  const lint = ['--format', 'json', '--fail-on', 'never'];
  const node = (
    /** @type {string} */ name,
    /** @type {Run['args']} */ args,
    /** @type {Partial<Run>} */ more = {},
  ) => ({
    name,
    program: process.execPath,
    args,
    cwd,
    ...more,
  });
  const warm = [MAIN, ...lint, '--cache-location', cache];
  const last = files.at(-1) ?? '';
  const nth = (/** @type {number} */ round) => files[Math.floor((round / rounds) * files.length)] ?? last;
  const runs = [
    node('cold, without a cache', [MAIN, ...lint, '--no-cache', ...paths]),
    node('cold, with a cache', [...warm, ...paths], {
      before: () => rmSync(cache, { recursive: true, force: true }),
    }),
    node('warm, nothing changed', [...warm, ...paths]),
    node('warm, one file changed', [...warm, ...paths], {
      before: (round) => appendFileSync(join(cwd, last), `\n# round ${round}\n`),
    }),
    node('warm, one file by name', (round) => [...warm, nth(round)]),
    ...(values['skip-copies'] ? [] : copiesOf(temporary, cwd, files, lint)),
    ...(astGrep === undefined
      ? []
      : [
          {
            name: 'ast-grep, one rule',
            program: astGrep,
            args: ['scan', '--inline-rules', PATTERN, ...paths],
            cwd,
          },
        ]),
    node('tree-sitter, no rule', [PARSE, ...files]),
    node('node, no file', [MAIN, '--version']),
  ];
  return runs;
}

/**
 * @param {string} temporary
 * @param {string} cwd
 * @param {string[]} files
 * @param {string[]} lint
 * @returns {Run[]}
 */
function copiesOf(temporary, cwd, files, lint) {
  return [1, COPIES].map((count) => {
    const folder = manyCopies(join(temporary, `copies-${count}`), cwd, files, count);
    const name = count === 1 ? 'cold, one copy' : `cold, ${count} copies as one project`;
    return { name, program: process.execPath, args: [MAIN, ...lint, '--no-cache'], cwd: folder };
  });
}
