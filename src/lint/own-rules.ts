import type { Level } from './finding.js';

/** A kind of finding that the engine makes itself, without a rule. */
export interface OwnRule {
  id: string;
  level: Level;
  /** What is said of the source and of suppressions belongs to every preset. */
  always: true;
  summary: string;
}

/**
 * Source that could not be read. It gates, since what was not read was not linted; it is no `error`, since
 * that would say the code fails, and only Elixir's own parser can know that.
 */
export const SYNTAX_ERROR: OwnRule = {
  id: 'syntax-error',
  level: 'warning',
  always: true,
  summary: 'source that could not be read as Elixir, and so was not linted',
};

/** A suppression comment that is wrong or not needed. */
export const SUPPRESSION: OwnRule = {
  id: 'suppression',
  level: 'warning',
  always: true,
  summary: 'a suppression comment that is wrong, gives no reason or suppresses nothing',
};

/** All of them; they are configured like rules. */
export const OWN_RULES: readonly OwnRule[] = [SUPPRESSION, SYNTAX_ERROR];
