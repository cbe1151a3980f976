import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { IgnoreRules } from '../../src/discover/gitignore-rules.js';
import { temporaryTree } from '../temporary-tree.js';

const PATHS = [
  'a',
  'b',
  'ab',
  'a.ex',
  'b.ex',
  '[a]',
  'a b',
  'd/a',
  'd/ab',
  'd/e/a',
  'd/e/f/b',
  'e/d/a.ex',
  'd/d/d/b',
];
const PIECES = [
  'a',
  'b',
  'd',
  'e',
  '*',
  '**',
  '?',
  '/',
  '/',
  '.ex',
  '[a-c]',
  '[!a]',
  '[^b]',
  '\\a',
  '\\*',
  '[[:alpha:]]',
  '[]a]',
  '[\\]a]',
  ' ',
  '[a-',
  '!',
  '#',
];

/** Numbers from 0 to 1 that are the same in each run. */
function* numbers(): Generator<number> {
  for (let state = 7; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

function patterns(count: number): string[] {
  const random = numbers();
  const next = (most: number) => Math.floor((random.next().value ?? 0) * most);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(6) }, () => PIECES[next(PIECES.length)]).join(''),
  );
}

/** What our rules say of a path, with the folders above it, as git asks. */
function isIgnored(rules: IgnoreRules, path: string): boolean {
  const names = path.split('/');
  return names.some((_, at) => rules.verdict(names.slice(0, at + 1), at < names.length - 1) ?? false);
}

test('what git ignores is ignored', () => {
  const lines = [
    ...[
      'a',
      '/a',
      'a/',
      'd/',
      '/d/',
      'd/*',
      'd/**',
      '**/a',
      '**/d/a',
      'd/**/a',
      '**',
      '*',
      '/**',
      '**/',
      'd/**/',
      'a\\ ',
      'a ',
      'a  ',
      '\\#',
      '#a',
      '\\!a',
      'd//a',
      '***',
      'a**b',
      'd/**a',
      '\\',
      'a\\',
      '[',
      '[a',
      'a\r',
      '/',
      '//',
      '[a]',
      '\\[a\\]',
      'a?b',
      'd?a',
      'd[/]a',
      '*.ex',
      '*.{ex,b}',
      '[[:nope:]]',
      '[a-]',
      '[-a]',
      '[b-a]',
    ],
    ...patterns(120),
  ];
  const files = lines.flatMap((line, at) => [
    [`${at}/.gitignore`, `${line}\n`],
    ...PATHS.map((path) => [`${at}/${path}/file`, '']),
  ]);
  const cwd = temporaryTree(Object.fromEntries(files));
  execFileSync('git', ['init', '--quiet'], { cwd });
  const asked = lines.flatMap((_, at) => PATHS.map((path) => `${at}/${path}/file`));
  const output = execFileSync('sh', ['-c', 'git check-ignore --no-index -z --stdin || test $? = 1'], {
    cwd,
    input: asked.join('\0'),
    encoding: 'utf8',
  });
  const ignoredByGit = new Set(output.split('\0'));
  const differences = lines.flatMap((line, at) => {
    const rules = new IgnoreRules(`${line}\n`);
    return PATHS.filter(
      (path) => isIgnored(rules, `${path}/file`) !== ignoredByGit.has(`${at}/${path}/file`),
    ).map(
      (path) => `${JSON.stringify(line)} and ${path}/file: git ${ignoredByGit.has(`${at}/${path}/file`)}`,
    );
  });
  expect(differences).toEqual([]);
  expect(ignoredByGit.size).toBeGreaterThan(200);
});

test('the last line that matches decides, and lines may end in CR', () => {
  const rules = new IgnoreRules('*.ex\r\n!keep.ex\r\nkeep.ex/\r\n# note\n\n');
  expect(rules.verdict(['a.ex'], false)).toBe(true);
  expect(rules.verdict(['keep.ex'], false)).toBe(false);
  expect(rules.verdict(['keep.ex'], true)).toBe(true);
  expect(rules.verdict(['a.exs'], false)).toBeUndefined();
});
