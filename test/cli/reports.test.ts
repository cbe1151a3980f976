import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ODD_FILE, SERVER } from '../report/real.js';
import { sarifFaults } from '../report/sarif-schema.js';
import { parseXml } from '../report/xml-document.js';
import { temporaryTree } from '../temporary-tree.js';
import { run as runAnyway } from './run.js';

const run: typeof runAnyway = (cwd, args, env) => runAnyway(cwd, ['--no-cache', ...args], env);

function read(cwd: string, file: string): string {
  return readFileSync(join(cwd, file), 'utf8');
}

describe('several formats', () => {
  test('each with its own output, and one to stdout', () => {
    const cwd = temporaryTree({ [ODD_FILE]: SERVER, 'out/': '' });
    const outputs = {
      sarif: 'otp.sarif',
      gitlab: 'out/gl.json',
      junit: 'out/junit.xml',
      checkstyle: 'c.xml',
    };
    const args = Object.entries(outputs).flatMap(([format, file]) => ['--format', format, '--output', file]);
    const { status, stdout, stderr } = run(cwd, [...args, '--format', 'agent', '.']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^rule pg2-removed: /);
    expect(sarifFaults(read(cwd, 'otp.sarif'))).toEqual([]);
    expect(JSON.parse(read(cwd, 'otp.sarif'))).toMatchObject({
      runs: [{ originalUriBaseIds: { '%SRCROOT%': { uri: `file://${cwd}/` } } }],
    });
    expect(JSON.parse(read(cwd, 'out/gl.json'))).toHaveProperty('0.location.path', ODD_FILE);
    expect(parseXml(read(cwd, 'out/junit.xml')).documentElement.tagName).toBe('testsuites');
    expect(parseXml(read(cwd, 'c.xml')).querySelector('file')?.getAttribute('name')).toBe(
      ODD_FILE.replace('\u001b', '\\u{1b}'),
    );
    // Nothing is left of the temporary files.
    expect(readdirSync(cwd).sort()).toEqual(['c.xml', 'lib', 'otp.sarif', 'out']);
  });

  test('all of them to files', () => {
    const cwd = temporaryTree({ 'lib/a.ex': SERVER });
    const args = ['--format', 'json', '--output', 'a.json', '--format', 'concise', '--output', 'a.txt'];
    expect(run(cwd, args)).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(read(cwd, 'a.txt')).toMatch(/^lib\/a\.ex:2:3 warning/);
    expect(JSON.parse(read(cwd, 'a.json'))).toMatchObject({ summary: { errors: 1 } });
  });

  test.each([
    [['--output', 'r', '--format', 'concise'], /^lib\/a\.ex:2:3 warning/],
    [['--output', 'r'], /^lib\/a\.ex\n\nwarning /],
    [['--output', 'r', '--color'], /^\u001b\[/],
  ])('one output and at most one format: %j', (args, start) => {
    const cwd = temporaryTree({ 'lib/a.ex': SERVER, r: 'what was there before' });
    const { status, stdout } = run(cwd, args, { FORCE_COLOR: '1' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(read(cwd, 'r')).toMatch(start);
  });

  test.each(['-', '/dev/stdout'])('--output %s is stdout', (output) => {
    const cwd = temporaryTree({ 'lib/a.ex': SERVER });
    expect(run(cwd, ['--format', 'concise', '--output', output]).stdout).toMatch(/^lib\/a\.ex:2:3 /);
    expect(readdirSync(cwd)).toEqual(['lib']);
  });

  test('an output may be a device, or a link to another file', () => {
    const cwd = temporaryTree({ 'lib/a.ex': SERVER, 'real.txt': '' });
    symlinkSync('real.txt', join(cwd, 'link.txt'));
    const args = ['--format', 'json', '--output', '/dev/null', '--format', 'concise', '--output', 'link.txt'];
    expect(run(cwd, args)).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(read(cwd, 'real.txt')).toMatch(/^lib\/a\.ex:2:3 /);
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  test('with --fix-dry-run, stdout is for the diff', () => {
    const cwd = temporaryTree({ 'lib/a.ex': SERVER });
    const { stdout } = run(cwd, [
      '--fix-dry-run',
      '--format',
      'json',
      '--format',
      'concise',
      '--output',
      'r',
    ]);
    expect(stdout).toMatch(/^--- a\/lib\/a\.ex\n/);
    expect(read(cwd, 'r')).toContain('pg2-removed');
  });

  test.each([
    [
      ['--format', 'json', '--format', 'sarif'],
      'only one format can go to stdout, not both json and sarif: add --output <file> behind one of them',
    ],
    [
      ['--format', 'json', '--output', 'a', '--output', 'b'],
      '--output `b` needs a --format of its own before it, json goes to `a`',
    ],
    [
      ['--output', 'a', '--format', 'json', '--output', 'b'],
      '--output `a` has to stand behind the --format that it belongs to',
    ],
    [['--output', 'a', '--output', 'b'], '--output `a` has to stand behind the --format that it belongs to'],
    [
      ['--format', 'json', '--output', 'a', '--format', 'sarif', '--output', './a'],
      'two formats have the same --output `./a`',
    ],
    [['--output', 'no/a.json'], 'cannot write the report `no/a.json`: there is no folder `no`'],
    [['--output', 'lib/a.ex/b'], 'cannot write the report `lib/a.ex/b`: there is no folder `lib/a.ex`'],
    [['--output', 'lib'], 'cannot write the report `lib`: it is a folder'],
    [['--output', 'a\u001bb/c'], 'cannot write the report `a\\u{1b}b/c`: there is no folder `a\\u{1b}b`'],
  ])('what cannot be is said before the work begins: %j', (args, message) => {
    const cwd = temporaryTree({ 'lib/a.ex': SERVER });
    expect(run(cwd, args)).toEqual({ status: 2, stdout: '', stderr: `otp-lint: ${message}\n` });
    expect(readdirSync(cwd)).toEqual(['lib']);
  });
});

test('--statistics adds the sums behind the findings', () => {
  const cwd = temporaryTree({ 'lib/a.ex': SERVER });
  const { stdout } = run(cwd, ['--format', 'concise', '--statistics']);
  expect(stdout).toMatch(/\n\nerrors {2}warnings {2}advice {2}rule\n {5}0 {9}1 {7}0 {2}blocking-callback\n/);
  expect(stdout).toMatch(/ MyApp\.Rates\n$/);
});
