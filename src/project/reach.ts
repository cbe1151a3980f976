import type { CallSite, Closure, FunctionClause, FunctionDef } from '../elixir/model.js';
import { runnerOf, starterOf } from '../otp/processes.js';
import type { Expr } from '../syntax/ast.js';
import { perProject } from './memory.js';
import type { Project } from './project.js';
import { Shared } from './shared.js';

/** A call that a piece of code leads to, and the calls on the way to it, outermost first, itself last. */
export interface Reached {
  site: CallSite;
  chain: readonly CallSite[];
}

export interface WalkOptions {
  /** Return false to leave out a call, and what it leads to. */
  follow?: (site: CallSite) => boolean;
  /** How many calls deep to look. */
  depth?: number;
  /** A call of the clause whose function counts as run by the same process: an `Agent.start_link` is its `init`. */
  inside?: CallSite;
}

export type ReachOptions =
  | (WalkOptions & { only?: never })
  | {
      depth?: number;
      /** The calls to give, where not all are looked for; what the others lead to counts all the same. */
      only: Sought;
      follow?: never;
      inside?: never;
    };

const DEPTH = 20;

/**
 * Where a call runs, seen from the function it stands in: through every anonymous function around it.
 *
 * @param inside a call whose function counts as run by the same process
 * @returns `caller` where the process that runs the function makes the call, `other` where another process does,
 * `kept` where nobody knows
 */
export function runnerOfSite(
  site: CallSite,
  project: Project,
  inside?: CallSite,
): 'caller' | 'other' | 'kept' {
  for (let closure = site.situation.closure; closure; closure = closure.outer) {
    if (inside && closure.via === inside) continue;
    const runner = runnerOfClosure(closure, project);
    if (runner !== 'caller') return runner;
    if (isUsedElsewhere(closure, project, inside)) return 'other';
  }
  return 'caller';
}

/** True where the process that runs a function given to `outer` makes a call inside that function itself. */
export function runsInside(site: CallSite, outer: CallSite, project: Project): boolean {
  for (let closure = site.situation.closure; closure; closure = closure.outer) {
    if (closure.via === outer) return true;
    if (runnerOfClosure(closure, project) !== 'caller') return false;
    if (isUsedElsewhere(closure, project, outer)) return false;
  }
  return false;
}

/** True for a function kept in a variable that is given away inside another function, which another process runs. */
function isUsedElsewhere(closure: Closure, project: Project, inside: CallSite | undefined): boolean {
  const { via, outer } = closure;
  for (
    let around = via?.situation.closure;
    around && around !== outer && around !== closure;
    around = around.outer
  ) {
    if (!(inside && around.via === inside) && runnerOfClosure(around, project) !== 'caller') return true;
  }
  return false;
}

function runnerOfClosure({ via, arg }: Closure, project: Project): 'caller' | 'other' | 'kept' {
  if (!via) return 'kept';
  const runner = runnerOf(via);
  if (runner !== 'caller') return runner;
  return handsOver(via, arg, project) ? 'other' : 'caller';
}

/** The process starter behind a call that is given a function: itself, or what a wrapper of the project uses. */
export function starterBehind(site: CallSite, arg: number, project: Project): CallSite | undefined {
  if (starterOf(site)) return site;
  const target = project.targetOf(site);
  return target && spawnerOf(target, arg, project);
}

function handsOver(via: CallSite, arg: number, project: Project): boolean {
  return starterBehind(via, arg, project) !== undefined;
}

const spawnersOf = perProject((_: FunctionDef) => new Map<number, CallSite | undefined>());

/** The call in a function that runs the function's own parameter `arg` in another process. */
function spawnerOf(fn: FunctionDef, arg: number, project: Project): CallSite | undefined {
  const known = spawnersOf(fn, project);
  if (known.has(arg)) return known.get(arg);
  known.set(arg, undefined);
  const found = fn.clauses
    .map((clause) => spawnerIn(clause, arg, project))
    .find((site) => site !== undefined);
  known.set(arg, found);
  return found;
}

