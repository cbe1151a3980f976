import type { Rule } from '../lint/rule.js';

/** A plugin that is loaded and found to be as it should be. */
export interface Plugin {
  /** What stands before the `/` of its rules' ids. */
  name: string;
  /** Its rules, with the ids under which they are configured: `name/rule`. */
  rules: readonly Rule[];
}

/** True for the id of a rule that only a plugin can have. */
export function isPluginRule(id: string): boolean {
  return id.includes('/');
}
