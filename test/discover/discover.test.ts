import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from '../../src/discover/discover.js';
import { reportedName } from '../../src/discover/names.js';
import { temporaryTree } from '../temporary-tree.js';

async function found(cwd: string, ...paths: string[]): Promise<string[]> {
  const { files } = await discover(paths, { cwd, isIgnored: () => false });
  return files.map((file) => reportedName(cwd, file));
}

function empty(...paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, '']));
}

describe('what is linted', () => {
  test('files, folders and globs, each file once and in order', async () => {
    const cwd = temporaryTree(empty('lib/b.ex', 'lib/a/c.ex', 'lib/d.exs', 'lib/e.eex', 'test/f.exs'));
    expect(await found(cwd, 'test/f.exs', 'lib', 'lib/**/*.ex', join(cwd, 'lib/b.ex'))).toEqual([
      'lib/a/c.ex',
      'lib/b.ex',
      'lib/d.exs',
      'test/f.exs',
    ]);
  });

  test('a glob that matches folders means what lies in them', async () => {
    const cwd = temporaryTree(empty('apps/a/lib/a.ex', 'apps/b/lib/x/b.ex', 'apps/b/test/b.exs'));
    expect(await found(cwd, 'apps/*/lib')).toEqual(['apps/a/lib/a.ex', 'apps/b/lib/x/b.ex']);
  });

  test('a name with the characters of a glob is taken as it stands', async () => {
    const cwd = temporaryTree(empty('lib/[id]/a.ex', 'lib/(x)/b.ex'));
    expect(await found(cwd, 'lib/[id]/a.ex', 'lib/(x)')).toEqual(['lib/(x)/b.ex', 'lib/[id]/a.ex']);
  });

  test('files beside and above the working directory', async () => {
    const root = temporaryTree(empty('a/lib/a.ex', 'b/lib/b.ex'));
    expect(await found(join(root, 'a'), '../b')).toEqual(['../b/lib/b.ex']);
  });

  test('without paths: the `lib` here', async () => {
    const cwd = temporaryTree(empty('mix.exs', 'lib/a.ex', 'test/a.exs'));
    expect(await found(cwd)).toEqual(['lib/a.ex']);
  });

  test('without paths in an umbrella: the `lib` of each app, wherever `apps_path` says', async () => {
    const files = empty('parts/a/lib/a.ex', 'parts/b/lib/b.ex', 'parts/b/test/b.exs', 'parts/notes.md');
    const mix = 'def project, do: [apps_path: "parts"]';
    expect(await found(temporaryTree({ ...files, 'mix.exs': mix }))).toEqual([
      'parts/a/lib/a.ex',
      'parts/b/lib/b.ex',
    ]);
  });

  test('without paths: an `apps` folder of Mix projects beside no `lib` is an umbrella as well', async () => {
    expect(await found(temporaryTree(empty('apps/a/mix.exs', 'apps/a/lib/a.ex')))).toEqual([
      'apps/a/lib/a.ex',
    ]);
  });
});

describe('what is left out', () => {
  test('what Mix, editors and npm made', async () => {
    const cwd = temporaryTree({
      ...empty('lib/a.ex', 'deps/x/lib/x.ex', '_build/dev/x.ex', 'node_modules/x/x.ex', '.elixir_ls/x.ex'),
      ...empty('cover/x.ex', '.git/x.ex', 'apps/one/deps/x.ex', 'lib/node_modules/x.ex', 'a/b/c/d/deps/x.ex'),
    });
    expect(await found(cwd, '.')).toEqual(['lib/a.ex']);
    expect(await found(cwd, '**/*.ex')).toEqual(['lib/a.ex']);
  });

  test('but not an application’s own modules of such a name', async () => {
    const cwd = temporaryTree(empty('lib/books/cover/art.ex', 'lib/deps/graph.ex', 'config/deps/logger.exs'));
    const own = ['config/deps/logger.exs', 'lib/books/cover/art.ex', 'lib/deps/graph.ex'];
    expect(await found(cwd, '.')).toEqual(own);
    expect(await found(cwd, 'lib')).toEqual(own.slice(1));
    expect(await found(join(cwd, 'lib'), '.')).toEqual(['books/cover/art.ex', 'deps/graph.ex']);
  });

  test('but a folder that is named outright is linted', async () => {
    const cwd = temporaryTree({ ...empty('deps/x/lib/x.ex'), '.gitignore': 'deps/\n' });
    expect(await found(cwd, 'deps/x')).toEqual(['deps/x/lib/x.ex']);
    expect(await found(cwd, 'deps/*/lib')).toEqual(['deps/x/lib/x.ex']);
    expect(await found(cwd, 'deps/x/lib/x.ex')).toEqual(['deps/x/lib/x.ex']);
  });

  test('symbolic links, also in a circle', async () => {
    const cwd = temporaryTree(empty('lib/a.ex', 'elsewhere/b.ex'));
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'lib/link'));
    symlinkSync(join(cwd, 'elsewhere/b.ex'), join(cwd, 'lib/b.ex'));
    symlinkSync(join(cwd, 'lib'), join(cwd, 'lib/again'));
    expect(await found(cwd, 'lib')).toEqual(['lib/a.ex']);
  });

  test('what the configuration ignores; a file named outright is then told about', async () => {
    const cwd = temporaryTree(empty('lib/a.ex', 'lib/b.ex'));
    const isIgnored = (file: string) => file.endsWith('b.ex');
    const options = { cwd, isIgnored };
    expect((await discover(['lib'], options)).files).toEqual([join(cwd, 'lib/a.ex')]);
    expect(await discover(['lib/b.ex'], options)).toEqual({
      files: [],
      folders: [],
      skipped: [{ file: 'lib/b.ex', reason: 'ignored by the configuration' }],
    });
  });

  test('a file that is not Elixir is told about', async () => {
    const cwd = temporaryTree(empty('lib/a.ex', 'README.md'));
    const { files, skipped } = await discover(['README.md', 'lib/a.ex'], { cwd, isIgnored: () => false });
    expect(files).toEqual([join(cwd, 'lib/a.ex')]);
    expect(skipped).toEqual([{ file: 'README.md', reason: 'not an Elixir file (`.ex` or `.exs`)' }]);
  });
});

