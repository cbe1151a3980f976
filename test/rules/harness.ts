import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../../rules/index.js';
import type { Finding } from '../../src/lint/finding.js';
import { type Case, casesIn } from '../../src/testing/cases.js';
import { lintWith as lintWithRule } from '../../src/testing/lint-with.js';

export { compare, type Expectation, expectationsIn, meets } from '../../src/testing/expectations.js';
export type { Case };

/** The folder that holds one folder of fixtures for each rule. */
export const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** The fixtures of one rule: each file by itself, and each folder as one project. */
export function casesOf(rule: string): Case[] {
  return casesIn(join(FIXTURES, rule));
}

/** Lints source with one rule alone, as the command line would; one that is off by default is turned on. */
export async function lintWith(rule: string, files: Case['files']): Promise<Finding[]> {
  return lintWithRule(
    rules.find(({ id }) => id === rule),
    files,
  );
}
