import type { CallSite } from '../elixir/model.js';
import type { CallRule, Rule } from './rule.js';

/** Finds the call rules that want to see a call, by the function it calls. */
export class CallIndex {
  readonly #rules = new Map<string, CallRule[]>();
  /** The modules that rules name functions of: few calls go to one. */
  readonly #modules = new Set<string>();

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) {
      if (!('calls' in rule)) continue;
      for (const key of new Set(rule.calls)) this.#add(key, rule);
    }
  }

  /**
   * The rules that name the function a call goes to, each once. A call that may go to one of several imported
   * modules counts for each of them.
   */
  rulesFor(call: CallSite): readonly CallRule[] {
    if (!this.#isNamed(call)) return NONE;
    const [module, ...others] = modulesOf(call);
    if (module === undefined) return NONE;
    const rules = this.#rulesNaming(module, call);
    if (others.length === 0) return rules;
    return [...new Set([...rules, ...others.flatMap((other) => this.#rulesNaming(other, call))])];
  }

  /** False for a call whose module, and all that is imported where it stands, no rule names: most are such. */
  #isNamed({ module, imports }: CallSite): boolean {
    if (module !== undefined) return this.#modules.has(module);
    return imports?.some((directive) => this.#modules.has(directive.module)) === true;
  }

  #rulesNaming(module: string, { name, arity }: CallSite): readonly CallRule[] {
    if (!this.#modules.has(module)) return NONE;
    const keys = [`${module}.${name}/${arity}`, `${module}.${name}/_`, `${module}._/_`];
    const [first = [], ...others] = keys.flatMap((key) => {
      const rules = this.#rules.get(key);
      return rules === undefined ? [] : [rules];
    });
    return others.length === 0 ? first : [...new Set([...first, ...others.flat()])];
  }

  #add(key: string, rule: CallRule): void {
    this.#modules.add(key.slice(0, key.lastIndexOf('.')));
    const rules = this.#rules.get(key);
    if (rules === undefined) this.#rules.set(key, [rule]);
    else rules.push(rule);
  }
}

const NONE: readonly CallRule[] = [];

/** The modules whose function a call may mean. */
function modulesOf({ module, imports = [], name, arity }: CallSite): string[] {
  if (module !== undefined) return [module];
  const key = `${name}/${arity}`;
  return imports
    .filter(({ only, except }) => (only === undefined || only.includes(key)) && !except?.includes(key))
    .map((directive) => directive.module);
}
