/** A module with one finding of the rule of `pluginText`, at 2:16. */
export const SLEEPY = 'defmodule Sleepy do\n  def run, do: Process.sleep(1)\nend\n';

/** The place of that finding, as `--format concise` gives it. */
export const PLACE = 'lib/sleepy.ex:2:16';

/** The object literal of a rule `no-sleep`. */
export function ruleText(more = '', message = 'it sleeps'): string {
  return `{
  id: 'no-sleep',
  level: 'warning',
  summary: 'a sleep',
  what: 'Finds sleeps.',
  why: 'They hide races.',
  instead: 'Wait for a message.',
  calls: ['Process.sleep/1'],
  check: (call, module, { project }) => ({ place: project.placeOfCall(call), message: '${message}' }),
  ${more}
}`;
}

/** The module of a plugin `team` with that rule. */
export function pluginText(rule = ruleText()): string {
  return `import { definePlugin, defineRule } from 'otp-lint';
export default definePlugin({ name: 'team', rules: [defineRule(${rule})] });
`;
}

/** A project with a finding, and a configuration that lists `./team.mjs` and says what else is to be said. */
export function project(files: Readonly<Record<string, string>>, more: object = {}): Record<string, string> {
  return {
    '.git/': '',
    'mix.exs': '',
    'lib/sleepy.ex': SLEEPY,
    'otp-lint.json': JSON.stringify({ plugins: ['./team.mjs'], ...more }),
    ...files,
  };
}
