import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Problems, Rule } from '../../src/lint/rule.js';
import { lintSources } from '../../src/lint/session.js';
import { casesOf } from './harness.js';

/** The same rule, which also notes what it reports in other files than the one it is asked about. */
function watched(rule: Rule, strays: string[]): Rule {
  const note = (problems: Problems, file: string): Problems => {
    for (const { place } of problems === undefined ? [] : [problems].flat())
      if (place.file !== file) strays.push(`${rule.id} on ${file}: ${place.file}:${place.line}`);
    return problems;
  };
  if ('module' in rule)
    return { ...rule, module: (module, context) => note(rule.module(module, context), module.file) };
  if ('check' in rule)
    return {
      ...rule,
      check: (call, module, context) => note(rule.check(call, module, context), module.file),
    };
  return rule;
}

// Whoever asks for part of a project is spared the modules of the rest.
test('a rule that is asked about a call or a module reports in its file', async () => {
  const strays: string[] = [];
  let found = 0;
  for (const rule of rules) {
    for (const { files } of casesOf(rule.id)) {
      const { findings } = await lintSources(files, { rules: [watched(rule, strays)], preset: 'all' });
      found += findings.length;
    }
  }
  expect(strays).toEqual([]);
  expect(found).toBeGreaterThan(rules.length);
});
