import { bindingAt } from '../../elixir/bindings.js';
import { isForTests } from '../../elixir/environments.js';
import { tailsOf } from '../../elixir/flow.js';
import type { CallSite } from '../../elixir/model.js';
import type { CallExpr, Expr, VariableExpr } from '../../syntax/ast.js';
import { clausesBehind } from '../dispatch.js';
import { originsOf, type Standpoint } from '../origins.js';
import { alternatives } from './alternatives.js';
import type { ChildReading, ReadChildren } from './child-reading.js';
import { type ListedChild, unknownChild, writtenChild } from './listed-child.js';

/** How many calls may be entered, those between supervisors and their children included. */
const CALLS = 40;

const BRANCHING: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'cond', 'with', 'try']);

/** Follows a variable to its value, and lets `read` read that. */
export function variableChildren(
  expr: VariableExpr,
  { at, project, exhausted }: ChildReading,
  read: ReadChildren,
): ListedChild[] {
  if (expr.name === '__MODULE__') return [writtenChild(expr, at)];
  const binding = at.clause && bindingAt(at.clause, expr.name, expr.start);
  if (binding?.kind === 'value' && binding.path.length === 0) return read(binding.value, at);
  const open = unknownChild(expr, at, `\`${expr.name}\` is known only at run time`);
  if (exhausted) return [open];
  const origins = originsOf(expr, [], at, project).filter(
    (origin) => origin.path.length === 0 && origin.expr !== expr && !isUnbound(origin.expr),
  );
  if (origins.length === 0) return [open];
  return alternatives(origins.map((origin) => read(origin.expr, origin.at)));
}

/** True for `if`, `case` and their like. */
export function isBranching({ name, receiver, blocks }: CallExpr): boolean {
  return !receiver && blocks !== undefined && BRANCHING.has(name);
}

/** What the branches of `if`, `case` and their like give, those left out that raise. */
export function branchChildren(call: CallExpr, { at }: ChildReading, read: ReadChildren): ListedChild[] {
  const ends = tailsOf(call).filter(({ expr }) => !isFailure(expr));
  const tails = ends.map(({ expr }) => read(expr));
  const open = (call.name === 'if' || call.name === 'unless') && !call.blocks?.else;
  return tails.length === 0
    ? [unknownChild(call, at, 'it is made at run time')]
    : alternatives(open ? [...tails, []] : tails);
}

/**
 * What a function of the project returns, entered with this call's arguments; `undefined` where the call goes
 * elsewhere.
 */
export function returnedChildren(
  call: CallExpr,
  reading: ChildReading,
  read: ReadChildren,
): ListedChild[] | undefined {
  const { at } = reading;
  const site = at.clause?.calls.find(
    ({ nameStart, name }) => nameStart === call.nameStart && name === call.name,
  );
  return site && returnedBy(site, at, reading, read);
}

function returnedBy(
  site: CallSite,
  at: Standpoint,
  reading: ChildReading,
  read: ReadChildren,
): ListedChild[] | undefined {
  const { project } = reading;
  if (!project.targetOf(site) || at.entered.length > CALLS || at.entered.includes(site)) return undefined;
  const entered = [...at.entered, site];
  const all = clausesBehind(site, project);
  const running = all.filter((clause) => !isForTests(clause));
  const given = (running.length > 0 ? running : all).flatMap((clause) => {
    const where = { owner: clause.fn.module, clause, entered };
    const [handed] = clause.fn.kind === 'defdelegate' ? clause.calls : [];
    if (tailsOf(clause.body).every(({ expr }) => isFailure(expr)) && !handed) return [];
    const returned = handed
      ? returnedBy(handed, where, reading, read)
      : clause.body && read(clause.body, where);
    return returned ? [returned] : [];
  });
  return given.length > 0 ? alternatives(given) : undefined;
}

/**
 * What `Keyword.fetch!(opts, :children)` and its like take out of what is written elsewhere; `undefined` where that
 * is not known.
 */
export function followedChildren(
  call: CallExpr,
  { at, project }: ChildReading,
  read: ReadChildren,
): ListedChild[] | undefined {
  const origins = originsOf(call, [], at, project).filter(({ expr }) => !isUnbound(expr));
  const known = origins.length > 0 && origins.every(({ expr, path }) => expr !== call && path.length === 0);
  return known ? alternatives(origins.map((origin) => read(origin.expr, origin.at))) : undefined;
}

/** `raise` and its like, in place of a list: the application does not start then. */
function isFailure(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    /^(raise|reraise|throw|exit)$/.test(expr.name) &&
    (expr.module ?? 'Kernel') === 'Kernel'
  );
}

function isUnbound(expr: Expr): boolean {
  return expr.kind === 'variable' && expr.name !== '__MODULE__';
}
