import { keyStep, type Step } from '../../elixir/bindings.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import type { Origin, Standpoint } from '../origins.js';
import type { Tracer } from './tracer.js';

/** What functions of `Keyword`, `Map` and `Access` give: the value, `{:ok, value}`, or `{value, rest}`. */
const GETTERS: Record<string, 'value' | 'result' | 'popped'> = {
  get: 'value',
  get_lazy: 'value',
  fetch: 'result',
  'fetch!': 'value',
  pop: 'popped',
  'pop!': 'popped',
  pop_lazy: 'popped',
  pop_first: 'popped',
};
const SETTERS: ReadonlySet<string> = new Set(['put', 'put_new', 'put_new_lazy', 'replace', 'replace!']);
/** Functions that part a collection in two, `{these, the_others}`. */
const PARTERS: ReadonlySet<string> = new Set(['split', 'split_with']);
const JOINERS: ReadonlySet<string> = new Set(['merge', 'validate!']);
const SAME: ReadonlySet<string> = new Set([
  'new',
  'delete',
  'drop',
  'take',
  'update',
  'update!',
  'from_keyword',
  'from_struct',
  'to_list',
]);

/** `Keyword.get(opts, :key, default)` and its like: parts of a keyword list, map or struct. */
export function inContainer(
  tracer: Tracer,
  call: CallExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  if (call.module === 'Kernel' && (call.name === 'struct' || call.name === 'struct!'))
    return call.args[1] && tracer.trace(call.args[1], path, at);
  if (call.module === 'NimbleOptions' && call.args[0])
    return tracer.trace(call.args[0], call.name === 'validate' ? path.slice(1) : path, at);
  if (call.module === 'Enum' && call.name === 'into') return poured(tracer, call, path, at);
  if (call.module !== 'Keyword' && call.module !== 'Map' && call.module !== 'Access') return undefined;
  return inKeywords(tracer, call, path, at);
}

/** A part of what a function of `Keyword`, `Map` or `Access` gives. */
function inKeywords(
  tracer: Tracer,
  call: CallExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const [subject, key, value] = call.args;
  if (!subject) return undefined;
  const step = key ? keyStep(key) : 'unknown';
  const getter = GETTERS[call.name];
  if (getter && step !== 'unknown') {
    const inner = getter === 'result' || getter === 'popped' ? path.slice(1) : path;
    if (getter === 'popped' && path[0]?.kind === 'item' && path[0].index === 1)
      return tracer.trace(subject, inner, at);
    return [...tracer.trace(subject, [step, ...inner], at), ...fallback(tracer, value, inner, at)];
  }
  if (SETTERS.has(call.name) && step !== 'unknown') {
    const [wanted, ...rest] = path;
    const same = wanted?.kind === 'key' && wanted.key === (step.kind === 'key' ? step.key : '');
    const given = same ? fallback(tracer, value, rest, at) : [];
    return same && !call.name.startsWith('put_new') ? given : [...given, ...tracer.trace(subject, path, at)];
  }
  return inWhole(tracer, call, path, at);
}

/** A part of what a function gives that takes containers as a whole, and no single key. */
function inWhole(
  tracer: Tracer,
  call: CallExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const [subject, key] = call.args;
  if (!subject) return undefined;
  if (PARTERS.has(call.name) && path[0]?.kind === 'item') return tracer.trace(subject, path.slice(1), at);
  if (JOINERS.has(call.name))
    return call.args.slice(0, 2).flatMap((arg) => (arg.kind === 'fn' ? [] : tracer.trace(arg, path, at)));
  const [item, part] = path;
  const isKey = item?.kind === 'each' && part?.kind === 'item' && part.index === 0;
  if (call.name === 'take' && key && isKey) return tracer.trace(key, [{ kind: 'each' }], at);
  return SAME.has(call.name) ? tracer.trace(subject, path, at) : undefined;
}

/** `Enum.into(options, %{key: default})`: what is poured in covers what was there. */
function poured(tracer: Tracer, call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
  const [source, target] = call.args;
  if (!source || !target || call.args.length !== 2 || path[0]?.kind !== 'key') return undefined;
  const given = tracer.trace(source, path, at);
  const known = given.length > 0 && given.every((origin) => origin.path.length === 0);
  return known ? given : [...given, ...tracer.trace(target, path, at)];
}

/** A default value, or what the function that makes it returns. */
function fallback(tracer: Tracer, value: Expr | undefined, path: readonly Step[], at: Standpoint): Origin[] {
  if (!value) return [];
  if (value.kind === 'fn') return value.clauses.flatMap((clause) => tracer.trace(clause.body, path, at));
  return tracer.trace(value, path, at);
}
