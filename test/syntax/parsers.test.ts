import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildSyntax } from '../../src/syntax/build.js';
import type { Engine } from '../../src/syntax/engine.js';
import { loadNative } from '../../src/syntax/native.js';
import { loadWasm } from '../../src/syntax/wasm.js';
import { run } from '../cli/run.js';
import { FIXTURES } from '../rules/harness.js';
import { temporaryTree } from '../temporary-tree.js';
import { withoutNative } from './without-native.js';

const TEXTS = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.exs?$/.test(file))
  .sort()
  .map((file) => readFileSync(join(FIXTURES, file), 'utf8'));

const syntaxOf = (engine: Engine, text: string) =>
  engine.parse(text, (cursor, sound) => buildSyntax(cursor, text, sound));

test('both parsers read the same, whether it can be read or not', async () => {
  const [native, wasm] = [loadNative(), await loadWasm()];
  let faulty = 0;
  for (const [at, text] of TEXTS.entries()) {
    const cut = (at * 7919) % text.length;
    const broken = `${text.slice(0, cut)}${['end', '(', '"', 'do', '<%= x %>'][at % 5]}${text.slice(cut + 3)}`;
    for (const version of [text, `# é 😀\n${text}`, broken]) {
      const read = syntaxOf(native, version);
      expect(syntaxOf(wasm, version)).toEqual(read);
      faulty += Number(read.faults.length > 0);
    }
  }
  expect(faulty).toBeGreaterThan(TEXTS.length / 10);
});

test('WebAssembly gives back the memory of each tree', async () => {
  const wasm = await loadWasm();
  const text = TEXTS.join('\n').slice(0, 100_000);
  const memoryAfter = (rounds: number): number => {
    for (let round = 0; round < rounds; round += 1) wasm.parse(text, (_, sound) => sound);
    return process.memoryUsage().external;
  };
  const before = memoryAfter(1);
  expect(memoryAfter(10) - before).toBeLessThan(4_000_000);
});

function reportsWith(cwd: string, args: readonly string[]) {
  return ['native', 'wasm'].map((kind) => {
    const all = ['--format', 'json', '--preset', 'all', '--no-cache', ...args];
    const { stdout, stderr, status } = run(cwd, all, { OTP_LINT_PARSER: kind });
    return { stdout: stdout.replace(/"durationMs": \d+/, ''), stderr, status };
  });
}

test('the program finds the same with either', () => {
  const [native, wasm] = reportsWith(process.cwd(), ['--workers', '1', 'fixtures']);
  expect(wasm).toEqual(native);
  expect(wasm?.stdout).toContain('"fingerprint"');
});

test('so do its worker threads', () => {
  const enoughForThreads = `# ${'-'.repeat(340_000)}\n`;
  const files = TEXTS.slice(0, 25).map((text, at): [string, string] => [
    `lib/${at}.ex`,
    text + enoughForThreads,
  ]);
  const cwd = temporaryTree(Object.fromEntries(files));
  const [native, wasm] = reportsWith(cwd, ['--workers', '2']);
  expect(wasm).toEqual(native);
  expect(wasm?.stdout).toContain('"fingerprint"');
});

test('WebAssembly takes over where the native parser cannot be loaded', () => {
  const args = ['--format', 'json', '--no-cache', 'fixtures/apps/sample'];
  const [here, there] = [{}, withoutNative()].map((env) => {
    const { stdout, stderr, status } = run(process.cwd(), args, env);
    return { stdout: stdout.replace(/"durationMs": \d+/, ''), stderr, status };
  });
  expect(there).toEqual(here);
  expect(there?.stdout).toContain('"fingerprint"');
});

test('or says why not, where only the native one will do', () => {
  const cwd = temporaryTree({ 'lib/a.ex': 'defmodule A do\nend\n' });
  const { status, stderr } = run(cwd, ['--no-cache'], { ...withoutNative(), OTP_LINT_PARSER: 'native' });
  expect(stderr).toBe("otp-lint: the native parser cannot be loaded: Cannot find module 'tree-sitter'\n");
  expect(status).toBe(2);
});

test('the variable that names a parser must name one', () => {
  const cwd = temporaryTree({ 'lib/a.ex': 'defmodule A do\nend\n' });
  const { status, stderr } = run(cwd, ['--no-cache'], { OTP_LINT_PARSER: 'rust' });
  expect(stderr).toBe('otp-lint: OTP_LINT_PARSER is set to `rust`; it may be native or wasm\n');
  expect(status).toBe(2);
});
