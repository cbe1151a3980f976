import { performance } from 'node:perf_hooks';
import type { Meter, Phase } from './meter.js';
import type { Rule } from './rule.js';

/** What one rule took. */
export interface RuleTiming {
  rule: Rule;
  milliseconds: number;
  /** How often it was asked. */
  calls: number;
}

/** Takes the time of a run, or of several over the same files as `--fix` makes them. */
export class Timing implements Meter {
  readonly #phases = new Map<Phase, number>();
  readonly #rules = new Map<Rule, RuleTiming>();
  readonly #begun: number;
  #phase: Phase;
  #since: number;
  #parsed = 0;
  #kept = 0;
  #aside = 0;
  #isKnown = false;

  /** @param begun when the first phase began, as `performance.now()` gives it */
  constructor(phase: Phase, begun = performance.now()) {
    this.#begun = begun;
    this.#phase = phase;
    this.#since = begun;
  }

  begin(phase: Phase): void {
    this.end();
    this.#phase = phase;
  }

  /** Ends the phase that has begun last. */
  end(): void {
    const now = performance.now();
    this.#phases.set(this.#phase, this.millisecondsOf(this.#phase) + now - this.#since);
    this.#since = now;
  }

  extracted(parsed: number, known: number, aside: number): void {
    this.#parsed += parsed;
    this.#kept += known;
    this.#aside += aside;
  }

  known(): void {
    this.#isKnown = true;
  }

  ask<Answer>(rule: Rule, question: () => Answer): Answer {
    const begun = performance.now();
    try {
      return question();
    } finally {
      const timing = this.#rules.get(rule) ?? { rule, milliseconds: 0, calls: 0 };
      timing.milliseconds += performance.now() - begun;
      timing.calls += 1;
      this.#rules.set(rule, timing);
    }
  }

  /** How many files were parsed. */
  get parsed(): number {
    return this.#parsed;
  }

  /** How many files were not, since what is in them was known. */
  get kept(): number {
    return this.#kept;
  }

  /** How many files name nothing that a rule speaks of, so that nothing more was read of them. */
  get aside(): number {
    return this.#aside;
  }

  /** True where no rule was asked, since the whole result was known. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** From the beginning of the first phase to the end of the last, in milliseconds. */
  get total(): number {
    return this.#since - this.#begun;
  }

  /** How long a phase took, all its times together; 0 where it has not ended, or never begun. */
  millisecondsOf(phase: Phase): number {
    return this.#phases.get(phase) ?? 0;
  }

  /** The rules that were asked, those that took longest first. */
  get rules(): RuleTiming[] {
    return [...this.#rules.values()].sort((a, b) => b.milliseconds - a.milliseconds);
  }
}
