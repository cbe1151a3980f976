// Holds what `extractFile` says about Elixir files against what Elixir itself says (elixir_facts.exs):
// modules, functions and remote calls, file by file.
//
//     npm run build && node test/truth/compare.mjs PATH... [--list N] [--min PERCENT]
//
// Needs `elixir` on the path. `--list` shows the first N differences of each kind, `--min` makes agreement
// below PERCENT an exit code of 1.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { extractFile } from '../../dist/src/elixir/extract.js';

/** @typedef {import('../../src/elixir/model.js').FileFacts} FileFacts */
/** @typedef {import('../../src/elixir/model.js').CallSite} CallSite */
/** @typedef {import('../../src/elixir/model.js').FunctionDef} FunctionDef */
/** @typedef {import('../../src/elixir/model.js').ModuleDef} ModuleDef */
/** @typedef {import('../../src/syntax/ast.js').Expr} Expr */
/** @typedef {{ modules: string[], functions: string[], calls: string[] }} Facts */
/** @typedef {{ ours: number, elixirs: number, agreed: number, onlyOurs: string[], onlyElixirs: string[] }} Tally */

const KINDS = /** @type {const} */ (['modules', 'functions', 'calls']);
const SKIPPED = new Set(['deps', '_build', 'node_modules', '.git']);

/**
 * Every Elixir file at or below a path.
 *
 * @param {string} path
 * @returns {string[]}
 */
function elixirFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : elixirFiles(join(path, entry.name));
      return entry.isFile() && /\.exs?$/.test(entry.name) ? [join(path, entry.name)] : [];
    });
}

/**
 * What Elixir says, by file.
 *
 * @param {string[]} files
 * @returns {Promise<Map<string, Facts | { error: string }>>}
 */
async function elixirFacts(files) {
  const script = fileURLToPath(new URL('elixir_facts.exs', import.meta.url));
  const child = spawn('elixir', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // Its other lines are Elixir's warnings about the sources.
  const progress = createInterface({ input: child.stderr });
  progress.on('line', (line) => /^(elixir: |\*\* )/.test(line) && console.error(line));
  child.stdin.end(files.map((file) => `${file}\n`).join(''));
  const facts = new Map();
  for await (const line of createInterface({ input: child.stdout })) {
    const { file, ...said } = JSON.parse(line);
    // The model makes no difference between the two.
    if (said.functions) said.functions = [...new Set(said.functions.map(publicGuard))];
    facts.set(file, said);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`elixir ended with code ${code}`);
  return facts;
}

/** @param {string} text */
function publicGuard(text) {
  return text.replace(/ defguardp$/, ' defguard');
}

/**
 * What we say, in the words of elixir_facts.exs.
 *
 * @param {FileFacts} facts
 * @returns {Facts}
 */
function ourFacts(facts) {
  const modules = new Set();
  const functions = new Set();
  const calls = new Map();
  for (const module of facts.modules) {
    if (!module.quoted && module.name !== '') modules.add(`${module.name} ${module.kind}`);
    for (const fn of module.functions)
      if (!module.quoted) for (const text of functionTexts(fn)) functions.add(text);
    for (const site of sitesOf(module)) {
      const call = callText(site);
      // The body of `defimpl P, for: [A, B]` is read twice, its calls stand there once.
      if (call) calls.set(`${site.nameStart} ${call}`, `${facts.lines.lineOf(site.nameStart)} ${call}`);
    }
  }
  return { modules: [...modules], functions: [...functions], calls: [...calls.values()] };
}

/**
 * @param {FunctionDef} fn
 * @returns {string[]}
 */
function functionTexts(fn) {
  if (fn.name === '' || fn.module.name === '') return [];
  // A name or a number of arguments that `unquote` gives is in no source.
  const spliced = fn.clauses.every((clause) =>
    clause.params.some((param) => param.kind === 'call' && param.name === 'unquote_splicing'),
  );
  if (spliced) return [];
  const texts = [];
  for (let arity = fn.minArity; arity <= fn.arity; arity += 1) {
    texts.push(`${fn.module.name}.${fn.name}/${arity} ${fn.kind}`);
  }
  return texts;
}

/**
 * @param {ModuleDef} module
 * @returns {CallSite[]}
 */
function sitesOf(module) {
  return [
    ...module.bodyCalls,
    ...module.functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls)),
  ];
}

/**
 * A remote call with a module written in its place, or nothing.
 *
 * @param {CallSite} site
 * @returns {string | undefined}
 */
function callText(site) {
  const callee = site.expr.kind === 'capture' ? site.expr.named : site.expr;
  if (site.situation.quoted || callee?.kind !== 'call' || !callee.receiver || callee.name === '')
    return undefined;
  const { receiver } = callee;
  if (!namesModule(receiver)) return undefined;
  // `nil.f` is no call of a module, and in a module without a name `__MODULE__` is none either.
  const written = receiver.kind === 'alias' && !receiver.head;
  if (site.module === undefined && !written) return undefined;
  return `${site.module ?? '?'}.${site.name}/${site.arity}`;
}

/**
 * Whether an expression is the name of a module. `@attribute.Sub` is none: its value is not known to Elixir's
 * side, which evaluates nothing.
 *
 * @param {Expr} expr
 * @returns {boolean}
 */
