import { rules } from '../../rules/index.js';
import { defineRule, type Rule } from '../../src/lint/rule.js';
import { foundIn, type SourceText, without } from './project.js';

/** As long as it is on, every file may matter, so that all are read in full. It finds nothing. */
const ANYTHING: Rule = defineRule({
  id: 'anything',
  level: 'warning',
  pointsTo: {},
  summary: 'nothing',
  what: 'Finds nothing.',
  why: 'It may speak of any file.',
  instead: 'Nothing.',
  limits: [],
  examples: { bad: [], good: [] },
  module: () => undefined,
});

/** What is found, with all that is said about it, where every file is read in full and not where some are set aside. */
export async function setAsideDifferences(
  files: readonly SourceText[],
): Promise<{ gone: string[]; come: string[] }> {
  const inFull = await described(files, [...rules, ANYTHING]);
  const asUsual = await described(files, rules);
  return { gone: without(inFull, asUsual), come: without(asUsual, inFull) };
}

async function described(files: readonly SourceText[], asked: readonly Rule[]): Promise<string[]> {
  return (await foundIn(files, asked)).map((finding) => JSON.stringify(finding));
}
