import type { BlockBody, CallExpr, Expr } from '../syntax/ast.js';
import { childrenOf } from '../syntax/visit.js';
import type { CallSite } from './model.js';

const SHORT_CIRCUITS: ReadonlySet<string> = new Set(['&&', '||', 'and', 'or']);

/**
 * What decides, within its clause, whether a call is made: the conditions of every `if`, `case`, `cond` and `with`
 * around it, the steps of a `with` before it, the left sides of `&&` and `||`, and the clause's guard.
 */
export function conditionsAround(site: CallSite): Expr[] {
  const { clause } = site.situation;
  if (!clause) return [];
  const found: Expr[] = clause.guard ? [clause.guard] : [];
  const roots = [clause.body, ...Object.values(clause.blocks).flatMap(exprsOf)];
  for (const root of roots) if (root && holds(root, site)) collect(root, site, found);
  return found;
}

function holds({ start, end }: { start: number; end: number }, site: CallSite): boolean {
  return start <= site.start && site.end <= end;
}

function exprsOf(body: BlockBody | undefined): Expr[] {
  if (body?.expr) return [body.expr];
  return body?.clauses?.map((clause) => clause.body) ?? [];
}

function collect(expr: Expr, site: CallSite, found: Expr[]): void {
  if (expr.kind === 'call' && expr.blocks && !expr.receiver) found.push(...decisions(expr, site));
  const [left, right] = expr.kind === 'operator' && SHORT_CIRCUITS.has(expr.name) ? expr.args : [];
  if (left && right && holds(right, site)) found.push(left);
  for (const child of childrenOf(expr)) if (holds(child, site)) collect(child, site, found);
}

/** The conditions of a form with blocks, where the call stands in one of the blocks, or in a step of `with`. */
function decisions({ name, args, blocks }: CallExpr, site: CallSite): Expr[] {
  const bodies = Object.values(blocks ?? {});
  const clauses = bodies.flatMap((body) => body.clauses ?? []).filter((clause) => holds(clause.body, site));
  const inBlock = clauses.length > 0 || bodies.some((body) => body.expr && holds(body.expr, site));
  // A step of `with` is taken only when the ones before it match.
  const step = name === 'with' ? args.findIndex((arg) => holds(arg, site)) : 0;
  if (!inBlock) return args.slice(0, Math.max(step, 0));
  if (name === 'cond') return clauses.flatMap(({ params }) => params);
  return [...args, ...clauses.flatMap(({ guard }) => (guard ? [guard] : []))];
}
