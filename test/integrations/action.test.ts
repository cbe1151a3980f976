import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { action, runAction } from './action.js';

/** One error in each. */
const BAD = 'defmodule A do\n  def a, do: :pg2.join(:a, self())\nend\n';
const project = (files: Readonly<Record<string, string>>) => temporaryTree({ 'mix.exs': '', ...files });

describe('the GitHub Action', () => {
  test('is a composite action whose inputs all say what they are', () => {
    expect(action.runs.using).toBe('composite');
    for (const [name, input] of Object.entries(action.inputs)) {
      expect(input.description, name).toBeTruthy();
      expect(typeof input.default, name).toBe('string');
    }
    // GitHub wants to know for each command which shell runs it.
    for (const step of action.runs.steps) expect(step.run === undefined || step.shell === 'bash').toBe(true);
    const readme = readFileSync('README.md', 'utf8');
    for (const name of Object.keys(action.inputs)) expect(readme).toContain(`| \`${name}\` |`);
  });

  test('sets up Node, annotates, writes a summary and the SARIF, and fails', () => {
    const run = runAction(project({ 'lib/a.ex': BAD }));
    expect(run.passed).toBe(false);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^::error file=lib\/a\.ex,line=2,.*\n$/);
    expect(run.summary).toMatch(/^## otp-lint\n/);
    expect(run.summary).toContain('| error | `lib/a.ex:2:14` | `pg2-removed` |');
    expect(run.outputs['exit-code']).toBe('1');
    const sarif = JSON.parse(readFileSync(run.outputs['sarif-file'] ?? '', 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(1);
    expect(run.used).toEqual([{ uses: 'actions/setup-node@v4', with: { 'node-version': '20' } }]);
  });

  test('uploads what it found before it fails', () => {
    const run = runAction(project({ 'lib/a.ex': BAD }), { sarif: 'true', 'node-version': '' });
    expect(run.passed).toBe(false);
    expect(run.used).toEqual([
      {
        uses: 'github/codeql-action/upload-sarif@v4',
        with: { sarif_file: run.outputs['sarif-file'], category: 'otp-lint' },
      },
    ]);
  });

  test('passes where nothing is found', () => {
    const run = runAction(project({ 'lib/a.ex': 'defmodule A do\nend\n' }));
    expect(run).toMatchObject({ passed: true, stdout: '', outputs: { 'exit-code': '0' } });
    expect(run.summary).toMatch(/^## otp-lint\n\nnothing found in 1 file /);
  });

  test('takes paths line by line and options word by word, and runs none of them', () => {
    const root = project({ 'lib/a b/c.ex': BAD, '$(touch gone).ex': BAD, 'lib/other.ex': BAD });
    const run = runAction(root, {
      paths: 'lib/a b\n\n$(touch gone).ex\n',
      args: '--rule pg2-removed=warning\n--level error',
      'fail-on': 'error',
    });
    expect(run).toMatchObject({ passed: true, stdout: '', stderr: '' });
    expect(run.summary).toContain('2 warnings not shown');
    expect(runAction(root, { paths: '-x;exit 0' }).stderr).toContain('-x;exit 0');
    expect(runAction(root, { args: '; exit 0' }).passed).toBe(false);
  });

  test('says why the run itself failed, and has no SARIF then', () => {
    const run = runAction(project({ 'otp-lint.json': '{ "rulez": {} }', 'lib/a.ex': BAD }), {
      sarif: 'true',
    });
    expect(run.passed).toBe(false);
    expect(run.outputs).toEqual({ 'sarif-file': '', 'exit-code': '2' });
    expect(run.stderr).toContain('rulez');
    expect(run.used.map(({ uses }) => uses)).toEqual(['actions/setup-node@v4']);
  });
});
