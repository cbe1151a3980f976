import { callText } from '../elixir/call-text.js';
import { mayMatch } from '../elixir/may-match.js';
import type { CallSite, FunctionClause } from '../elixir/model.js';
import { perProject } from './memory.js';
import type { Project } from './project.js';
import { runnerOfSite } from './runners.js';
import { Shared } from './shared.js';
import { stepsTaken } from './steps.js';

export { callText, functionText } from '../elixir/call-text.js';
export { mayMatch } from '../elixir/may-match.js';
export { parameterName, runnerOfSite, runsInside, starterBehind } from './runners.js';

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

/** A clause that is entered. */
export interface Entry {
  clause: FunctionClause;
  /** The call that enters it, and where that stands; absent for the clause that it begins with. */
  by?: { site: CallSite; from: Entry };
  /** The number of calls on the way to it. */
  depth: number;
}

/** The calls on the way to a clause, outermost first. */
export function wayTo({ by }: Entry): CallSite[] {
  const way: CallSite[] = [];
  for (let step = by; step; step = step.from.by) way.push(step.site);
  return way.reverse();
}

/** Every clause that running a clause can enter in the same process, itself first, nearest first. */
export function* entriesOf(clause: FunctionClause, project: Project): Generator<Entry> {
  const entries = entriesFrom(clause, project);
  for (let at = 0, entry = entries.at(0); entry; at += 1, entry = entries.at(at)) {
    stepsTaken.reach += 1;
    yield entry;
  }
}

/** Many rules look at the same calls: where a clause leads is found once, and only as far as somebody looks. */
const entriesFrom = perProject(
  (clause: FunctionClause, project) => new Shared<Entry>((known) => enterFrom(clause, project, known)),
);

function* enterFrom(first: FunctionClause, project: Project, known: Iterable<Entry>): Generator<Entry> {
  const seen = new Set([first]);
  yield { clause: first, depth: 0 };
  // What is found on the way is looked into in its turn.
  for (const from of known) {
    const depth = from.depth + 1;
    if (depth >= DEPTH) return;
    for (const { site, clauses } of stepsFrom(from.clause, project)) {
      for (const clause of clauses) {
        if (seen.has(clause)) continue;
        seen.add(clause);
        yield { clause, by: { site, from }, depth };
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
  for (const entry of entriesOf(clause, project)) {
    if (entry.depth >= depth) return;
    const sites = only(entry.clause, project);
    if (sites.length === 0) continue;
    const way = wayTo(entry);
    stepsTaken.reach += sites.length;
    for (const site of sites) yield { site, chain: [...way, site] };
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
      stepsTaken.reach += 1;
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
export function clausesEntered(site: CallSite, project: Project): readonly FunctionClause[] {
  // Most calls go out of the project: the look-up costs no more than to find an answer that was kept.
  const target = project.targetOf(site);
  if (!target || target.kind === 'defmacro' || target.kind === 'defmacrop') return NO_CLAUSES;
  if (site.captured || site.args.length !== target.arity) return target.clauses;
  return clausesChosen(site, project);
}

const NO_CLAUSES: readonly FunctionClause[] = [];

const clausesChosen = perProject((site: CallSite, project): readonly FunctionClause[] =>
  (project.targetOf(site)?.clauses ?? []).filter((clause) =>
    clause.params.every((param, index) => mayMatch(param, site.args[index])),
  ),
);

/** `handle_call/3 → refresh/1 → HTTPoison.get/1`: a chain of calls as a reader follows it. */
export function chainText(start: string, chain: readonly CallSite[]): string {
  return [start, ...chain.map(callText)].join(' → ');
}
