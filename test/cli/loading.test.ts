import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { builtInRules } from '../../src/lint/built-in-rules.js';
import { MAIN } from './run.js';

const FORMATS = 'agent|checkstyle|concise|github|gitlab|html|json|junit|markdown|pretty|sarif';
/** What it takes to understand Elixir and to judge it. */
const UNDERSTANDING =
  /^(rules|src\/(elixir|otp|project|fix|bans))\/|^src\/syntax\/(?!lines)|^src\/lint\/analy/;
/** What is there to be read by people. */
const DOCTRINE = /^src\/doctrine\/(?!prose)|^src\/guide\//;
const FORMAT = new RegExp(`^src/report/(${FORMATS})\\.ts$`);

interface Meta {
  outputs: Readonly<Record<string, { inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;
}

const meta: Meta = JSON.parse(readFileSync('dist/program.meta.json', 'utf8'));

let root = '';
let cwd = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otp-lint-loading-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cwd = join(root, 'project');
  cpSync('fixtures/apps/sample', cwd, { recursive: true });
});

/** Runs the built program, and tells which source files were loaded, in order of their names. */
function run(...args: string[]): { sources: string[]; stdout: string; stderr: string } {
  const told = join(root, 'loaded');
  mkdirSync(told);
  const { stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_V8_COVERAGE: told },
  });
  const reports = readdirSync(told).map((name): { result: { url: string }[] } =>
    JSON.parse(readFileSync(join(told, name), 'utf8')),
  );
  rmSync(told, { recursive: true });
  const urls = reports.flatMap(({ result }) => result.map(({ url }) => url));
  const outputs = urls.filter((url) => url.startsWith('file:')).map(outputOf);
  return { sources: outputs.flatMap(sourcesOf).sort(), stdout, stderr };
}

function outputOf(url: string): string {
  return relative('.', fileURLToPath(url)).replaceAll('\\', '/');
}

function sourcesOf(output: string): string[] {
  const inputs = Object.entries(meta.outputs[output]?.inputs ?? {});
  return inputs.flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : []));
}

function among(sources: readonly string[], wanted: RegExp): string[] {
  return sources.filter((source) => wanted.test(source));
}

describe('a run whose result is in the cache', () => {
  it('loads neither rules nor parser nor doctrine, nor other formats', () => {
    const cold = run('--format', 'json');
    expect(among(cold.sources, UNDERSTANDING).length).toBeGreaterThan(100);
    const warm = run('--format', 'json');
    expect(among(warm.sources, UNDERSTANDING)).toEqual([]);
    expect(among(warm.sources, DOCTRINE)).toEqual([]);
    expect(among(warm.sources, FORMAT)).toEqual(['src/report/json.ts']);
    const findingsIn = (text: string): unknown => JSON.parse(text).findings;
    expect(findingsIn(warm.stdout)).toEqual(findingsIn(cold.stdout));
  });

  it('needs no more where there is a configuration, and a baseline that holds back', () => {
    writeFileSync(join(cwd, 'otp-lint.json'), '{ "preset": "strict", "rules": { "blocking-init": "info" } }');
    run('baseline');
    run();
    const { sources, stderr, stdout } = run();
    expect(stdout).toContain('held back');
    expect(stderr).toBe('');
    expect(among(sources, UNDERSTANDING)).toEqual([]);
    expect(among(sources, FORMAT)).toEqual(['src/report/pretty.ts']);
  });
});

it.each(['--version', '--help'])('`%s` loads what tells options, and no command', (option) => {
  const { sources } = run(option);
  expect(sources).toContain('src/cli/program.ts');
  expect(among(sources, UNDERSTANDING)).toEqual([]);
  expect(among(sources, DOCTRINE)).toEqual([]);
  expect(among(sources, /^src\/(cli\/.*-command|lint\/session|discover\/)/)).toEqual([]);
});

it.each(['rules', 'explain RF4', 'explain blocking-callback', 'completions bash'])(
  '`%s` takes what rules say of themselves, and not the rules',
  (command) => {
    const { sources, stdout } = run(...command.split(' '));
    expect(stdout).toContain('blocking-callback');
    expect(among(sources, UNDERSTANDING)).toEqual([]);
  },
);

test('what rules say of themselves is built as they say it', () => {
  const built: unknown = JSON.parse(readFileSync('dist/rules/documentation.json', 'utf8'));
  const said = builtInRules.map(({ speaksOf: _, ...rule }) => rule);
  expect(built).toEqual(JSON.parse(JSON.stringify(said)));
});
