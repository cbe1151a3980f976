import type { RuleLevel } from '../config/schema.js';
import { LEVELS, type Level } from './finding.js';

/**
 * The level at which a problem is reported. The configured level replaces the rule's own; a problem with its
 * own level keeps it, but is never graver than what its rule was lowered to.
 *
 * @param configured the level of the rule in the problem's file
 * @param rule the level that the rule has by itself
 * @param problem the level that the problem has by itself, if any
 * @returns undefined where it is not reported
 */
export function reportedLevel(configured: RuleLevel, rule: RuleLevel, problem?: Level): Level | undefined {
  if (configured === 'off') return undefined;
  if (problem === undefined) return configured;
  const isLowered = weightOf(configured) < weightOf(rule);
  return isLowered && weightOf(configured) < weightOf(problem) ? configured : problem;
}

/** `off` weighs -1, `info` 0. */
function weightOf(level: RuleLevel): number {
  return level === 'off' ? -1 : LEVELS.indexOf(level);
}

/** True where `level` weighs as much as `threshold`, or more. */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(threshold);
}
