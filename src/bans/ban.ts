import type { Level } from '../lint/finding.js';

/** A function that the configuration says not to call. */
export interface Ban {
  /** `Module.function/arity`, `Module.function` for any arity, or `Module.*` for the whole module. */
  function: string;
  /** Why, as the person who banned it says it. */
  message?: string;
  /** A function to call in its place, or words about what to do. */
  instead?: string;
  /** How bad it is; that of the rule by default. */
  level?: Level;
}

/** A function as a call names it. */
export interface Callee {
  /** Full, `:ets` for an Erlang module. */
  module: string;
  name: string;
  arity: number;
}

/** Bans by what they ban. */
export class BanTable {
  readonly #byFunction = new Map<string, Ban>();

  /** @param bans of two on the same function the first counts */
  constructor(bans: readonly Ban[]) {
    for (const ban of bans) {
      if (!this.#byFunction.has(ban.function)) this.#byFunction.set(ban.function, ban);
    }
  }

  /** The ban on a function: of several the one that names it most closely. */
  on({ module, name, arity }: Callee): Ban | undefined {
    return this.onFunction({ module, name, arity }) ?? this.onModule(module);
  }

  /** The ban that names the function itself. */
  onFunction({ module, name, arity }: Callee): Ban | undefined {
    return this.#byFunction.get(`${module}.${name}/${arity}`) ?? this.#byFunction.get(`${module}.${name}`);
  }

  /** The ban on a whole module. */
  onModule(module: string): Ban | undefined {
    return this.#byFunction.get(`${module}.*`);
  }
}
