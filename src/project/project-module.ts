import { atomOf } from '../elixir/literals.js';
import type {
  CallSite,
  FileFacts,
  FunctionClause,
  FunctionDef,
  ModuleDef,
  UseDirective,
} from '../elixir/model.js';
import { type Nature, naturesOf, startsLikeApplication } from '../otp/processes/nature.js';
import { type Server, serverOf } from '../otp/processes/server.js';
import { isProductionModule } from '../otp/production.js';
import { functionIn, type Project } from './project.js';

/** One module with what the rest of the project adds to it. */
export class ProjectModule {
  /** Every call in the module's functions and body, in order of appearance. */
  readonly sites: readonly CallSite[];
  #natures: ReadonlySet<Nature> | undefined;
  #uses: readonly UseDirective[] | undefined;
  #injected: readonly ModuleDef[] | undefined;
  #server: Server | undefined | null = null;
  #production: boolean | undefined;

  constructor(
    readonly def: ModuleDef,
    readonly facts: FileFacts,
    readonly project: Project,
  ) {
    this.sites = sitesIn(def);
  }

  get name(): string {
    return this.def.name;
  }

  get file(): string {
    return this.def.file;
  }

  /** The clauses of its own function, in order; empty where there is none. */
  clausesOf(name: string, arity: number): readonly FunctionClause[] {
    return this.functionNamed(name, arity)?.clauses ?? [];
  }

  /** Its own function of that name and arity. */
  functionNamed(name: string, arity: number): FunctionDef | undefined {
    return functionIn(this.def, name, arity);
  }

  /** What macros of the project put into this module through `use`, outermost first, and `@before_compile`. */
  get injected(): readonly ModuleDef[] {
    this.#injected ??= [
      ...injectedBy(this.def.uses, this.project, new Set([this.name])),
      ...beforeCompile(this.def, this.def, this.project),
    ];
    return this.#injected;
  }

  /** Every `use` of the module, those that macros of the project add included. */
  get uses(): readonly UseDirective[] {
    this.#uses ??= this.def.uses.concat(...this.injected.map((quote) => quote.uses));
    return this.#uses;
  }

  /** Functions that macros of the project add. */
  get injectedFunctions(): readonly FunctionDef[] {
    return this.injected.flatMap((quote) => quote.functions);
  }

  /** What the module is: a server, a supervisor, a controller, … */
  get natures(): ReadonlySet<Nature> {
    this.#natures ??= naturesOf([
      ...this.uses.map(({ module }) => module),
      ...this.def.behaviours.map(({ module }) => module),
      ...this.injected.flatMap((quote) => quote.behaviours.map(({ module }) => module)),
      ...(startsLikeApplication(this.def) ? ['Application'] : []),
    ]);
    return this.#natures;
  }

  is(...natures: Nature[]): boolean {
    return natures.some((nature) => this.natures.has(nature));
  }

  /** The process that runs this module's callbacks, where it is one. */
  get server(): Server | undefined {
    if (this.#server === null) this.#server = serverOf(this);
    return this.#server;
  }

  /** True for code that runs in production (see `isProductionModule`). */
  get production(): boolean {
    this.#production ??= this.project.settings.isProduction(this.file) && isProductionModule(this);
    return this.#production;
  }
}

/** The quoted bodies that `use` brings in, through macros of the project to any depth. */
function injectedBy(uses: readonly UseDirective[], project: Project, seen: Set<string>): ModuleDef[] {
  const found: ModuleDef[] = [];
  for (const { module, options } of uses) {
    const target = project.moduleNamed(module);
    if (!target || seen.has(module)) continue;
    seen.add(module);
    const which = atomOf(options);
    const names = ['__using__', ...(which === undefined ? [] : [which])];
    const quotes = names.flatMap((name) => quotesOf(name, target.def));
    for (const quote of quotes) {
      found.push(
        quote,
        ...beforeCompile(quote, target.def, project),
        ...injectedBy(quote.uses, project, seen),
      );
    }
  }
  return found;
}

/**
 * What a function of a module quotes, together with what functions of the same module quote for it:
 * `unquote(html_helpers())`.
 */
function quotesOf(name: string, home: ModuleDef, seen: Set<string> = new Set()): ModuleDef[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const own = home.quotes.get(name);
  const called = home.functions
    .filter((fn) => fn.name === name)
    .flatMap(({ clauses }) => clauses.flatMap(({ calls }) => calls))
    .filter((site) => site.module === home.name && home.quotes.has(site.name));
  return [...(own ? [own] : []), ...called.flatMap((site) => quotesOf(site.name, home, seen))];
}

/** What `@before_compile` in a quoted body adds (`Module`, "Compile callbacks"). */
function beforeCompile(quote: ModuleDef, home: ModuleDef, project: Project): ModuleDef[] {
  return quote.beforeCompile.flatMap((name) => {
    const target = name === '__MODULE__' || name === home.name ? home : project.moduleNamed(name)?.def;
    return target?.quotes.get('__before_compile__') ?? [];
  });
}

function sitesIn({ bodyCalls, functions }: ModuleDef): CallSite[] {
  return bodyCalls.concat(...functions.flatMap(({ clauses }) => clauses.map(({ calls }) => calls)));
}
