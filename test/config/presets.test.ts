import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { levelInPreset, type PRESETS } from '../../src/config/presets.js';
import { lintSources } from '../../src/lint/session.js';
import { callRule, moduleRule } from '../lint/test-rules.js';

const FILES = [{ file: 'lib/a.ex', text: 'defmodule A do\n  def a, do: :a.b()\nend\n' }];

function on(preset: (typeof PRESETS)[number]): string[] {
  return rules.filter((rule) => levelInPreset(preset, rule) !== 'off').map(({ id }) => id);
}

test('`red-flags` turns on the rules of the seven red flags', () => {
  expect(on('red-flags')).toEqual(rules.filter(({ redFlag }) => redFlag !== undefined).map(({ id }) => id));
});

test('`all` turns on every rule', () => {
  expect(on('all')).toEqual(rules.map(({ id }) => id));
});

test('`strict` has the rules of `recommended`', () => {
  expect(on('strict')).toEqual(on('recommended'));
  expect(on('recommended')).toEqual(
    rules.filter(({ level, recommended }) => level !== 'off' && recommended !== false).map(({ id }) => id),
  );
});

test('in `strict` advice is a warning, also advice of a rule that warns, unless a level is named', async () => {
  const advice = callRule('advice', [':a.b/0'], { level: 'info' });
  const mild = moduleRule('mild', {
    module: ({ def, project }) => ({ place: project.place(def, def), message: 'is mild', level: 'info' }),
  });
  const levels = async (configuration: Parameters<typeof lintSources>[1]['configuration'] = {}) => {
    const { findings } = await lintSources(FILES, { rules: [advice, mild], configuration });
    return findings.map(({ rule, level }) => `${rule} ${level}`).sort();
  };
  expect(await levels()).toEqual(['advice info', 'mild info']);
  expect(await levels({ preset: 'strict' })).toEqual(['advice warning', 'mild warning']);
  const named = new Map([['advice', 'info'] as const]);
  expect(await levels({ preset: 'strict', rules: named })).toEqual(['advice info', 'mild warning']);
});

test('a preset of the command line overrides that of the configuration', async () => {
  const off = callRule('advice', [':a.b/0'], { level: 'off' });
  const found = async (preset?: 'all') => {
    const { findings } = await lintSources(FILES, {
      rules: [off],
      configuration: { preset: 'strict' },
      ...(preset && { preset }),
    });
    return findings.map(({ level }) => level);
  };
  expect(await found()).toEqual([]);
  expect(await found('all')).toEqual(['info']);
});
