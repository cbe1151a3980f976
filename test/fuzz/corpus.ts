import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.js';

const FIXTURES = 'fixtures';

/** Real source to start from: every fixture, and the examples of every rule; in the same order each time. */
export function corpus(): string[] {
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.exs?$/.test(file))
    .sort();
  const examples = rules.flatMap(({ examples: { bad, good } }) => [...bad, ...good]);
  return [...files.map((file) => readFileSync(join(FIXTURES, file), 'utf8')), ...examples];
}
