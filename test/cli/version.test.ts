import { readFileSync } from 'node:fs';
import { runInNewContext, Script } from 'node:vm';
import { expect, test } from 'vitest';
import { withoutNative } from '../syntax/without-native.js';
import { temporaryTree } from '../temporary-tree.js';
import { MAIN, run } from './run.js';

const PACKAGE = JSON.parse(readFileSync('package.json', 'utf8'));

test.each(['-V', '--version'])('`%s` prints the version alone', (option) => {
  const answer = run(temporaryTree({}), [option]);
  expect(answer).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
});

test('`--version --verbose` also tells what it runs on', () => {
  const { status, stdout } = run(temporaryTree({}), ['--version', '--verbose'], {
    OTP_LINT_PARSER: 'native',
  });
  expect(stdout.split('\n')).toEqual([
    `otp-lint ${PACKAGE.version}`,
    `node ${process.versions.node} ${process.platform} ${process.arch}`,
    'parser native, tree-sitter 0.21.1',
    'grammar tree-sitter-elixir 0.3.5',
    '',
  ]);
  expect(status).toBe(0);
});

test('and why the parser is not the native one', () => {
  const { stdout } = run(temporaryTree({}), ['--version', '--verbose'], withoutNative());
  expect(stdout).toContain(
    "\nparser wasm, web-tree-sitter 0.24.7 (not native: Cannot find module 'tree-sitter')\n",
  );
});

test('`--verbose` is of no use to other commands', () => {
  const { status, stderr } = run(temporaryTree({}), ['--verbose', 'rules']);
  expect(stderr).toBe('otp-lint: --verbose does not go with `otp-lint rules`\n');
  expect(status).toBe(2);
});

test('each of the versions it tells is the one that is installed', () => {
  const wanted = { ...PACKAGE.dependencies, ...PACKAGE.optionalDependencies };
  for (const name of ['tree-sitter', 'tree-sitter-elixir', 'web-tree-sitter']) {
    expect(JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version).toBe(wanted[name]);
  }
});

test('a Node that is too old is told so in one line', () => {
  const source = readFileSync(MAIN, 'utf8');
  // A script has no `import` declarations: a Node that knows no modules can read it too.
  expect(() => new Script(source)).not.toThrow();
  const told: string[] = [];
  const old = {
    versions: { node: '18.20.4' },
    stderr: { write: (text: string) => told.push(text) },
    exitCode: 0,
  };
  runInNewContext(source, { process: old });
  expect(told).toEqual(['otp-lint: needs Node 20 or later; this is 18.20.4\n']);
  expect(old.exitCode).toBe(2);
  expect(PACKAGE.engines.node).toBe('>=20');
});
