import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { needElixir } from './need-elixir.js';

function compare(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/truth/compare.mjs', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

test('Elixir itself sees the same modules, functions, calls and aliases in every fixture', (ctx) => {
  needElixir(ctx);
  const { status, stdout } = compare('fixtures', 'test/truth/samples', '--list', '20', '--min', '100');
  expect(status, stdout).toBe(0);
  expect(stdout.match(/^\| remote calls +\| +\d{3,} /gm)).toHaveLength(2);
  expect(stdout.match(/^\| [a-z ]+ \| .* 100\.000 % \|$/gm)).toHaveLength(14);
}, 180_000);

test('what Elixir is asked is what its compiler sees', (ctx) => {
  needElixir(ctx);
  const { status, stdout } = spawnSync('elixir', ['test/truth/check_elixir_facts.exs'], { encoding: 'utf8' });
  expect(status, stdout).toBe(0);
  expect(stdout).toContain('imports.ex calls: ');
});

test('agreement below what is asked for fails, and each difference is listed with its place', (ctx) => {
  needElixir(ctx);
  const folder = temporaryTree({
    // Elixir pipes into what stands in the parentheses.
    'lib/pipes.ex':
      'defmodule Pipes do\n  def run(list) do\n    list |> (Enum.uniq() |> Enum.sort())\n  end\nend\n',
    'deps/other/lib/other.ex': 'defmodule Other do\nend\n',
  });
  const { status, stdout } = compare(folder, '--list', '5');
  expect(status).toBe(1);
  expect(stdout).toContain(`${folder}: 1 files, of which Elixir reads 1`);
  expect(stdout).toMatch(/^\| modules +\| +1 \| +1 \| +1 \| +0 \| +0 \| 100\.000 % \|$/m);
  expect(stdout).toContain(`piped remote calls, only ours:\n  ${folder}/lib/pipes.ex:3: Enum.sort/2\n`);
  expect(stdout).toContain(`${folder}: piped remote calls agree by less than 99.5 %`);
  expect(compare(folder, '--min', '0').status).toBe(0);
});

test('a path or an Elixir that is not there is told of', () => {
  expect(compare('no/such/folder')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'no such file or folder: `no/such/folder`\n',
  });
  const { status, stderr } = spawnSync(process.execPath, ['test/truth/compare.mjs', 'test/truth/samples'], {
    encoding: 'utf8',
    env: { PATH: '' },
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'cannot run `elixir`: spawn elixir ENOENT\n' });
  expect(compare()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage: npm run compare') });
});
