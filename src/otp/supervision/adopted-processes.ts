import { bindingAt } from '../../elixir/bindings.js';
import { clauseExprs, clauseTails, tailsOf } from '../../elixir/flow.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { isSelf } from '../messages/wakers.js';

/** A start function that answers with a process that it has not started and linked. */
export interface Adoption {
  /** The clause of the start function. */
  start: FunctionClause;
  /** The calls from there to the clause that gives the answer. */
  chain: readonly CallSite[];
  /** That clause, and the answer as it is written. */
  clause: FunctionClause;
  answer: Expr;
  /** Whose process it is, as it reads after "which": `another call has started`. */
  whose: string;
}

const DEPTH = 4;

/** The answers of a module's start functions that hand a supervisor a process which is not its own. */
export function adoptionsIn(module: ProjectModule): Adoption[] {
  return module.def.functions
    .filter(({ name, kind }) => name === 'start_link' && kind === 'def')
    .flatMap((fn) =>
      fn.clauses.flatMap((start) => adoptions({ start, chain: [], clause: start }, module.project)),
    );
}

type Visit = Pick<Adoption, 'start' | 'chain' | 'clause'>;

function adoptions(visit: Visit, project: Project): Adoption[] {
  return clauseTails(visit.clause).flatMap(({ expr }) => fromTail(expr, visit, project));
}

function fromTail(expr: Expr, visit: Visit, project: Project): Adoption[] {
  const { clause, chain } = visit;
  if (expr.kind === 'variable') {
    const binding = bindingAt(clause, expr.name, expr.start);
    const whole = binding?.kind === 'value' && binding.path.length === 0 ? binding.value : undefined;
    return whole && whole.kind === 'call' ? fromTail(whole, visit, project) : [];
  }
  if (expr.kind === 'tuple') {
    const whose =
      isAtom(expr.items[0], 'ok') && expr.items.length === 2
        ? strangerIn(expr.items[1], clause, project)
        : undefined;
    return whose === undefined ? [] : [{ ...visit, answer: expr, whose }];
  }
  const site = clause.calls.find((call) => call.expr === expr);
  if (!site) return [];
  if (site.name === 'then' && site.module === 'Kernel') return fromThen(site, visit, project);
  if (isStartChild(site, project))
    return [{ ...visit, answer: expr, whose: 'another supervisor has started' }];
  if (chain.length >= DEPTH) return [];
  return clausesEntered(site, project)
    .filter((inner) => inner !== visit.start && !chain.some((step) => step.situation.clause === inner))
    .flatMap((inner) => adoptions({ ...visit, chain: [...chain, site], clause: inner }, project));
}

/** `start() |> then(fn {:error, {:already_started, pid}} -> {:ok, pid} end)`. */
function fromThen({ args: [, fun] }: CallSite, visit: Visit, project: Project): Adoption[] {
  const bodies = fun?.kind === 'fn' ? fun.clauses.map(({ body }) => body) : [];
  return bodies.flatMap((body) => tailsOf(body)).flatMap(({ expr }) => fromTail(expr, visit, project));
}

/** `start_child` of a supervisor, or of a library that keeps one (`Horde`, `Singleton`, `ProcessHub`). */
function isStartChild({ module, name }: CallSite, project: Project): boolean {
  return name === 'start_child' && module !== undefined && !project.moduleNamed(module);
}

const LOOKUPS: ReadonlySet<string> = new Set([
  'Process.whereis',
  'GenServer.whereis',
  'Registry.lookup',
  'Registry.whereis_name',
  ':erlang.whereis',
  ':global.whereis_name',
]);

/** Whose process a pid is, where a start function has not started it: `undefined` where it may have. */
function strangerIn(pid: Expr | undefined, clause: FunctionClause, project: Project): string | undefined {
  if (isSelf(pid)) return 'makes this call itself';
  if (pid?.kind !== 'variable' || isLinked(pid.name, clause)) return undefined;
  if (isAlreadyStarted(pid.name, pid.start, clause)) return 'another call has started';
  const at: Standpoint = { owner: clause.fn.module, clause, entered: [] };
  const origins = originsOf(pid, [], at, project);
  const sites = origins.flatMap(
    ({ expr, at: { clause: home } }) => home?.calls.find((call) => call.expr === expr) ?? [],
  );
  if (sites.length < origins.length || sites.length === 0) return undefined;
  if (sites.every((site) => isStartChild(site, project))) return 'another supervisor has started';
  return sites.every(({ module, name }) => LOOKUPS.has(`${module}.${name}`)) ? 'was there before' : undefined;
}

/** True for the `pid` of `{:error, {:already_started, pid}}`, matched around the answer. */
function isAlreadyStarted(name: string, offset: number, clause: FunctionClause): boolean {
  const pattern = clauseExprs(clause)
    .map((root) => findExpr(root, (expr) => isAlreadyTuple(expr, name) && expr.start < offset))
    .find((found) => found !== undefined);
  if (!pattern) return false;
  const binding = bindingAt(clause, name, offset);
  const last = binding && binding.kind !== 'opaque' ? binding.path.at(-1) : undefined;
  return last?.kind === 'item' && last.index === 1;
}

function isAlreadyTuple(expr: Expr, name: string): boolean {
  if (expr.kind !== 'tuple' || expr.items.length !== 2 || !isAtom(expr.items[0], 'already_started'))
    return false;
  const [, pid] = expr.items;
  return pid?.kind === 'variable' && pid.name === name;
}

/** `Process.link(pid)` makes the process end with its new parent, and tell it of its own end. */
function isLinked(name: string, { calls }: FunctionClause): boolean {
  return calls.some(
    ({ module, name: called, args: [pid] }) =>
      called === 'link' &&
      (module === 'Process' || module === ':erlang') &&
      pid?.kind === 'variable' &&
      pid.name === name,
  );
}
