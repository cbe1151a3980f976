import { rules } from '../../rules/index.js';
import { bannedFunction } from '../bans/banned-function.js';
import type { Rule } from './rule.js';

/** The rules of the catalogue and what the configuration makes up, sorted by id. */
export const builtInRules: readonly Rule[] = [...rules, bannedFunction].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);
