import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MixProjects } from '../../src/discover/mix-projects.js';
import { readMixSettings } from '../../src/discover/settings.js';
import { temporaryTree } from '../temporary-tree.js';

function projectOf(cwd: string, file: string) {
  return new MixProjects(cwd).projectOf(join(cwd, file));
}

describe('the Mix project of a file', () => {
  test('is that of the nearest mix.exs', () => {
    const cwd = temporaryTree({ 'mix.exs': '', 'tools/gen/mix.exs': '', 'tools/gen/lib/a.ex': '' });
    expect(projectOf(cwd, 'tools/gen/lib/a.ex')).toEqual({ root: 'tools/gen' });
    expect(projectOf(cwd, 'tools/other.ex')).toEqual({ root: '.' });
  });

  test('may stand above the working directory', () => {
    const root = temporaryTree({ 'mix.exs': '', 'lib/a.ex': '' });
    expect(projectOf(join(root, 'lib'), 'a.ex')).toEqual({ root: '..' });
  });

  test('is not looked for above the git root', () => {
    const root = temporaryTree({ 'mix.exs': '', 'repo/.git/HEAD': '', 'repo/lib/a.ex': '' });
    expect(projectOf(join(root, 'repo'), 'lib/a.ex')).toEqual({ root: '.', none: true });
  });

  test('names the umbrella it is an app of', () => {
    const cwd = temporaryTree({
      'shop/mix.exs': '[\n  # apps_path: "old",\n  apps_path: "parts/apps"\n]',
      'shop/parts/apps/web/mix.exs': '',
      'shop/other/tool/mix.exs': '',
    });
    expect(projectOf(cwd, 'shop/parts/apps/web/lib/a.ex')).toEqual({
      root: 'shop/parts/apps/web',
      umbrella: 'shop',
    });
    expect(projectOf(cwd, 'shop/other/tool/lib/a.ex')).toEqual({ root: 'shop/other/tool' });
  });

  test('with an `apps` folder of Mix projects beside a `lib`, there is no umbrella', () => {
    const cwd = temporaryTree({ 'mix.exs': '', 'lib/a.ex': '', 'apps/one/mix.exs': '' });
    expect(projectOf(cwd, 'apps/one/lib/a.ex')).toEqual({ root: 'apps/one' });
  });
});

test('a project’s settings are its config files, config.exs first, the umbrella’s before', () => {
  const cwd = temporaryTree({
    'mix.exs': 'apps_path: "apps"',
    'config/dev.exs': 'dev',
    'config/config.exs': 'umbrella',
    'config/notes.md': '',
    'apps/web/mix.exs': 'web',
    'apps/web/config/config.exs': 'app',
  });
  expect(readMixSettings({ root: 'apps/web', umbrella: '.' }, cwd)).toEqual({
    skipped: [],
    config: [
      { file: 'config/config.exs', text: 'umbrella' },
      { file: 'config/dev.exs', text: 'dev' },
      { file: 'apps/web/config/config.exs', text: 'app' },
    ],
  });
  expect(readMixSettings({ root: 'nowhere' }, cwd)).toEqual({ config: [], skipped: [] });
});
