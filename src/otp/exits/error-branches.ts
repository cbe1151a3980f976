import { atomOf } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reachFrom } from '../../project/reach.js';
import type { Clause, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { DATABASE, slowWorkOf } from '../requests/slow-work.js';

/** What a pattern takes: a success, a failure, or whatever is left. */
export type PatternKind = 'ok' | 'error' | 'rest' | 'other';

/** What a pattern takes, by the shapes in which Elixir code answers. */
export function kindOfPattern(pattern: Expr | undefined): PatternKind {
  if (!pattern) return 'other';
  if (pattern.kind === 'variable') return 'rest';
  if (pattern.kind === 'operator' && pattern.name === '=') {
    const kinds = pattern.args.map(kindOfPattern);
    return kinds.find((kind) => kind !== 'rest') ?? 'rest';
  }
  const tag = pattern.kind === 'tuple' ? atomOf(pattern.items[0]) : atomOf(pattern);
  if (tag === 'ok') return 'ok';
  return tag === 'error' || tag === 'exit' ? 'error' : 'other';
}

/**
 * Reasons for which a second attempt would find the same: what is gone, there already, or wrong in itself; tables,
 * names and terms that are not there raise `ArgumentError` (`:ets`, `:persistent_term`, `String.to_existing_atom/1`).
 */
const SETTLED =
  /not_?found|no_?results|nxdomain|stale|missing|gone|deleted|enoent|already|exists|duplicate|unknown|expired|invalid|disabled|inactive|unsubscribed|cancel|skip|opt(ed)?_?out|no_|not_|empty|ignored|permanent|fatal|unrecoverable|^ArgumentError$/i;

/** True for a pattern or body that names a reason for which there is nothing to retry. */
export function isSettled(pattern: Expr | undefined): boolean {
  return findExpr(pattern, namesSettled) !== undefined;
}

function namesSettled(expr: Expr): boolean {
  if (expr.kind === 'number') return expr.value === 404 || expr.value === 410;
  if (expr.kind === 'alias') return SETTLED.test(expr.name);
  return (expr.kind === 'atom' || expr.kind === 'text') && SETTLED.test(expr.value);
}

const LOOKS_UP = /^(get|fetch|find|load|lookup|one|by)(_|$|!)/;

/** True for an expression that only looks something up: its failure is that there is no such thing. */
export function isLookup(expr: Expr | undefined, clause: FunctionClause, project: Project): boolean {
  const site = expr?.kind === 'call' ? clause.calls.find((call) => call.expr === expr) : undefined;
  if (!site || !LOOKS_UP.test(site.name)) return false;
  if (clausesEntered(site, project).length === 0) {
    const work = slowWorkOf(site, project);
    return work === undefined
      ? site.module === undefined || /Repo$|^Map$|^Keyword$/.test(site.module)
      : work === DATABASE;
  }
  for (const reached of reachFrom([site], project)) {
    const work = slowWorkOf(reached.site, project);
    if (work !== undefined && work !== DATABASE) return false;
  }
  return true;
}

const WORRIED: ReadonlySet<string> = new Set(['error', 'warning', 'warn', 'critical', 'alert', 'emergency']);

/** True for a branch that says to somebody that something went wrong. */
export function isWorried({ body }: Clause, clause: FunctionClause): boolean {
  return clause.calls.some(({ module, name, start, end }) => {
    if (start < body.start || end > body.end) return false;
    return (module === 'Logger' && WORRIED.has(name)) || module === 'Sentry';
  });
}
