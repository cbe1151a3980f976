import { type Fate, fatesOf, parentOf } from '../elixir/fates.js';
import { isAtom } from '../elixir/literals.js';
import type { CallSite, FunctionClause } from '../elixir/model.js';
import { bindingOf } from '../elixir/values.js';
import type { Project } from '../project/project.js';
import { clausesEntered } from '../project/reach.js';
import type { CallExpr, Clause, Expr } from '../syntax/ast.js';
import { findExpr } from '../syntax/visit.js';

/** True where a call of a clause is made only if another, a look-up, found nothing. */
export function isMadeWhenAbsent(
  site: CallSite,
  looks: CallSite,
  clause: FunctionClause,
  project: Project,
): boolean {
  const fates = fatesOf(looks.expr, clause);
  if (fates.some((fate) => fate.kind === 'given' && isGivenAbsence(fate, site, project))) return true;
  let inner: Expr = site.expr;
  for (let outer = parentOf(inner, clause); outer; inner = outer, outer = parentOf(inner, clause)) {
    if (decides(outer, inner, looks, clause)) return true;
  }
  return false;
}

/** The value goes into a function that has a clause for no process: `start_unless(nil, name)`. */
function isGivenAbsence(fate: Extract<Fate, { kind: 'given' }>, site: CallSite, project: Project): boolean {
  if (fate.call !== site.expr) return false;
  return clausesEntered(site, project).some(({ params }) => {
    const param = params[fate.arg];
    return param !== undefined && isAbsence(param) && param.kind !== 'variable';
  });
}

/** True where a form runs one of its parts only if the look-up that it asks found nothing. */
function decides(form: Expr, part: Expr, looks: CallSite, clause: FunctionClause): boolean {
  if (form.kind === 'operator' && (form.name === '||' || form.name === 'or'))
    return form.args[1] === part && asks(form.args[0], looks, clause);
  if (form.kind !== 'call' || form.receiver || !form.blocks) return false;
  if (form.name === 'cond') return decidesIn(form.blocks.do?.clauses, part, looks, clause);
  if (form.name === 'with') return decidesWith(form, part, looks, clause);
  if (form.args.includes(part) || !form.args.some((arg) => asks(arg, looks, clause))) return false;
  if (form.name === 'case') return (clauseWith(form, part)?.params ?? []).every(isAbsence);
  if (form.name !== 'if' && form.name !== 'unless') return false;
  const inDo = form.blocks.do?.expr === part;
  return inDo === ((form.name === 'unless') !== isNegated(form.args[0]));
}

function decidesIn(
  clauses: readonly Clause[] | undefined,
  part: Expr,
  looks: CallSite,
  clause: FunctionClause,
): boolean {
  const at = clauses?.findIndex(({ body }) => body === part) ?? -1;
  if (at === -1) return false;
  return (clauses ?? [])
    .slice(0, at + 1)
    .some(({ params }) => params.some((one) => asks(one, looks, clause)));
}

function clauseWith(form: CallExpr, part: Expr): Clause | undefined {
  return form.blocks?.do?.clauses?.find(({ body }) => body === part);
}

/** `with nil <- Process.whereis(name), do: start(name)`, or `with pid when is_pid(pid) <- …` and a start in `else`. */
function decidesWith(form: CallExpr, part: Expr, looks: CallSite, clause: FunctionClause): boolean {
  const at = form.args.findIndex((arg) => arg !== part && asks(arg, looks, clause));
  const arrow = form.args[at];
  if (arrow?.kind !== 'operator' || arrow.name !== '<-') return false;
  const forAbsence = arrow.args[0] !== undefined && isAbsence(arrow.args[0]);
  const goesOn = form.blocks?.do?.expr === part || form.args.indexOf(part) > at;
  return goesOn === forAbsence;
}

/** True where a condition looks at what a look-up found: the call itself, or a variable that holds its value. */
function asks(condition: Expr | undefined, looks: CallSite, clause: FunctionClause): boolean {
  return (
    findExpr(
      condition,
      (expr) =>
        expr === looks.expr ||
        (expr.kind === 'variable' && holds(bindingOf(clause, expr.name, expr.start), looks)),
    ) !== undefined
  );
}

function holds(value: Expr | undefined, { expr }: CallSite): boolean {
  return findExpr(value, (inner) => inner === expr) !== undefined;
}

function isNegated(condition: Expr | undefined): boolean {
  const negated = findExpr(
    condition,
    (expr) =>
      (expr.kind === 'operator' && ['!', 'not', '=='].includes(expr.name)) ||
      (expr.kind === 'call' && ['is_nil', 'empty?'].includes(expr.name)),
  );
  return negated !== undefined;
}

/** What a look-up gives for no process: `nil`, `[]`, `:undefined`, `false`, `{:error, _}`, or anything. */
function isAbsence(pattern: Expr): boolean {
  if (pattern.kind === 'atom') return ['nil', 'false', 'undefined', 'error'].includes(pattern.value);
  if (pattern.kind === 'list') return pattern.items.length === 0;
  if (pattern.kind === 'tuple') return isAtom(pattern.items[0], 'error');
  return pattern.kind === 'variable' && pattern.name.startsWith('_');
}
