import { isKernel } from '../kernel.js';
import type { CallSite, ImportDirective, ModuleDef } from '../model.js';
import type { Scope } from '../scope.js';

/** Keeps the calls of a file with the clauses and modules they stand in, and says where local ones go. */
export class RecordedCalls {
  /** What is imported where calls stand that may be of what is imported. */
  readonly #imports = new Map<CallSite, readonly ImportDirective[]>();

  /** Adds a call to the clause it stands in, or to its module. */
  record(site: CallSite, scope: Scope): void {
    const { clause, owner } = site.situation;
    const callee = site.expr.kind === 'capture' ? site.expr.named : site.expr;
    const remote = callee?.kind !== 'call' || callee.receiver !== undefined;
    if (!remote && scope.imports.length > 0) this.#imports.set(site, scope.imports);
    if (clause) clause.calls.push(site);
    else owner.bodyCalls.push(site);
  }

  /** Says of every call without a receiver whether the module itself defines it; once the module is complete. */
  resolveLocals(module: ModuleDef): void {
    const defined = new Set<string>();
    for (const fn of module.functions) {
      for (let arity = fn.minArity; arity <= fn.arity; arity += 1) defined.add(`${fn.name}/${arity}`);
    }
    trim(module);
    const sites = [
      ...module.bodyCalls,
      ...module.functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls)),
    ];
    for (const site of sites) {
      const callee = site.expr.kind === 'capture' ? site.expr.named : site.expr;
      if (site.module !== undefined || site.target || callee?.kind !== 'call' || callee.receiver) continue;
      const key = `${site.name}/${site.arity}`;
      const imports = this.#imports.get(site);
      const target = defined.has(key)
        ? module.name
        : (importedFrom(imports, key) ?? (isFromKernel(site, imports, key) ? 'Kernel' : undefined));
      if (target === undefined) continue;
      site.module = target;
      callee.module = target;
      this.#imports.delete(site);
    }
  }

  /** Says of every call that is left what is imported where it stands; once all modules are complete. */
  noteImports(): void {
    for (const [site, imports] of this.#imports) site.imports = imports;
  }
}

/** Gives back the room that the lists of calls keep to grow. */
function trim(module: ModuleDef): void {
  module.bodyCalls = module.bodyCalls.slice();
  for (const fn of module.functions) {
    fn.clauses = fn.clauses.slice();
    for (const clause of fn.clauses) clause.calls = clause.calls.slice();
  }
}

/** The module that an `import … only:` names for a function. */
function importedFrom(imports: readonly ImportDirective[] | undefined, key: string): string | undefined {
  return imports?.find((directive) => directive.only?.includes(key))?.module;
}

/** Whether `Kernel` gives a function, as far as `import Kernel, …` has not taken it away. */
function isFromKernel(
  { name, arity }: CallSite,
  imports: readonly ImportDirective[] | undefined,
  key: string,
): boolean {
  if (!isKernel(name, arity)) return false;
  const said = imports?.findLast(({ module }) => module === 'Kernel');
  return !said?.except?.includes(key) && (said?.only?.includes(key) ?? true);
}
