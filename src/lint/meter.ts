import type { Rule } from './rule.js';

/** What a run does, one after the other. */
export type Phase = 'start' | 'read' | 'look up' | 'extract' | 'join' | 'ask' | 'sort' | 'keep' | 'report';

/** Measures a run, which tells it what it does. */
export interface Meter {
  /** A phase begins, and the one before ends. */
  begin(phase: Phase): void;
  /** How many files were parsed, of how many the facts were known from before, and how many of both are set aside. */
  extracted(parsed: number, known: number, aside: number): void;
  /** Nothing is to be found out: the result of the whole run was in the cache. */
  known(): void;
  /** Puts a question to a rule. @returns what the rule answers */
  ask<Answer>(rule: Rule, question: () => Answer): Answer;
}

/** Is told how far a run is: how many files are understood, then how many modules the rules have seen. */
export type Progress = (done: number, total: number, what: 'files' | 'modules') => void;

/** Who wants to know how a run goes on. */
export interface Observers {
  /** Measures the run. */
  meter?: Meter;
  /** Is told how far it is. */
  progress?: Progress;
  /** Is waited for between the questions to the rules; where it throws, the run is given up. */
  pause?: () => Promise<void>;
}
