import type { Ban } from '../bans/ban.js';
import type { AppConfig } from '../elixir/app-config.js';
import type { CallSite, FileFacts, FunctionClause, FunctionDef, ModuleDef } from '../elixir/model.js';
import type { Evidence, Place } from '../lint/finding.js';
import { type Nature, naturesBy } from '../otp/processes/nature.js';
import { IndirectModules } from './indirect.js';
import { ProjectModule } from './project-module.js';
import { SupervisionTree } from './supervision/supervision-tree.js';

export { ProjectModule } from './project-module.js';

/** What the person who runs the linter says about the project. */
export interface ProjectSettings {
  /** Whether a file counts as production code. */
  isProduction(file: string): boolean;
  /** Whether a file is a test, a benchmark or a script: what it calls says nothing about how the application runs. */
  isTest(file: string): boolean;
  /** Further slow functions, as `Module.function/arity`, `Module.function` or `Module.*`. */
  slowWork: readonly string[];
  /** What its `config/*.exs` say. */
  config: AppConfig;
  /** Whether a module counts as part of the request path although nothing in it says so. */
  isRequestPath(module: string): boolean;
  /** The functions that a module of a file is not to call. */
  bansFor(file: string, module: string): readonly Ban[];
}

/** All modules of one Mix project (an umbrella counts as one), joined. Built once, asked by every rule. */
export class Project {
  readonly modules: readonly ProjectModule[];
  /** What was found out about it, by the number of the question (`oncePerProject`). */
  readonly answers: (object | undefined)[] = [];
  readonly #byName = new Map<string, ProjectModule>();
  readonly #files = new Map<string, FileFacts>();
  /** What stands behind receivers that are no module names. */
  readonly indirect: IndirectModules;
  #supervision: SupervisionTree | undefined;
  readonly #byDef = new Map<ModuleDef, ProjectModule>();
  readonly #callers = new Map<FunctionDef, CallSite[]>();
  readonly #callersInTests = new Map<FunctionDef, CallSite[]>();
  /** Calls of the files whose module or function only the project knows, as they were before. */
  readonly #resolved: { site: CallSite; was: Pick<CallSite, 'name' | 'callee'> }[] = [];

