/** More functions than these hand nothing on from one to the next in code that people write. */
const DEEPEST = 100;

/** Questions about functions that wait for the answer about the function behind, as deep as the stack surely bears. */
export class Nesting {
  #depth = 0;

  /** The answer to a question, or another one where too many wait already. */
  ask<Answer>(question: () => Answer, tooDeep: Answer): Answer {
    if (this.#depth >= DEEPEST) return tooDeep;
    this.#depth += 1;
    try {
      return question();
    } finally {
      this.#depth -= 1;
    }
  }
}
