import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { WatchedArea } from '../../src/discover/watched-area.js';
import { temporaryTree } from '../temporary-tree.js';

/** Which of some files are watched, relative to the folder that holds them all. */
function watched(files: Readonly<Record<string, string>>, cwd: string, paths: readonly string[]): string[] {
  const root = temporaryTree({ '.git/HEAD': '', ...files });
  const area = new WatchedArea(paths, join(root, cwd));
  expect(area.tops).toEqual([root]);
  return Object.keys(files).filter((file) => {
    const path = join(root, file);
    const folders: string[] = [];
    for (let folder = dirname(path); folder !== dirname(root); folder = dirname(folder)) folders.push(folder);
    return area.holdsFile(path) && folders.every((folder) => area.holdsFolder(folder));
  });
}

test('of a project: what is linted, what configures it, and nothing else', () => {
  const files = {
    'otp-lint.json': '{}',
    '.gitignore': '',
    'shop/mix.exs': '',
    'shop/otp-lint.json': '{}',
    'shop/config/config.exs': '',
    'shop/lib/a.ex': '',
    'shop/lib/deps/own.ex': '',
    'shop/lib/new/otp-lint.json': '{}',
  };
  const others = {
    'shop/lib/page.heex': '',
    'shop/test/a_test.exs': '',
    'shop/deps/jason/lib/jason.ex': '',
    'shop/_build/dev/a.ex': '',
    'shop/assets/a.exs': '',
    'other/lib/a.ex': '',
  };
  const expected = Object.keys(files);
  expect(watched({ ...files, ...others }, 'shop', [])).toEqual(expected);
  expect(watched({ ...files, ...others }, '.', ['shop/lib/a.ex'])).toEqual(expected);
  expect(watched({ ...files, ...others }, 'shop/lib', ['*.ex'])).toEqual(expected);
  expect(watched({ ...files, ...others }, 'shop', ['lib', 'test'])).toEqual([
    ...expected,
    'shop/test/a_test.exs',
  ]);
});

test('of an umbrella: its apps, and those to come', () => {
  const files = {
    'mix.exs': 'apps_path: "apps"',
    'config/config.exs': '',
    'apps/web/mix.exs': '',
    'apps/web/lib/web.ex': '',
    'apps/web/config/config.exs': '',
  };
  const others = { 'apps/web/test/web_test.exs': '', 'apps/web/assets/js/a.exs': '' };
  expect(watched({ ...files, ...others }, '.', [])).toEqual(Object.keys(files));
  expect(watched({ ...files, ...others }, 'apps/web', ['lib'])).toEqual(Object.keys(files));
});

test('of folders without a Mix project: what is asked for', () => {
  const files = { 'scripts/a.exs': '', 'lib/b.ex': '' };
  expect(watched(files, '.', ['scripts'])).toEqual(['scripts/a.exs']);
  expect(watched(files, '.', [])).toEqual(['lib/b.ex']);
});