function spawnerIn(clause: FunctionClause, arg: number, project: Project): CallSite | undefined {
  const name = parameterName(clause.params[arg]);
  if (name === undefined) return undefined;
  for (const site of clause.calls) {
    const at = site.args.findIndex((value) => value.kind === 'variable' && value.name === name);
    if (at !== -1) {
      const starter = starterBehind(site, at, project);
      if (starter) return starter;
    }
    const calls = site.name === '' && site.expr.kind === 'call' && isVariable(site.expr.receiver, name);
    if (!calls && at === -1) continue;
    for (let closure = site.situation.closure; closure; closure = closure.outer) {
      const starter = closure.via && starterBehind(closure.via, closure.arg, project);
      if (starter) return starter;
    }
  }
  return undefined;
}

function isVariable(expr: Expr | undefined, name: string): boolean {
  return expr?.kind === 'variable' && expr.name === name;
}

/** The variable a parameter binds, its default left out. */
export function parameterName(param: Expr | undefined): string | undefined {
  if (param?.kind === 'variable') return param.name;
  if (param?.kind === 'operator' && (param.name === '\\\\' || param.name === '=')) {
    return param.args.map(parameterName).find((name) => name !== undefined);
  }
  return undefined;
}

/** The calls of a clause that the process running it makes itself. */
export function callsHere(clause: FunctionClause, project: Project, inside?: CallSite): readonly CallSite[] {
  return inside ? callsInside(clause, project, inside) : callsInCaller(clause, project);
}

const callsInCaller = perProject((clause: FunctionClause, project) => callsInside(clause, project));

function callsInside(clause: FunctionClause, project: Project, inside?: CallSite): readonly CallSite[] {
  const { calls } = clause;
  const found = calls.filter(
    (site) =>
      !site.situation.quoted && !site.situation.devOnly && runnerOfSite(site, project, inside) === 'caller',
  );
  return found.length === calls.length ? calls : found;
}

/** Of the calls that a clause makes itself, those that somebody looks for. */
export type Sought = (clause: FunctionClause, project: Project) => readonly CallSite[];

const NONE: readonly CallSite[] = [];

/**
 * Looks for calls of one kind. The answer is kept for each clause: most have no such call, so that those that
 * are reached from many places are passed over quickly.
 */
export function sought(test: (site: CallSite, project: Project) => boolean): Sought {
  return perProject((clause: FunctionClause, project) => {
    const found = callsHere(clause, project).filter((site) => test(site, project));
    return found.length === 0 ? NONE : found;
  });
}

/**
 * Every call that running a clause can lead to in the same process, through functions of the project, nearest
 * first; each function is entered once.
 */
export function reach(
  clause: FunctionClause,
  project: Project,
  options: ReachOptions = {},
): Generator<Reached> {
  const { depth = DEPTH } = options;
  if (options.only) return upTo(depth, clause, options.only, project);
  const { follow, inside } = options;
  if (!follow && !inside) return upTo(depth, clause, callsInCaller, project);
  return reachFrom(callsHere(clause, project, inside), project, options, [clause]);
}

/** A clause that is entered, and the calls on the way to it, outermost first. */
export interface Entry {
  clause: FunctionClause;
  way: readonly CallSite[];
}

/** Every clause that running a clause can enter in the same process, itself first, nearest first. */
export function* entriesOf(clause: FunctionClause, project: Project): Generator<Entry> {
  const entries = entriesFrom(clause, project);
  for (let at = 0, entry = entries.at(0); entry; at += 1, entry = entries.at(at)) yield entry;
}

/** Many rules look at the same calls: where a clause leads is found once, and only as far as somebody looks. */
const entriesFrom = perProject(
  (clause: FunctionClause, project) => new Shared<Entry>((known) => enterFrom(clause, project, known)),
);

function* enterFrom(first: FunctionClause, project: Project, known: Iterable<Entry>): Generator<Entry> {
  const seen = new Set([first]);
  yield { clause: first, way: NONE };
  // What is found on the way is looked into in its turn.
  for (const { clause, way } of known) {
    if (way.length >= DEPTH - 1) return;
    for (const { site, clauses } of stepsFrom(clause, project)) {
      for (const next of clauses) {
        if (seen.has(next)) continue;
        seen.add(next);
        yield { clause: next, way: [...way, site] };
      }
    }
  }
}

interface Step {
  site: CallSite;
  clauses: readonly FunctionClause[];
}

const NOWHERE: readonly Step[] = [];

/** The calls of a clause that enter clauses of the project in the same process. */
const stepsFrom = perProject((clause: FunctionClause, project): readonly Step[] => {
  const steps = callsHere(clause, project).flatMap((site) => {
    const clauses = clausesEntered(site, project);
    return clauses.length === 0 ? [] : [{ site, clauses }];
  });
  return steps.length === 0 ? NOWHERE : steps;
});

