import { bindingAt } from '../../elixir/bindings.js';
import { clauseTails, tailsOf } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { DATABASE, slowWorkOf } from '../requests/slow-work.js';

/**
 * What Oban makes of a value that `perform/1` gives back (`Oban.Worker`): `failure` stands for an error, a snooze, a
 * cancellation or another job in its place; `never` for code that raises.
 */
export type Outcome = 'success' | 'failure' | 'unknown' | 'never';

const DEPTH = 5;
const RAISES: ReadonlySet<string> = new Set(['raise', 'reraise', 'exit', 'throw']);
const FAILURES: ReadonlySet<string> = new Set(['error', 'cancel', 'discard', 'snooze']);

/** Functions that answer `:ok`, or whose answer says nothing about the work of the job. */
const TELLS = new Set([
  'Logger',
  'Sentry',
  'Appsignal',
  'AppSignal',
  'Honeybadger',
  'Rollbax',
  'Bugsnag',
  'IO',
  ':telemetry',
  'Phoenix.PubSub',
]);
const ANSWERS_OK = new Set(['GenServer.cast', 'Enum.each', 'Process.sleep', 'Kernel.send', 'Process.send']);

/** Changes that Ecto answers with `{:ok, row}` or `{:error, changeset}`. */
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'insert_or_update']);

/** What Oban makes of an expression's value, all its branches taken together. */
export function outcomeOf(
  expr: Expr | undefined,
  clause: FunctionClause,
  project: Project,
  depth = DEPTH,
): Outcome {
  return together(tailsOf(expr).map((tail) => leafOutcome(tail.expr, clause, project, depth)));
}

/** One outcome for several: a failure may come out where any of them is one. */
export function together(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('failure')) return 'failure';
  if (outcomes.length === 0 || outcomes.includes('unknown')) return 'unknown';
  return outcomes.every((outcome) => outcome === 'never') ? 'never' : 'success';
}

function leafOutcome(expr: Expr, clause: FunctionClause, project: Project, depth: number): Outcome {
  if (depth === 0) return 'unknown';
  switch (expr.kind) {
    case 'atom':
      return expr.value === 'ok' ? 'success' : FAILURES.has(expr.value) ? 'failure' : 'unknown';
    case 'tuple': {
      const tag = atomOf(expr.items[0]) ?? '';
      return tag === 'ok' ? 'success' : FAILURES.has(tag) ? 'failure' : 'unknown';
    }
    case 'variable': {
      const binding = bindingAt(clause, expr.name, expr.start);
      const whole = binding?.kind === 'value' && binding.path.length === 0 && !holdsIt(binding.value, expr);
      return whole ? outcomeOf(binding.value, clause, project, depth - 1) : 'unknown';
    }
    case 'call': {
      const site = clause.calls.find((call) => call.expr === expr);
      return site ? callOutcome(site, project, depth) : 'unknown';
    }
    default:
      return 'unknown';
  }
}

/** True for the pattern of a `case` around the place: the variable is a part of what went in. */
function holdsIt(value: Expr, { start }: Expr): boolean {
  return value.start <= start && start < value.end;
}

function callOutcome(site: CallSite, project: Project, depth: number): Outcome {
  const { module, name, expr } = site;
  if (RAISES.has(name) && !(expr.kind === 'call' && expr.receiver)) return 'never';
  if (module === 'Oban' && name.startsWith('insert')) return 'failure';
  if (TELLS.has(module ?? '') || ANSWERS_OK.has(`${module}.${name}`)) return 'success';
  if (WRITES.has(name.replace('!', '')) && slowWorkOf(site, project) === DATABASE) return 'success';
  const clauses = clausesEntered(site, project).filter(({ body }) => body);
  return together(
    clauses.map((clause) => {
      const tails = clauseTails(clause).filter(({ expr: tail }) => !isOwnFailure(tail, clause));
      return together(tails.map((tail) => leafOutcome(tail.expr, clause, project, depth - 1)));
    }),
  );
}

/** True for `{:error, reason}` of something that a function does itself: what it was called for is not told by that. */
function isOwnFailure(expr: Expr, clause: FunctionClause): boolean {
  const [tag, reason] = expr.kind === 'tuple' ? expr.items : [];
  if (atomOf(tag) !== 'error' || reason?.kind !== 'variable') return false;
  return bindingAt(clause, reason.name, reason.start)?.kind === 'value';
}

/** Calls whose failure is a matter of their own: what they tell somebody is not the work of the job. */
const BY_THE_WAY =
  /(^|_)(log|track|notify|notification|notifications|broadcast|report|emit|publish|capture|alert|record|metric|metrics|telemetry)(_|$)/;
/** What is written about the work, or put in order after it, by the name of the function that does it. */
const ASIDE = /(^|_)(log|track|emit|metric|metrics|telemetry|broadcast|audit|clear|cleanup)(_|$|!)/;

/** True for a call that does no work of the job, by its name. */
export function isAside({ name }: CallSite): boolean {
  return ASIDE.test(name);
}

const OPENS: ReadonlySet<string> = new Set(['transaction', 'transact']);

/** True for a call that tells by `{:error, _}` that it failed. */
export function canFail(site: CallSite, project: Project, depth = 4): boolean {
  const { module, name } = site;
  if (depth === 0 || name.endsWith('!') || BY_THE_WAY.test(name)) return false;
  if (module === 'Oban' || TELLS.has(module ?? '')) return false;
  const clauses = clausesEntered(site, project).filter(({ body }) => body);
  if (clauses.length > 0) return clauses.some((clause) => tellsFailure(clause, project, depth));
  const work = slowWorkOf(site, project);
  if (work === DATABASE) return WRITES.has(name) || OPENS.has(name);
  return work === 'an HTTP request' || work === 'mail delivery';
}

function tellsFailure(clause: FunctionClause, project: Project, depth: number): boolean {
  return clauseTails(clause).some(({ expr, recovered }) => {
    if (expr.kind === 'atom') return expr.value === 'error';
    // `else error -> error` of a `with` hands on what did not match.
    if (expr.kind === 'variable')
      return recovered && bindingAt(clause, expr.name, expr.start)?.kind === 'opaque';
    if (expr.kind === 'tuple') return atomOf(expr.items[0]) === 'error';
    const site = expr.kind === 'call' && clause.calls.find((call) => call.expr === expr);
    return site ? canFail(site, project, depth - 1) : false;
  });
}
