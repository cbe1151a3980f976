import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { FORMATS } from '../../src/report/index.js';
import { run } from '../cli/run.js';
import { withoutNative } from '../syntax/without-native.js';
import { temporaryTree } from '../temporary-tree.js';

let cwd = '';

beforeEach(() => {
  cwd = temporaryTree({ 'out/': '' });
  cpSync('fixtures/apps', join(cwd, 'apps'), { recursive: true });
});

/** Every format of one run, without what tells the time that it took. */
function reports(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const outputs = FORMATS.flatMap((format) => ['--format', format, '--output', `out/${format}`]);
  const { status, stderr } = run(
    cwd,
    [...outputs, '--level', 'info', '--statistics', '--verbose', ...args],
    env,
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  return Object.fromEntries(
    FORMATS.map((format) => [format, timeless(readFileSync(join(cwd, 'out', format), 'utf8'))]),
  );
}

function timeless(report: string): string {
  return report
    .replace(/\(\d+(\.\d+)? m?s\)/g, '')
    .replace(/"durationMs": \d+/g, '')
    .replace(/ time="[\d.]+"/g, '');
}

function files(folder = 'apps'): string[] {
  return readdirSync(join(cwd, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.exs?$/.test(name))
    .map((name) => `${folder}/${name}`);
}

test('no byte of any report depends on threads, the order of the paths or the cache', () => {
  const expected = reports(['--no-cache', '--workers', '1', 'apps']);
  for (const report of Object.values(expected)) expect(report.length).toBeGreaterThan(5000);
  for (const workers of ['0', '4'])
    expect(reports(['--no-cache', '--workers', workers, 'apps'])).toEqual(expected);
  expect(reports(['--no-cache', ...files().toReversed()])).toEqual(expected);
  expect(reports(['apps'])).toEqual(expected);
  expect(reports(['apps'])).toEqual(expected);
  const packs = readdirSync(join(cwd, '.otp-lint-cache')).filter((name) => /^(files|run)-/.test(name));
  for (const name of packs.filter((_, at) => at % 2 === 0)) rmSync(join(cwd, '.otp-lint-cache', name));
  expect(reports(['apps'])).toEqual(expected);
});

test('neither on the form of the path nor on the parser', () => {
  const expected = reports(['--no-cache', 'apps']);
  for (const path of ['apps/../apps/.', join(cwd, 'apps'), 'apps/*'])
    expect(reports(['--no-cache', path])).toEqual(expected);
  expect(reports(['--no-cache', 'apps'], withoutNative())).toEqual(expected);
});

test('neither on the language nor on the time zone', () => {
  const expected = reports(['--no-cache', 'apps']);
  const turkish = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
  expect(reports(['--no-cache', 'apps'], turkish)).toEqual(expected);
  expect(reports(['--no-cache', 'apps'], { TZ: 'America/St_Johns', LC_ALL: 'C' })).toEqual(expected);
});

test.each(['text', 'json', 'mermaid', 'dot', 'html'])('a tree as %s is the same as well', (format) => {
  const draw = (paths: readonly string[], env = {}) =>
    run(cwd, ['tree', '--format', format, '--edges', ...paths], env);
  const expected = draw(['apps']);
  expect(expected.status).toBe(0);
  expect(draw(files().toReversed(), { LC_ALL: 'tr_TR.UTF-8' })).toEqual(expected);
});

test('what is found does not depend on line ends or a byte order mark', () => {
  const found = () => JSON.parse(run(cwd, ['--format', 'json', '--no-cache', 'apps']).stdout).findings;
  const expected = found();
  expect(expected.length).toBeGreaterThan(30);
  for (const name of files()) {
    const text = readFileSync(join(cwd, name), 'utf8');
    writeFileSync(join(cwd, name), `\ufeff${text.replaceAll('\n', '\r\n')}`);
  }
  expect(found()).toEqual(expected);
});

test('nor on the folder in which it runs, but for the names of files', () => {
  const found = (folder: string, ...paths: string[]) => {
    const { findings } = JSON.parse(
      run(join(cwd, folder), ['--format', 'json', '--no-cache', ...paths]).stdout,
    );
    const places = findings.map(({ file = '', rule, line, column }: Record<string, string>) =>
      [resolve(cwd, folder, file), rule, line, column].join(' '),
    );
    return places.toSorted();
  };
  const expected = found('', 'apps/sample');
  expect(expected.length).toBeGreaterThan(5);
  expect(found('apps/sample', '.')).toEqual(expected);
  expect(found('apps/sample/lib/parcel', '../..')).toEqual(expected);
});
