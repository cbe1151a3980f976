import { expect, test, vi } from 'vitest';

// What the pure functions of paths do on Windows, with the path functions that Node has for it.
vi.mock('node:path', async () => {
  const { win32 } = await vi.importActual<typeof import('node:path')>('node:path');
  return { ...win32, default: win32 };
});

const { isElixirFile, isWithin, pathOf, reportedName, slashed, wayTo } = await import(
  '../../src/discover/names.js'
);
const { Globs } = await import('../../src/config/globs.js');
const { artifactOf } = await import('../../src/report/sarif-places.js');

const CWD = 'C:\\Users\\Ada\\my_app';

test('names are reported with forward slashes, relative to the working directory', () => {
  expect(reportedName(CWD, `${CWD}\\lib\\my_app\\rates.ex`)).toBe('lib/my_app/rates.ex');
  expect(reportedName(CWD, CWD)).toBe('.');
  expect(reportedName(CWD, 'C:\\Users\\Ada\\other\\a.ex')).toBe('../other/a.ex');
  expect(reportedName(CWD, 'D:\\a.ex')).toBe('D:/a.ex');
  expect(slashed('lib\\a.ex')).toBe('lib/a.ex');
  expect(wayTo(`${CWD}\\lib\\a.ex`, CWD)).toBe('lib\\a.ex');
});

test.each([
  'lib/a.ex',
  'lib\\a.ex',
  '.\\lib\\a.ex',
  'C:\\Users\\Ada\\my_app\\lib\\a.ex',
  'c:/Users/Ada/my_app/lib/a.ex',
])('the path %s is one and the same', (path) => {
  const absolute = pathOf(CWD, path);
  expect(reportedName(CWD, absolute)).toBe('lib/a.ex');
  expect(isWithin(absolute, CWD)).toBe(true);
  expect(isElixirFile(absolute)).toBe(true);
});

test('what lies elsewhere does not lie within', () => {
  for (const path of [
    'C:\\Users\\Ada',
    'C:\\Users\\Ada\\my_app2\\a.ex',
    'D:\\Users\\Ada\\my_app\\a.ex',
    '\\\\host\\share\\a.ex',
  ])
    expect(isWithin(path, CWD)).toBe(false);
});

test('globs match, and SARIF names files, as elsewhere', () => {
  const globs = new Globs(['lib/legacy/**', '!keep.ex'], CWD);
  expect(globs.includes(`${CWD}\\lib\\legacy\\a.ex`)).toBe(true);
  expect(globs.includes(`${CWD}\\lib\\legacy\\keep.ex`)).toBe(false);
  expect(globs.includes(`${CWD}\\lib\\a.ex`)).toBe(false);
  expect(artifactOf('lib/a b.ex')).toEqual({ uri: 'lib/a%20b.ex', uriBaseId: '%SRCROOT%' });
});