  /**
   * @param files the facts of every file of the project
   * @param settings what the configuration says about it
   */
  constructor(
    readonly files: readonly FileFacts[],
    readonly settings: ProjectSettings,
  ) {
    this.indirect = new IndirectModules(settings.config, (name) => this.#byName.get(name)?.def);
    const modules: ProjectModule[] = [];
    for (const file of files) {
      this.#files.set(file.file, file);
      for (const def of file.modules) {
        const module = new ProjectModule(def, file, this);
        modules.push(module);
        this.#byDef.set(def, module);
        if (def.name !== '' && !def.quoted && !this.#byName.has(def.name)) this.#byName.set(def.name, module);
      }
    }
    this.modules = modules;
    this.#resolveIndirect();
    for (const module of modules) this.#indexCallers(module);
  }

  #resolveIndirect(): void {
    const { indirect } = this;
    for (const { sites } of this.modules) {
      for (const site of sites) {
        if (site.module !== undefined) continue;
        const found = site.name === '' ? indirect.functionBehind(site) : indirect.moduleBehind(site);
        if (found === undefined) continue;
        this.#resolved.push({ site, was: { name: site.name, callee: site.callee } });
        Object.assign(site, typeof found === 'string' ? { module: found } : found, { callee: undefined });
      }
    }
  }

  /** Takes back what was written into the facts, so that they can be joined to another project. */
  release(): void {
    for (const { site, was } of this.#resolved) Object.assign(site, { module: undefined, ...was });
  }

  #indexCallers(module: ProjectModule): void {
    const { isTest } = this.settings;
    const inTest = isTest(module.file);
    for (const site of module.sites) {
      const target = this.targetOf(site);
      if (!target) continue;
      const isOutside = inTest && target.module.file !== module.file;
      addTo(isOutside ? this.#callersInTests : this.#callers, target, site);
    }
  }

  /** Who supervises whom. */
  get supervision(): SupervisionTree {
    this.#supervision ??= new SupervisionTree(this);
    return this.#supervision;
  }

  /** The module of a full name, where the project defines it. */
  moduleNamed(name: string | undefined): ProjectModule | undefined {
    return name === undefined ? undefined : this.#byName.get(name);
  }

  /** The project's view of a module of its own. */
  moduleOf(def: ModuleDef): ProjectModule | undefined {
    return this.#byDef.get(def);
  }

  /** The function of the project that a call goes to: its own module's, another's, or an imported one. */
  targetOf(site: CallSite): FunctionDef | undefined {
    if (site.module !== undefined)
      return this.functionNamed(site.module, site.name, site.arity, site.situation.owner);
    for (const { module, only, except } of site.imports ?? []) {
      if (!this.#byName.has(module)) continue;
      const key = `${site.name}/${site.arity}`;
      if ((only && !only.includes(key)) || except?.includes(key)) continue;
      const found = this.functionNamed(module, site.name, site.arity);
      if (found && found.kind !== 'defp') return found;
    }
    return undefined;
  }

  /** A function by module, name and arity, default arguments considered. */
  functionNamed(module: string, name: string, arity: number, owner?: ModuleDef): FunctionDef | undefined {
    const home = owner?.name === module ? owner : this.#byName.get(module)?.def;
    return home && functionIn(home, name, arity);
  }

  /** The calls in the project that go to a function; what tests and scripts call in other files is left out. */
  callersOf(fn: FunctionDef): readonly CallSite[] {
    return this.#callers.get(fn) ?? [];
  }

  /** The same with what is left out there, as far as these tests and scripts are read in full. */
  allCallersOf(fn: FunctionDef): readonly CallSite[] {
    return [...this.callersOf(fn), ...(this.#callersInTests.get(fn) ?? [])];
  }

  /** The natures (server, supervisor, controller, …) of a module by name, also of one outside the project. */
  naturesOf(module: string): ReadonlySet<Nature> {
    return this.moduleNamed(module)?.natures ?? naturesBy(module);
  }

  /** Lines and columns of an offset range of a module's file. */
  place(owner: ModuleDef, range: { start: number; end: number }): Place {
    const lines = this.#files.get(owner.file)?.lines;
    const at = lines ? lines.range(range.start, range.end) : { line: 1, column: 1, endLine: 1, endColumn: 1 };
    return { file: owner.file, ...at };
  }

  /** The whole text of a module's file. */
  textOf(owner: ModuleDef): string {
    return this.#files.get(owner.file)?.text ?? '';
  }

  /** The place of a call, pipes left out: from the callee's name on where it is piped into. */
  placeOfCall(site: CallSite): Place {
    return this.place(site.situation.owner, { start: startOfCall(site), end: site.end });
  }

  /** The head of a clause: `def name(args) when guard`. */
  placeOfHead(clause: FunctionClause): Place {
    return this.place(clause.fn.module, { start: clause.headStart, end: clause.headEnd });
  }

  /** A step of evidence at a call. */
  evidence(site: CallSite, message: string): Evidence {
    return { ...this.placeOfCall(site), message };
  }

  /** A step of evidence at the head of a clause. */
  evidenceAtHead(clause: FunctionClause, message: string): Evidence {
    return { ...this.placeOfHead(clause), message };
  }
}

/** Where a reader sees a call begin: a piped call begins at its own name, not where the pipe does. */
export function startOfCall(site: CallSite): number {
  const { expr } = site;
  if (expr.kind !== 'call' || !expr.piped) return site.start;
  return expr.receiver ? expr.receiver.start : expr.nameStart;
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

const functionsOf = new WeakMap<ModuleDef, ReadonlyMap<string, FunctionDef[]>>();

/** The function of a module that answers to a name and an arity. */
export function functionIn(module: ModuleDef, name: string, arity: number): FunctionDef | undefined {
  let byName = functionsOf.get(module);
  if (!byName) {
    byName = functionsByName(module);
    functionsOf.set(module, byName);
  }
  return byName.get(name)?.find((fn) => fn.minArity <= arity && arity <= fn.arity);
}

function functionsByName({ functions }: ModuleDef): ReadonlyMap<string, FunctionDef[]> {
  const byName = new Map<string, FunctionDef[]>();
  for (const fn of functions) addTo(byName, fn.name, fn);
  return byName;
}
