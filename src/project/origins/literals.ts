import type { Step } from '../../elixir/bindings.js';
import { keywordsOf } from '../../elixir/literals.js';
import type { ListExpr, MapExpr, OperatorExpr, TupleExpr } from '../../syntax/ast.js';
import type { Origin, Standpoint } from '../origins.js';
import type { Tracer } from './tracer.js';

/** A part of a list, a map or a tuple that is written out. */
export function inLiteral(
  tracer: Tracer,
  expr: ListExpr | MapExpr | TupleExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const [step, ...rest] = path;
  if (!step) return undefined;
  if (expr.kind === 'tuple') {
    const item = step.kind === 'item' ? expr.items[step.index] : undefined;
    return item && tracer.trace(item, rest, at);
  }
  if (step.kind === 'each' && expr.kind === 'list')
    return expr.items.flatMap((item) => tracer.trace(item, rest, at));
  if (step.kind !== 'key') return undefined;
  const known = keywordsOf(expr).find(({ key }) => key === step.key);
  if (known) return tracer.trace(known.value, rest, at);
  if (expr.kind === 'map') return expr.base ? tracer.trace(expr.base, path, at) : [];
  const last = expr.items.at(-1);
  return last?.kind === 'operator' && last.name === '|' ? prepended(tracer, expr, last, path, at) : [];
}

/** `[{:key, value} | rest]`. */
function prepended(
  tracer: Tracer,
  list: ListExpr,
  bar: OperatorExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] {
  const [head, rest] = bar.args;
  const first: ListExpr = { ...list, items: head ? [head] : [] };
  return [first, ...(rest ? [rest] : [])].flatMap((part) => tracer.trace(part, path, at));
}
