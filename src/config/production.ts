import { globMatcher } from './globs.js';

/** Tests, benchmarks and scripts. */
const TESTS = ['**/*.exs', '**/{test,tests,bench,benchmark,benchmarks}/**'];

/** What by its place runs only beside production: scripts, tests, benchmarks, Mix tasks. */
const NEVER_PRODUCTION = globMatcher([
  ...TESTS,
  '**/lib/mix/tasks/**',
  '**/lib/*/bench*',
  '**/lib/*/bench*/**',
]);

const isTest = globMatcher(TESTS);

/**
 * True for a file that, by its place, is a test, a benchmark or a script: code that no application calls.
 *
 * @param name relative to the linted code, with forward slashes
 */
export function isTestByPlace(name: string): boolean {
  return isTest(name);
}

/** Folders beside `lib` that are no production code; below `lib` they are an application's own modules. */
const BESIDE_LIB = /^(config|priv|examples?(_\w+)?|(\w+_)?tests?|tests?_\w+)$/;

/**
 * True for a file that, by its place, is code that runs in production.
 *
 * @param name relative to the linted code, with forward slashes
 */
export function isProductionByPlace(name: string): boolean {
  if (NEVER_PRODUCTION(name)) return false;
  const folders = name.split('/').slice(0, -1);
  const lib = folders.indexOf('lib');
  const beside = lib === -1 ? folders : folders.slice(0, lib);
  return !beside.some((folder) => BESIDE_LIB.test(folder));
}
