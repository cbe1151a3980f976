import { type Fate, fatesOf, parentOf } from '../../elixir/fates.js';
import { atomOf, isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { callsHere, callText, clausesEntered } from '../../project/reach.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import type { AwaitedTask, TaskFate } from './task-fates.js';
import type { TaskStart } from './tasks.js';

/** Code that means to handle a task's failure, and where it stands. */
export interface FailureHandler {
  /** What it is, as the subject of a sentence: `` `rescue` or `catch` ``. */
  what: string;
  /** The call that it stands around, or that it belongs to. */
  site: CallSite;
}

const HOPS = 4;
const CALLERS = 2;

/**
 * Code around a task, or around what waits for it, that is written for the task's failure: `rescue` and `catch`,
 * `Task.yield`, or a match on `{:error, _}` or `{:exit, _}`.
 */
export function failureHandlerOf(
  start: TaskStart,
  fates: readonly TaskFate[],
  project: Project,
): FailureHandler | undefined {
  const awaits = fates.filter((fate) => fate.kind === 'awaited');
  return yielding(awaits) ?? matching(awaits, project) ?? rescuing(start, awaits, project);
}

/** `Task.yield` exists to see a task that failed or is late (`Task.yield/2`). */
function yielding(awaits: readonly AwaitedTask[]): FailureHandler | undefined {
  for (const { call, site } of awaits) {
    const waits = call.name === 'yield' || call.name === 'yield_many';
    if (site && waits && !call.args.some((arg) => isAtom(arg, 'infinity')))
      return { what: `\`${callText(site)}\``, site };
  }
  return undefined;
}

function rescuing(
  { site, clause }: TaskStart,
  awaits: readonly AwaitedTask[],
  project: Project,
): FailureHandler | undefined {
  const around = [site, ...awaits.flatMap((fate) => fate.site ?? [])].find(
    ({ situation }) => situation.rescued,
  );
  const rescued = around ?? (awaits.length > 0 ? rescuedCaller(clause, project) : undefined);
  return rescued && { what: '`rescue` or `catch`', site: rescued };
}

/** A call, few steps up, that is made inside `try` or in a function with `rescue`. */
function rescuedCaller(clause: FunctionClause, project: Project): CallSite | undefined {
  let level = [clause.fn];
  for (let depth = CALLERS; depth > 0; depth -= 1) {
    const callers = level
      .flatMap((fn) => [...project.callersOf(fn)])
      .filter(({ situation }) => !situation.quoted);
    const rescued = callers.find(({ situation }) => situation.rescued);
    if (rescued) return rescued;
    level = callers.flatMap(({ situation }) => situation.clause?.fn ?? []);
  }
  return undefined;
}

/** A match on a failure in what is done with the result of waiting. */
function matching(awaits: readonly AwaitedTask[], project: Project): FailureHandler | undefined {
  for (const { call, clause, site } of awaits) {
    const tag =
      site &&
      failureMatched(
        site.expr.kind === 'capture' ? (parentOf(site.expr, clause) ?? call) : call,
        clause,
        project,
      );
    if (site && tag) return { what: `the match on \`{:${tag}, _}\``, site };
  }
  return undefined;
}

function failureMatched(expr: Expr, clause: FunctionClause, project: Project): string | undefined {
  let values: Expr[] = [expr];
  for (let hop = 0; hop < HOPS && values.length > 0; hop += 1) {
    const next: Expr[] = [];
    for (const value of values) {
      const tag = failureTag(withElse(value, clause));
      if (tag) return tag;
      for (const fate of fatesOf(value, clause)) {
        const found = tagIn(fate, clause, project);
        if (found) return found;
        if (fate.kind === 'given' && fate.call.module === 'Enum') next.push(fate.call);
      }
    }
    values = next;
  }
  return undefined;
}

function tagIn(fate: Fate, clause: FunctionClause, project: Project): string | undefined {
  if (fate.kind === 'seen')
    return failureTag(fate.form?.blocks?.do?.clauses?.flatMap(({ params }) => params));
  if (fate.kind !== 'given') return undefined;
  const others = fate.call.args.filter((_, index) => index !== fate.arg);
  return failureTag(others) ?? tagInside(fate.call, clause, project);
}

/** A match on `{:exit, _}` in the functions that are given the result. */
function tagInside(call: CallExpr, clause: FunctionClause, project: Project): string | undefined {
  const sites = clause.calls.filter(({ start, end }) => call.nameStart <= start && end <= call.end);
  let entered = sites
    .flatMap((site) => clausesEntered(site, project))
    .filter(({ fn }) => fn.module === clause.fn.module);
  for (let depth = 2; depth > 0; depth -= 1) {
    if (entered.some(({ params, body }) => failureTag([...params, ...(body ? [body] : [])]) === 'exit'))
      return 'exit';
    entered = entered
      .flatMap((inner) => callsHere(inner, project))
      .flatMap((site) => clausesEntered(site, project));
  }
  return undefined;
}

/** The patterns of the `else` of a `with` in which a value is matched. */
function withElse(value: Expr, clause: FunctionClause): Expr[] {
  const arrow = parentOf(value, clause);
  const form = arrow?.kind === 'operator' && arrow.name === '<-' ? parentOf(arrow, clause) : undefined;
  if (form?.kind !== 'call' || form.name !== 'with') return [];
  return (form.blocks?.else?.clauses ?? []).flatMap(({ params }) => params);
}

/** `error` or `exit` where a tuple with that tag stands in one of some expressions. */
function failureTag(exprs: readonly Expr[] | undefined): string | undefined {
  for (const expr of exprs ?? []) {
    const tuple = findExpr(
      expr,
      (inner) => inner.kind === 'tuple' && !inner.keyword && isAtom(inner.items[0], 'exit', 'error'),
    );
    if (tuple?.kind === 'tuple') return atomOf(tuple.items[0]);
  }
  return undefined;
}

/** True for a function whose whole body is a `try` with `rescue` or `catch`: it does not crash by itself. */
export function guardsItself(given: Expr | undefined): boolean {
  if (given?.kind !== 'fn') return false;
  return given.clauses.every(({ body }) => {
    const guarded = body.kind === 'call' && body.name === 'try' && !body.receiver;
    return guarded && Boolean(body.blocks?.rescue ?? body.blocks?.catch);
  });
}
