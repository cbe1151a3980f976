import type { CallSite, ImportDirective } from '../elixir/model.js';
import type { ProjectModule } from '../project/project.js';
import type { Callee } from './ban.js';

/** What a call goes to, or may go to by the imports that are in force where it stands. */
export type Callees = { certain: Callee } | { imported: readonly Callee[] };

/** What a call goes to; undefined where the source does not say, and for functions of the module itself. */
export function calleesOf(site: CallSite, module: ProjectModule): Callees | undefined {
  const { name, arity } = site;
  if (name === '' || isGuess(site)) return undefined;
  if (site.module !== undefined)
    return site.module === module.name ? undefined : { certain: { module: site.module, name, arity } };
  if (!isLocal(site) || isInjected(site, module)) return undefined;
  const known = module.project.targetOf(site);
  if (known) return { certain: { module: known.module.name, name, arity } };
  const imported = importsAt(site, module).filter(
    (directive) => directive.module !== module.name && mayImport(directive, `${name}/${arity}`),
  );
  return { imported: imported.map((directive) => ({ module: directive.module, name, arity })) };
}

/** The imports in a module's body that bring in everything. */
export function blanketImports(module: ProjectModule): ImportDirective[] {
  return module.def.imports.filter(({ only }) => only === undefined);
}

/** `call(M, :f)`: that of a function which nobody knows, with arguments that are not in sight. */
function isGuess({ expr, situation }: CallSite): boolean {
  return expr.kind === 'atom' && situation.closure?.via?.args.length === 2;
}

function isLocal({ expr }: CallSite): boolean {
  const call = expr.kind === 'capture' ? expr.named : expr;
  return call?.kind === 'call' && call.receiver === undefined;
}

function isInjected({ name, arity }: CallSite, module: ProjectModule): boolean {
  return module.injectedFunctions.some((fn) => fn.name === name && fn.minArity <= arity && arity <= fn.arity);
}

function importsAt(site: CallSite, module: ProjectModule): ImportDirective[] {
  return [...(site.imports ?? []), ...module.injected.flatMap((quote) => quote.imports)];
}

function mayImport({ only, except }: ImportDirective, key: string): boolean {
  return (only === undefined || only.includes(key)) && !except?.includes(key);
}
