import { OWN_RULES } from './own-rules.js';

/** The ids that may stand in configurations: those of some rules, and those of what the engine finds itself. */
export function configurableIds(rules: readonly { id: string }[]): string[] {
  return [...rules, ...OWN_RULES].map(({ id }) => id).sort();
}