function* upTo(depth: number, clause: FunctionClause, only: Sought, project: Project): Generator<Reached> {
  for (const { clause: entered, way } of entriesOf(clause, project)) {
    if (way.length >= depth) return;
    for (const site of only(entered, project)) yield { site, chain: [...way, site] };
  }
}

/**
 * Some calls, and every call that they can lead to in the same process.
 *
 * @param entered clauses that are not looked into again
 */
export function* reachFrom(
  sites: readonly CallSite[],
  project: Project,
  options: WalkOptions = {},
  entered: readonly FunctionClause[] = [],
): Generator<Reached> {
  const seen = new Set<FunctionClause>(entered);
  let level: Reached[] = sites.map((site) => ({ site, chain: [site] }));
  for (let depth = options.depth ?? DEPTH; depth > 0 && level.length > 0; depth -= 1) {
    const next: Reached[] = [];
    for (const reached of level) {
      if (options.follow && !options.follow(reached.site)) continue;
      yield reached;
      for (const clause of clausesEntered(reached.site, project)) {
        if (seen.has(clause)) continue;
        seen.add(clause);
        const calls = callsHere(clause, project, options.inside);
        next.push(...calls.map((site) => ({ site, chain: [...reached.chain, site] })));
      }
    }
    level = next;
  }
}

/** The clauses of a project function that a call can enter, judged by the literals among its arguments. */
export const clausesEntered = perProject((site: CallSite, project): readonly FunctionClause[] => {
  const target = project.targetOf(site);
  if (!target || target.kind === 'defmacro' || target.kind === 'defmacrop') return [];
  if (site.captured || site.args.length !== target.arity) return target.clauses;
  return target.clauses.filter((clause) =>
    clause.params.every((param, index) => mayMatch(param, site.args[index])),
  );
});

/** False where a pattern can never match a value, as far as literals show. */
export function mayMatch(pattern: Expr, value: Expr | undefined): boolean {
  if (!value) return true;
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.every((part) => mayMatch(part, value));
  if (pattern.kind === 'operator' && pattern.name === '\\\\')
    return !pattern.args[0] || mayMatch(pattern.args[0], value);
  if (pattern.kind === 'atom') {
    if (value.kind === 'atom') return pattern.value === value.value;
    return !isLiteral(value);
  }
  if (pattern.kind === 'alias') {
    const known = pattern.module !== undefined && (value.kind !== 'alias' || value.module !== undefined);
    if (value.kind === 'alias') return !known || pattern.module === value.module;
    return !isLiteral(value);
  }
  if (pattern.kind === 'number')
    return value.kind === 'number' ? pattern.value === value.value : !isLiteral(value);
  if (pattern.kind === 'text')
    return value.kind === 'text' ? pattern.value === value.value : !isLiteral(value);
  if (pattern.kind === 'tuple') {
    if (value.kind === 'tuple') {
      return (
        pattern.items.length === value.items.length &&
        pattern.items.every((item, index) => mayMatch(item, value.items[index]))
      );
    }
    return !isLiteral(value);
  }
  if (pattern.kind === 'list') return value.kind === 'list' || !isLiteral(value);
  if (pattern.kind === 'map') return !isLiteral(value) || value.kind === 'map';
  return true;
}

const LITERALS: ReadonlySet<Expr['kind']> = new Set([
  'atom',
  'number',
  'text',
  'tuple',
  'list',
  'map',
  'fn',
  'alias',
]);

function isLiteral(expr: Expr): boolean {
  return LITERALS.has(expr.kind);
}

/** `handle_call/3 → refresh/1 → HTTPoison.get/1`: a chain of calls as a reader follows it. */
export function chainText(start: string, chain: readonly CallSite[]): string {
  return [start, ...chain.map(callText)].join(' → ');
}

/** `Module.name/arity` of a call, or `name/arity` for one of its own module. */
export function callText(site: CallSite): string {
  const { module, name, arity } = site;
  const own = module === undefined || module === site.situation.owner.name || module === 'Kernel';
  return own ? `${name}/${arity}` : `${module}.${name}/${arity}`;
}

/** `name/arity` of the function that a clause belongs to. */
export function functionText({ fn }: FunctionClause): string {
  return `${fn.name}/${fn.arity}`;
}
