import type { CallRule, ModuleRule, Rule } from '../../src/lint/rule.js';
import { defineRule } from '../../src/lint/rule.js';
import { type LintSourcesOptions, lintSources } from '../../src/lint/session.js';

const PAGE = {
  level: 'warning',
  pointsTo: { ironLaw: [1] },
  summary: 'a rule of the tests',
  what: 'Finds what a test needs.',
  why: 'A test needs it.',
  instead: 'Nothing.',
  limits: [],
  examples: { bad: [], good: [] },
} as const satisfies Partial<Rule>;

/** Finds each call of some functions and names the call. */
export function callRule(id: string, calls: readonly string[], more: Partial<CallRule> = {}): CallRule {
  return defineRule({
    ...PAGE,
    pointsTo: { ironLaw: [1] },
    id,
    calls,
    check: (call, _module, { project }) => {
      return { place: project.placeOfCall(call), message: `\`${call.name}/${call.arity}\` is called` };
    },
    ...more,
  });
}

/** Finds every module. */
export function moduleRule(id: string, more: Partial<ModuleRule> = {}): ModuleRule {
  return defineRule({
    ...PAGE,
    pointsTo: { ironLaw: [1] },
    id,
    module: ({ def, name, project }) => {
      return {
        place: project.place(def, { start: def.headStart, end: def.headEnd }),
        message: `\`${name}\``,
      };
    },
    ...more,
  });
}

/** Lints one text as `lib/a.ex`, or several by their names. */
export function lintText(
  text: string | Readonly<Record<string, string>>,
  rules: readonly Rule[],
  options: Omit<LintSourcesOptions, 'rules'> = {},
) {
  const texts = typeof text === 'string' ? { 'lib/a.ex': text } : text;
  return lintSources(
    Object.entries(texts).map(([file, content]) => ({ file, text: content })),
    { rules, ...options },
  );
}

/** What was found, as `file:line rule message`. */
export async function found(...options: Parameters<typeof lintText>): Promise<string[]> {
  const { findings } = await lintText(...options);
  return findings.map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${message}`);
}