describe('.gitignore', () => {
  test('nested files, negation and folders as git has them', async () => {
    const cwd = temporaryTree({
      '.git/HEAD': '',
      '.gitignore': '*_gen.ex\n/lib/tmp/\n# note\n',
      'lib/.gitignore': '!keep_gen.ex\nlocal.ex\n',
      'lib/tmp/.gitignore': '!x.ex\n',
      ...empty(
        'lib/a.ex',
        'lib/a_gen.ex',
        'lib/keep_gen.ex',
        'lib/x/local.ex',
        'lib/tmp/x.ex',
        'x/lib/tmp/y.ex',
      ),
    });
    expect(await found(cwd, '.')).toEqual(['lib/a.ex', 'lib/keep_gen.ex', 'x/lib/tmp/y.ex']);
  });

  test('files between the git root and the linted folder count, those above the root do not', async () => {
    const root = temporaryTree({
      '.gitignore': 'b.ex\n',
      'repo/.git/HEAD': '',
      'repo/.gitignore': 'a.ex\n',
      'repo/app/.gitignore': 'c.ex\n',
      ...empty('repo/app/lib/a.ex', 'repo/app/lib/b.ex', 'repo/app/lib/c.ex', 'repo/app/lib/A.ex'),
    });
    expect(await found(join(root, 'repo/app/lib'), '.')).toEqual(['A.ex', 'b.ex']);
  });

  test('without git it counts from the working directory down', async () => {
    const cwd = temporaryTree({ '.gitignore': 'gen/\n', ...empty('lib/a.ex', 'lib/gen/b.ex') });
    expect(await found(cwd, 'lib')).toEqual(['lib/a.ex']);
  });
});

describe('what cannot be done', () => {
  test('a path that does not exist', async () => {
    const cwd = temporaryTree(empty('lib/a.ex'));
    await expect(found(cwd, 'lib', 'lob')).rejects.toThrow('no such file or folder: `lob`');
  });

  test('nothing to lint', async () => {
    const cwd = temporaryTree(empty('lib/a.eex', 'lib/empty/'));
    const nothing = 'no Elixir file (`.ex` or `.exs`) to lint under';
    await expect(found(cwd, 'lib')).rejects.toThrow(`${nothing} \`lib\``);
    await expect(found(cwd, 'lib/*.ex')).rejects.toThrow(`${nothing} \`lib/*.ex\``);
    await expect(found(cwd, 'lib/a.eex')).rejects.toThrow(`${nothing} \`lib/a.eex\``);
  });

  test('no default path', async () => {
    const none = 'there is no `lib` folder here';
    await expect(found(temporaryTree(empty('src/a.ex')))).rejects.toThrow(none);
    await expect(found(temporaryTree({ 'mix.exs': 'apps_path: "apps"' }))).rejects.toThrow(none);
  });

  test('a path that cannot be followed', async () => {
    const cwd = temporaryTree(empty('lib/a.ex'));
    symlinkSync(join(cwd, 'loop'), join(cwd, 'loop'));
    await expect(found(cwd, 'loop')).rejects.toThrow('cannot read `loop`: ELOOP');
    await expect(found(cwd, 'lib/a.ex/b')).rejects.toThrow(/`lib\/a.ex\/b`/);
  });
});
