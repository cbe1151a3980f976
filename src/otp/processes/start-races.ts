import { calleeOf } from '../../elixir/callee.js';
import { fatesOf } from '../../elixir/fates.js';
import { clauseExprs } from '../../elixir/flow.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { isThrownAway } from '../../elixir/thrown-away.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import { oncePerProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { callsHere, clausesEntered, reach, runnerOfSite } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';
import { isMadeWhenAbsent } from '../absences.js';
import { namingOf } from '../names/naming.js';
import { isAnsweredStart } from './answered-starts.js';
import { callbackRunning } from './callback-code.js';
import { processStartOf } from './process-starts.js';

/** A process looked up by name and, where there is none, started, as seen from the function that decides. */
export interface LookUpThenStart {
  /** The calls from the function to the look-up, itself last. */
  lookUp: readonly CallSite[];
  /** The calls from the function to the start, itself last. */
  start: readonly CallSite[];
}

/**
 * `Module.function` → which argument names the process (`Process.whereis/1`, `GenServer.whereis/1`,
 * `Registry.lookup/2`, `:global.whereis_name/1`).
 */
const LOOK_UPS: Record<string, number> = {
  'Process.whereis': 0,
  ':erlang.whereis': 0,
  'GenServer.whereis': 0,
  'Registry.lookup': 1,
  'Registry.whereis_name': 0,
  'Horde.Registry.lookup': 1,
  'Horde.Registry.whereis_name': 0,
  ':global.whereis_name': 0,
  'Swarm.whereis_name': 0,
  ':syn.lookup': 1,
};
const HELPERS = 2;
const STARTS = 3;
const CALLERS = 2;

/** The places in a module where two callers can both find no process and both start it. */
export function racesIn(module: ProjectModule): LookUpThenStart[] {
  return module.def.functions.flatMap(({ clauses }) =>
    clauses.flatMap((clause) => raceIn(clause, module) ?? []),
  );
}

function raceIn(clause: FunctionClause, module: ProjectModule): LookUpThenStart | undefined {
  const { project } = module;
  if (!clause.body || !lookingUp(project).has(clause) || isOneByOne(clause, module)) return undefined;
  const calls = callsHere(clause, project).filter((site) => !isLocked(site));
  for (const site of calls) {
    const lookUp = lookUpBehind(site, project);
    const start = lookUp && startAfter(lookUp, calls, clause, project);
    if (start && !handlesRival(clause, project)) return { lookUp, start };
  }
  return undefined;
}

/** True for code that one process alone runs: a callback of a server that there is one of. */
function isOneByOne(clause: FunctionClause, module: ProjectModule): boolean {
  if (module.is('application', 'supervisor') && /^(init|start)$/.test(clause.fn.name)) return true;
  return callbackRunning(clause, module.project) !== undefined && namingOf(module).kind !== 'many';
}

/** Inside `:global.trans/2`. */
function isLocked({ situation }: CallSite): boolean {
  for (let { closure } = situation; closure; closure = closure.outer)
    if (closure.via?.module === ':global') return true;
  return false;
}

// --- the look-up --------------------------------------------------------------------------------------------

const lookUps = callsTo(({ callee }) => LOOK_UPS[callee] !== undefined);

/** The clauses that look a process up, themselves or through near functions: all others need no further look. */
const lookingUp = oncePerProject((project): ReadonlySet<FunctionClause> => {
  const found = new Set<FunctionClause>();
  let level = project.modules.flatMap(lookUps);
  for (let depth = HELPERS; depth >= 0; depth -= 1) {
    const clauses = level.flatMap(({ situation: { clause } }) => (clause ? [clause] : []));
    for (const clause of clauses) found.add(clause);
    level = [...new Set(clauses.map(({ fn }) => fn))].flatMap((fn) => project.callersOf(fn));
  }
  return found;
});

function lookUpBehind(site: CallSite, project: Project, depth = HELPERS): readonly CallSite[] | undefined {
  if (LOOK_UPS[calleeOf(site)] !== undefined) return [site];
  if (depth === 0) return undefined;
  for (const clause of clausesEntered(site, project)) {
    const calls = callsHere(clause, project);
    if (calls.some((inner) => isAnsweredStart(inner, project))) return undefined;
    for (const inner of calls) {
      const chain = lookUpBehind(inner, project, depth - 1);
      if (chain && answers(inner, clause)) return [site, ...chain];
    }
  }
  return undefined;
}

/** True for a call that a clause answers with, or whose value decides what it answers. */
function answers({ expr }: CallSite, clause: FunctionClause): boolean {
  return fatesOf(expr, clause).some((fate) => {
    if (fate.kind === 'returned') return true;
    if (fate.kind !== 'seen' || !fate.form) return false;
    return fatesOf(fate.form, clause).some(({ kind }) => kind === 'returned');
  });
}

// --- the start ----------------------------------------------------------------------------------------------

function startAfter(
  lookUp: readonly CallSite[],
  calls: readonly CallSite[],
  clause: FunctionClause,
  project: Project,
): readonly CallSite[] | undefined {
  const [looks] = lookUp;
  if (!looks) return undefined;
  const sought = soughtBy(lookUp);
  for (const site of calls) {
    if (site === looks || isBefore(site, looks) || isThrownAway(site)) continue;
    if (!isMadeWhenAbsent(site, looks, clause, project)) continue;
    const start = startBehind(site, project);
    if (start && isSameName(sought, looks, start, project)) return start;
  }
  return undefined;
}

/** True for a call that runs first; one that is given what another answers runs after it. */
function isBefore(site: CallSite, other: CallSite): boolean {
  return site.start < other.start && site.end < other.end;
}

function startBehind(site: CallSite, project: Project): readonly CallSite[] | undefined {
  if (isAnsweredStart(site, project)) return [site];
  for (const entered of clausesEntered(site, project)) {
    for (const { site: inner, chain } of reach(entered, project, { depth: STARTS }))
      if (isAnsweredStart(inner, project)) return [site, ...chain];
  }
  return undefined;
}

// --- the name -----------------------------------------------------------------------------------------------

/** What the look-up asks for: the argument that names it, or all of a helper's. */
function soughtBy(lookUp: readonly CallSite[]): Expr[] {
  const [first, ...deeper] = lookUp;
  const last = lookUp.at(-1);
  if (!first || !last) return [];
  const named = last.args[LOOK_UPS[calleeOf(last)] ?? 0];
  return deeper.length === 0 ? (named ? [named] : []) : [...first.args, ...(named ? [named] : [])];
}

/** True where the look-up and the start speak of the same variable, or of the same name written out. */
function isSameName(
  sought: readonly Expr[],
  looks: CallSite,
  start: readonly CallSite[],
  project: Project,
): boolean {
  const [first] = start;
  if (!first) return false;
  const asked = wordsOf(sought, looks);
  const given = wordsOf(first.args, first);
  for (const site of start) {
    for (const word of wordsOf(site.args, site)) if (!word.startsWith('$')) given.add(word);
    given.add(processStartOf(site, project)?.module ?? '');
  }
  return [...asked].some((word) => given.has(word));
}

/** The variables (`$name`) and the modules and atoms that expressions speak of, those behind variables included. */
function wordsOf(exprs: readonly Expr[], { situation: { owner, clause } }: CallSite): Set<string> {
  const words = new Set<string>();
  const seen = new Set<Expr>();
  const note = (root: Expr): void => {
    if (seen.has(root)) return;
    seen.add(root);
    visit(root, (expr) => {
      if (expr.kind === 'variable' && expr.name === '__MODULE__') words.add(owner.name);
      else if (expr.kind === 'variable') words.add(`$${expr.name}`);
      if (expr.kind === 'alias' && expr.module !== undefined) words.add(expr.module);
      const value =
        expr.kind === 'variable' || expr.kind === 'attribute' ? followValue(expr, owner, clause) : expr;
      if (value !== expr) note(value);
    });
  };
  for (const expr of exprs) {
    if (expr.kind === 'atom') words.add(`:${expr.value}`);
    note(expr);
  }
  return words;
}

// --- the rival ----------------------------------------------------------------------------------------------

/** True where the function, what it calls, or a caller of it, knows of `:already_started`. */
function handlesRival(clause: FunctionClause, project: Project): boolean {
  const clauses = new Set<FunctionClause>(clause.fn.clauses);
  for (const { site } of reach(clause, project, { depth: STARTS + 1 }))
    for (const entered of clausesEntered(site, project)) clauses.add(entered);
  let level = [clause.fn];
  for (let depth = CALLERS; depth > 0; depth -= 1) {
    const callers = level.flatMap((fn) => [...project.callersOf(fn)]);
    level = callers.flatMap((site) =>
      site.situation.clause && runnerOfSite(site, project) !== 'kept' ? [site.situation.clause.fn] : [],
    );
    for (const fn of level) for (const outer of fn.clauses) clauses.add(outer);
  }
  return [...clauses].some((one) => clauseExprs(one).some(namesRival));
}

function namesRival(root: Expr): boolean {
  return findExpr(root, (expr) => isAtom(expr, 'already_started')) !== undefined;
}
