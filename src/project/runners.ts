import type { Named } from '../elixir/callee.js';
import type { CallSite, Closure, FunctionClause, FunctionDef } from '../elixir/model.js';
import { runnerOf, starterOf } from '../otp/processes/processes.js';
import type { Expr } from '../syntax/ast.js';
import { leadingTo } from './leading-to.js';
import { perProject } from './memory.js';
import { Nesting } from './nesting.js';
import type { Project } from './project.js';

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

/** Which process runs an anonymous function, as `runnerOfSite` says it. */
export function runnerOfClosure({ via, arg }: Closure, project: Project): 'caller' | 'other' | 'kept' {
  if (!via) return 'kept';
  const runner = runnerOf(via);
  if (runner !== 'caller') return runner;
  return handsOver(via, arg, project) ? 'other' : 'caller';
}

/** The process starter behind a call that is given a function: itself, or what a wrapper of the project uses. */
export function starterBehind(site: CallSite, arg: number, project: Project): CallSite | undefined {
  if (starterOf(site)) return site;
  if (!leadingToStarts.mayEnter(site, project)) return undefined;
  const target = project.targetOf(site);
  return target && spawnerOf(target, arg, project);
}

/** The functions that may start a process for one that they are given. */
const leadingToStarts = leadingTo((callee) => starterOf(callee) !== undefined);

/** True for a function whose calls may have something behind them that starts a process (see `starterBehind`). */
export function mayStart(callee: Named, project: Project): boolean {
  return starterOf(callee) !== undefined || leadingToStarts.isName(callee.name, project);
}

function handsOver(via: CallSite, arg: number, project: Project): boolean {
  return starterBehind(via, arg, project) !== undefined;
}

const nesting = new Nesting();
const spawnersOf = perProject((_: FunctionDef) => new Map<number, CallSite | undefined>());

/** The call in a function that runs the function's own parameter `arg` in another process. */
function spawnerOf(fn: FunctionDef, arg: number, project: Project): CallSite | undefined {
  const known = spawnersOf(fn, project);
  if (known.has(arg)) return known.get(arg);
  known.set(arg, undefined);
  const sites = () => fn.clauses.map((clause) => spawnerIn(clause, arg, project));
  const found = nesting.ask(sites, []).find((site) => site !== undefined);
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
