/**
 * Tests for rules of your own: `import { checkFixtures } from 'otp-lint/testing'`.
 *
 * @module
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from '../api/rules.js';
import { causeOf } from '../lint/run-error.js';
import { pluginIn } from '../plugins/exported.js';
import { casesIn } from './cases.js';
import { compare, expectationsIn } from './expectations.js';
import { lintWith } from './lint-with.js';

export type { Plugin } from '../api/rules.js';

/** What one fixture does not have as its comments say. */
export interface FixtureDifference {
  /** `rule/fixture`, as it stands in the folder; the rule alone where it has no fixture that demands a finding. */
  fixture: string;
  /** Found and not demanded: `lib/a.ex:3:5-20 my-team/no-raw-sql (warning): message`. */
  unexpected: readonly string[];
  /** Demanded and not found, or why nothing could be. */
  missing: readonly string[];
}

/**
 * Lints the fixtures of every rule of a plugin, each with its rule alone, and throws where what is found is not what
 * the comments in them demand. Works with any test runner.
 *
 * @param plugin what the module of the plugin exports by default
 * @param folder holds a folder for each rule, by its id; in it each `.ex` file is linted by itself, as one below `lib`,
 *   and each folder as a Mix project. A comment demands a finding in the line above it, where its carets stand or, with
 *   `<-`, anywhere: `#  ^^^^ no-raw-sql (warning): part of the message`; level and message may be left out.
 * @throws Error that lists the differences; or names what is wrong with the plugin
 */
export async function checkFixtures(plugin: Plugin, folder: string | URL): Promise<void> {
  const differences = await fixtureDifferences(plugin, folder);
  if (differences.length === 0) return;
  const lines = differences.flatMap(({ fixture, unexpected, missing }) => [
    `${fixture}:`,
    ...unexpected.map((each) => `  unexpected ${each}`),
    ...missing.map((each) => `  missing ${each}`),
  ]);
  throw new Error(`findings are not what the fixtures demand\n${lines.join('\n')}`);
}

/**
 * The same as data: the fixtures that differ, none where all is as it should be.
 *
 * @throws Error that names what is wrong with the plugin
 */
export async function fixtureDifferences(plugin: Plugin, folder: string | URL): Promise<FixtureDifference[]> {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  const { name, rules } = pluginIn(plugin);
  const found: FixtureDifference[] = [];
  for (const rule of rules) {
    const id = rule.id.slice(name.length + 1);
    const cases = casesIn(join(path, id));
    if (!cases.some(({ files }) => files.some((file) => expectationsIn(file).length > 0)))
      found.push({ fixture: id, unexpected: [], missing: ['a fixture that demands a finding'] });
    for (const { name: fixture, files } of cases) {
      const wanted = files
        .flatMap(expectationsIn)
        .map((each) => (each.rule.includes('/') ? each : { ...each, rule: `${name}/${each.rule}` }));
      const difference = await lintWith(rule, files)
        .then((findings) => compare(findings, wanted))
        .catch((error: unknown) => ({ unexpected: [], missing: [causeOf(error)] }));
      if (difference.unexpected.length + difference.missing.length > 0)
        found.push({ fixture: `${id}/${fixture}`, ...difference });
    }
  }
  return found;
}
