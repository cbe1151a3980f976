import { type Fate, fatesOf, parentOf } from '../../elixir/fates.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';

/** A branch for a task that gave no result, as `Task.yield/2` and `Task.shutdown/2` tell it. */
export interface OutcomeBranch {
  /** `exit` for `{:exit, reason}`, `nil` for a task that is late, `rest` for a branch that takes either. */
  kind: 'exit' | 'nil' | 'rest';
  pattern: Expr;
  owner: ModuleDef;
}

/** The patterns of one list of clauses. */
interface Branches {
  patterns: readonly Expr[];
  /** True where it is not certain that they are matched with the answer: only `{:exit, _}` tells. */
  loose?: boolean;
}

const HOPS = 4;
const HELPERS = 2;

/**
 * The branch for a failed task in what is done with the answer of `Task.yield/2`, `Task.yield_many/2` or
 * `Task.shutdown/2`: a `case`, the `else` of a `with`, a function that `Enum` runs per answer, or a helper's clauses.
 */
export function outcomeBranchOf(
  call: CallExpr,
  clause: FunctionClause,
  project: Project,
): OutcomeBranch | undefined {
  const found: OutcomeBranch[] = [];
  let values: Expr[] = [answerOf(call, clause)];
  for (let hop = 0; hop < HOPS && values.length > 0; hop += 1) {
    const next: Expr[] = [];
    for (const value of values) {
      found.push(...judged([...elseOf(value, clause)], clause.fn.module));
      for (const fate of fatesOf(value, clause)) {
        found.push(...branchesAt(fate, clause, project));
        if (fate.kind === 'given' && fate.call.module === 'Enum') next.push(fate.call);
      }
    }
    values = next;
  }
  return found.find(({ kind }) => kind === 'exit') ?? found[0];
}

/** The call, or the capture that it is written in: `Enum.map(tasks, &Task.yield/1)`. */
function answerOf(call: CallExpr, clause: FunctionClause): Expr {
  const parent = parentOf(call, clause);
  return parent?.kind === 'capture' ? (parentOf(parent, clause) ?? call) : call;
}

function branchesAt(fate: Fate, clause: FunctionClause, project: Project): OutcomeBranch[] {
  const owner = clause.fn.module;
  if (fate.kind === 'seen' && fate.form?.name === 'case') return judged([listOf(fate.form)], owner);
  if (fate.kind === 'seen' && fate.form) return truthTest(fate.form, owner);
  if (fate.kind !== 'given') return [];
  const others = fate.call.args.filter((_, index) => index !== fate.arg);
  const written = others.flatMap((arg) => listsIn(arg));
  const sites = clause.calls.filter(({ start, end }) => fate.call.nameStart <= start && end <= fate.call.end);
  const itself = clause.calls.filter(({ expr }) => expr === fate.call);
  return [
    ...judged(written, owner),
    ...others.flatMap((arg) => truthTestsIn(arg, owner)),
    ...[...itself, ...sites].flatMap((site) => branchesInside(site, clause, project, HELPERS)),
  ];
}

/** The branches of helpers of the same module, which are given the answer. */
function branchesInside(
  site: CallSite,
  clause: FunctionClause,
  project: Project,
  depth: number,
): OutcomeBranch[] {
  const entered = clausesEntered(site, project).filter(({ fn }) => fn.module === clause.fn.module);
  const [first] = entered;
  if (!first || depth === 0) return [];
  const heads = { patterns: first.fn.clauses.flatMap(({ params }) => params) };
  const bodies = entered.flatMap(({ body }) => (body ? listsIn(body) : []));
  return [
    ...judged([heads, ...bodies], first.fn.module),
    ...entered.flatMap((inner) =>
      inner.calls.flatMap((call) => branchesInside(call, inner, project, depth - 1)),
    ),
  ];
}

/** Every list of clauses inside an expression: of `case` and of anonymous functions. */
function listsIn(root: Expr): Branches[] {
  const lists: Branches[] = [];
  visit(root, (expr) => {
    if (expr.kind === 'fn') lists.push({ patterns: expr.clauses.flatMap(({ params }) => params) });
    if (expr.kind === 'call' && expr.name === 'case' && !expr.receiver)
      lists.push({ ...listOf(expr), loose: expr.args[0]?.kind !== 'variable' });
  });
  return lists;
}

/** `if outcome do … else … end`, `unless outcome, do: …`: the branch for a task that gave no result. */
function truthTest(form: CallExpr, owner: ModuleDef): OutcomeBranch[] {
  const [tested] = form.args;
  const branch = form.name === 'unless' ? form.blocks?.do : form.name === 'if' && form.blocks?.else;
  return tested?.kind === 'variable' && branch ? [{ kind: 'nil', pattern: tested, owner }] : [];
}

/** The tests of `outcome` in `fn {task, outcome} -> … end`, which is run for each task. */
function truthTestsIn(fn: Expr, owner: ModuleDef): OutcomeBranch[] {
  if (fn.kind !== 'fn') return [];
  return fn.clauses.flatMap(({ params: [pair], body }) => {
    const outcome = pair?.kind === 'tuple' && pair.items.length === 2 ? pair.items[1] : undefined;
    if (outcome?.kind !== 'variable') return [];
    const found: OutcomeBranch[] = [];
    visit(body, (expr) => {
      if (expr.kind !== 'call' || expr.receiver) return;
      const [tested] = expr.args;
      if (tested?.kind === 'variable' && tested.name === outcome.name) found.push(...truthTest(expr, owner));
    });
    return found;
  });
}

function listOf(form: CallExpr): Branches {
  return { patterns: (form.blocks?.do?.clauses ?? []).flatMap(({ params }) => params) };
}

/** The clauses of the `else` of a `with` in which a value is matched. */
function* elseOf(value: Expr, clause: FunctionClause): Generator<Branches> {
  const arrow = parentOf(value, clause);
  const form = arrow?.kind === 'operator' && arrow.name === '<-' ? parentOf(arrow, clause) : undefined;
  const clauses = form?.kind === 'call' && form.name === 'with' ? form.blocks?.else?.clauses : undefined;
  if (clauses) yield { patterns: clauses.flatMap(({ params }) => params) };
}

/** The branches for a failure; one for `nil`, or for the rest, counts beside one for `{:ok, result}`. */
function judged(lists: readonly Branches[], owner: ModuleDef): OutcomeBranch[] {
  return lists.flatMap(({ patterns, loose }): OutcomeBranch[] => {
    const exit = patternIn(patterns, (expr) => isTagged(expr, 'exit'));
    if (exit) return [{ kind: 'exit', pattern: exit, owner }];
    if (loose || !patternIn(patterns, (expr) => isTagged(expr, 'ok'))) return [];
    const late = patternIn(patterns, (expr) => isAtom(expr, 'nil'));
    if (late) return [{ kind: 'nil', pattern: late, owner }];
    const rest = patterns.length > 1 && patterns.find((pattern) => pattern.kind === 'variable');
    return rest ? [{ kind: 'rest', pattern: rest, owner }] : [];
  });
}

function patternIn(patterns: readonly Expr[], test: (expr: Expr) => boolean): Expr | undefined {
  for (const pattern of patterns) {
    const found = findExpr(pattern, test);
    if (found) return found;
  }
  return undefined;
}

function isTagged(expr: Expr, tag: string): boolean {
  return expr.kind === 'tuple' && !expr.keyword && expr.items.length === 2 && isAtom(expr.items[0], tag);
}
