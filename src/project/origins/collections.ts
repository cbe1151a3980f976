import type { Step } from '../../elixir/bindings.js';
import type { CallExpr } from '../../syntax/ast.js';
import type { Origin, Standpoint } from '../origins.js';
import type { Tracer } from './tracer.js';

const SIEVES: ReadonlySet<string> = new Set([
  'filter',
  'reject',
  'sort',
  'sort_by',
  'uniq',
  'uniq_by',
  'reverse',
  'take',
  'drop',
  'shuffle',
  'to_list',
  'concat',
  'dedup',
]);

/** An item of a collection that `Enum`, `Stream` or `for` makes. */
export function itemMade(
  tracer: Tracer,
  call: CallExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const [step, ...rest] = path;
  if (step?.kind !== 'each') return undefined;
  if (call.name === 'for' && !call.receiver)
    return call.blocks?.do?.expr && tracer.trace(call.blocks.do.expr, rest, at);
  const [subject, fun] = call.args;
  if ((call.module !== 'Enum' && call.module !== 'Stream') || !subject) return undefined;
  if ((call.name === 'map' || call.name === 'flat_map') && fun) {
    const inner = call.name === 'map' ? rest : path;
    if (fun.kind === 'fn') return fun.clauses.flatMap((clause) => tracer.trace(clause.body, inner, at));
    if (fun.kind === 'capture' && fun.body) return tracer.trace(fun.body, inner, at);
    return fun.kind === 'capture' ? [{ expr: fun, path: inner, at }] : undefined;
  }
  return SIEVES.has(call.name) ? tracer.trace(subject, path, at) : undefined;
}