function namesModule(expr) {
  if (expr.kind === 'alias') return !expr.head || namesModule(expr.head);
  return expr.kind === 'atom' || (expr.kind === 'variable' && expr.name === '__MODULE__');
}

/** @returns {Tally} */
function newTally() {
  return { ours: 0, elixirs: 0, agreed: 0, onlyOurs: [], onlyElixirs: [] };
}

/**
 * Compares two lists in which a text may stand more than once.
 *
 * @param {Tally} tally
 * @param {string} file
 * @param {string[]} ours
 * @param {string[]} elixirs
 */
function compare(tally, file, ours, elixirs) {
  const left = new Map();
  for (const text of elixirs) left.set(text, (left.get(text) ?? 0) + 1);
  for (const text of ours) {
    const count = left.get(text) ?? 0;
    if (count > 0) {
      tally.agreed += 1;
      left.set(text, count - 1);
    } else tally.onlyOurs.push(place(file, text));
  }
  for (const [text, count] of left)
    for (let n = 0; n < count; n += 1) tally.onlyElixirs.push(place(file, text));
  tally.ours += ours.length;
  tally.elixirs += elixirs.length;
}

/**
 * @param {string} file
 * @param {string} text
 */
function place(file, text) {
  const [, line, call] = /^(\d+) (.*)$/s.exec(text) ?? [];
  return line === undefined ? `${file}: ${text}` : `${file}:${line}: ${call}`;
}

/**
 * @param {Tally} tally
 * @returns {number}
 */
function agreement(tally) {
  const union = tally.agreed + tally.onlyOurs.length + tally.onlyElixirs.length;
  return union === 0 ? 100 : (100 * tally.agreed) / union;
}

/**
 * @param {string} title
 * @param {string[]} items
 * @param {number} limit
 */
function list(title, items, limit) {
  if (items.length === 0 || limit === 0) return;
  console.log(`\n${title}:`);
  for (const item of items.slice(0, limit)) console.log(`  ${item}`);
  if (items.length > limit) console.log(`  … and ${items.length - limit} more`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'string', default: '0' }, min: { type: 'string', default: '0' } },
});
const limit = Number(values.list);
const min = Number(values.min);
if (positionals.length === 0 || Number.isNaN(limit) || Number.isNaN(min)) {
  console.error('usage: node test/truth/compare.mjs PATH... [--list N] [--min PERCENT]');
  process.exit(2);
}

const files = [...new Set(positionals.flatMap(elixirFiles))];
const elixirs = await elixirFacts(files);
const tallies = { modules: newTally(), functions: newTally(), calls: newTally() };
/** @type {string[]} */
const refused = [];
/** @type {string[]} */
const faulty = [];
/** @type {string[]} */
const crashed = [];
const started = performance.now();
for (const [index, file] of files.entries()) {
  if ((index + 1) % 500 === 0) console.error(`ours: ${index + 1} of ${files.length} files`);
  const theirs = elixirs.get(file) ?? { error: 'no answer' };
  let facts;
  try {
    facts = extractFile(file, readFileSync(file, 'utf8'));
  } catch (error) {
    crashed.push(`${file}: ${error instanceof Error ? error.stack : error}`);
    continue;
  }
  const [fault] = facts.faults;
  const ourFault = fault ? `${facts.lines.lineOf(fault.start)}: ${fault.message}` : undefined;
  if ('error' in theirs) {
    refused.push(
      `${file}:${theirs.error.split('\n')[0]}${ourFault ? ` (ours ${ourFault})` : ' (none of ours)'}`,
    );
    continue;
  }
  if (ourFault) faulty.push(`${file}:${ourFault}`);
  const ours = ourFacts(facts);
  for (const kind of KINDS) compare(tallies[kind], file, ours[kind], theirs[kind]);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);

console.log(`${files.length} files, ours read in ${seconds} s; those that Elixir reads are compared`);
console.log(`${refused.length} that Elixir does not read`);
console.log(`${faulty.length} that Elixir reads and we report faults in`);
console.log(`${crashed.length} that we crash on\n`);
const columns = ['', 'ours', 'Elixir’s', 'agreed', 'only ours', 'only Elixir’s', 'agreement'];
const rows = KINDS.map((kind) => {
  const tally = tallies[kind];
  const { ours, elixirs: theirs, agreed, onlyOurs, onlyElixirs } = tally;
  const numbers = [ours, theirs, agreed, onlyOurs.length, onlyElixirs.length].map(String);
  return [kind, ...numbers, `${agreement(tally).toFixed(3)} %`];
});
const widths = columns.map((_, at) => Math.max(...[columns, ...rows].map((row) => row[at]?.length ?? 0)));
for (const row of [columns, ...rows]) {
  console.log(
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
}
list('Elixir does not read', refused, Math.max(limit, 20));
list('Faults of ours alone', faulty, Math.max(limit, 20));
list('Crashes', crashed, Math.max(limit, 20));
for (const kind of KINDS) {
  list(`${kind}, only ours`, tallies[kind].onlyOurs, limit);
  list(`${kind}, only Elixir’s`, tallies[kind].onlyElixirs, limit);
}
const failed = crashed.length > 0 || KINDS.some((kind) => agreement(tallies[kind]) < min);
process.exitCode = failed ? 1 : 0;
