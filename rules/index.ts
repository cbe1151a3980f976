import type { Rule } from '../src/lint/rule.js';
import pg2Removed from './pg2-removed.js';

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [pg2Removed];
