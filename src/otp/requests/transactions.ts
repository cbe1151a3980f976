import type { Named } from '../../elixir/callee.js';
import type { CallSite, FunctionClause, FunctionDef } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { leadingTo } from '../../project/leading-to.js';
import { perProject } from '../../project/memory.js';
import { Nesting } from '../../project/nesting.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { parameterName, runsInside } from '../../project/reach.js';

/** A call that runs a function which it is given inside a database transaction. */
export interface Transaction {
  site: CallSite;
  /** Position of the function among the call's arguments. */
  arg: number;
  /** True for a step of an `Ecto.Multi`, which runs when the multi does. */
  step: boolean;
}

/** `Ecto.Repo.transaction/2`, and `transact/2` of Ecto 3.13. */
const TRANSACTIONS: ReadonlySet<string> = new Set(['transaction', 'transact']);
const DRIVERS: ReadonlySet<string> = new Set(['Postgrex', 'MyXQL']);

/** The calls of a module that run one of its functions inside a transaction, in the order in which they run. */
export function transactionsOf(module: ProjectModule): Transaction[] {
  const found = transactionCalls(module).flatMap((site) => transactionOf(site, module.project) ?? []);
  // A step ends behind those that it is given, whether by a pipe or as its argument.
  return found.sort((a, b) => a.site.end - b.site.end);
}

const leading = leadingTo(opensOrSteps);

/** The calls that may run a function inside a transaction. */
const transactionCalls = callsTo(
  (callee, project) => opensOrSteps(callee) || leading.isName(callee.name, project),
);

function opensOrSteps({ module, name }: Named): boolean {
  return module === 'Ecto.Multi' || TRANSACTIONS.has(name);
}

/** What a call runs inside a transaction; `undefined` for any other call. */
export function transactionOf(site: CallSite, project: Project): Transaction | undefined {
  if (site.captured || site.situation.quoted) return undefined;
  const arg = site.args.findIndex((_, index) => runsInTransaction(site, index, project));
  return arg === -1 ? undefined : { site, arg, step: site.module === 'Ecto.Multi' };
}

/** True where the function given as an argument of a call runs inside a transaction. */
function runsInTransaction(site: CallSite, arg: number, project: Project): boolean {
  const given = site.args[arg];
  if (given?.kind !== 'fn' && given?.kind !== 'capture' && given?.kind !== 'variable') return false;
  if (site.module === 'Ecto.Multi') return given.kind !== 'variable' && site.name !== 'new';
  if (opensTransaction(site, project)) return arg === (DRIVERS.has(site.module ?? '') ? 1 : 0);
  const target = leading.mayEnter(site, project) ? project.targetOf(site) : undefined;
  return target !== undefined && wraps(target, arg, project);
}

function opensTransaction({ module, name, expr, situation }: CallSite, project: Project): boolean {
  if (!TRANSACTIONS.has(name)) return false;
  if (module === undefined) {
    const receiver = expr.kind === 'call' ? expr.receiver : undefined;
    if (!receiver) return project.moduleOf(situation.owner)?.is('ecto_repo') ?? false;
    return (receiver?.kind === 'variable' || receiver?.kind === 'call') && receiver.name === 'repo';
  }
  if (DRIVERS.has(module)) return true;
  const own = project.moduleNamed(module);
  // A repository in front of another has its functions from a macro or by delegation.
  const repository = /Repo$/.test(module) || own?.is('ecto_repo');
  return repository === true && !(own && writesIt(own, name));
}

function writesIt({ def }: ProjectModule, name: string): boolean {
  return def.functions.some((fn) => fn.name === name && fn.clauses.some(({ body }) => body));
}

const nesting = new Nesting();
const wrappers = perProject((_: FunctionDef) => new Map<number, boolean>());

/** True for a function of the project that runs its parameter inside a transaction: `MyApp.Repo.transact(fun)`. */
function wraps(fn: FunctionDef, arg: number, project: Project): boolean {
  const known = wrappers(fn, project);
  const answer = known.get(arg);
  if (answer !== undefined) return answer;
  // A function that is given to itself says nothing new.
  known.set(arg, false);
  const found = nesting.ask(() => fn.clauses.some((clause) => wrapsIn(clause, arg, project)), false);
  known.set(arg, found);
  return found;
}

function wrapsIn(clause: FunctionClause, arg: number, project: Project): boolean {
  const name = parameterName(clause.params[arg]);
  return name !== undefined && clause.calls.some((site) => runsParameter(site, name, project));
}

/** True for a call that hands a parameter to a transaction, or calls it inside one. */
function runsParameter(site: CallSite, name: string, project: Project): boolean {
  const handed = site.args.findIndex((given) => given.kind === 'variable' && given.name === name);
  if (handed !== -1 && runsInTransaction(site, handed, project)) return true;
  const receiver = site.expr.kind === 'call' && site.name === '' ? site.expr.receiver : undefined;
  return receiver?.kind === 'variable' && receiver.name === name && isInTransaction(site, project);
}

/** True for a call that stands in a function which a call around it runs inside a transaction. */
export function isInTransaction(site: CallSite, project: Project, outer?: CallSite): boolean {
  for (let closure = site.situation.closure; closure; closure = closure.outer) {
    if (closure.via === outer && outer) return false;
    if (closure.via && runsInTransaction(closure.via, closure.arg, project)) return true;
  }
  return false;
}

/** The calls that a transaction's own function makes in the process that opened it, those of inner ones left out. */
export function callsInside({ site, arg }: Transaction, project: Project): CallSite[] {
  const given = site.args[arg];
  return (site.situation.clause?.calls ?? []).filter((call) => {
    if (call.situation.quoted || call.situation.devOnly) return false;
    if (call.captured && call.expr === given) return true;
    return runsInside(call, site, project) && !isInTransaction(call, project, site);
  });
}
