import { tailsOf } from '../../elixir/flow.js';
import { keywordsOf, keywordValue } from '../../elixir/literals.js';
import { inlined, substituted } from '../../elixir/substitution.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { originsOf } from '../origins.js';
import { mayMatch } from '../reach.js';
import { alternatives } from './alternatives.js';
import type { ChildReading } from './child-reading.js';
import {
  conditionalChild,
  type ListedChild,
  madeByCall,
  repeatedChild,
  unknownChild,
} from './listed-child.js';

/** `then(subject, fun)`: the list that the function makes of its subject. */
export function appliedChildren(
  call: CallExpr,
  subject: Expr,
  fun: Expr | undefined,
  reading: ChildReading,
): ListedChild[] {
  const { param, body } = oneClause(fun);
  return body
    ? reading.list(substituted(body, param, subject))
    : [unknownChild(call, reading.at, 'it is made at run time')];
}

/** `Enum.map(items, fun)`: once for each item of a literal list, otherwise any number of times. */
export function mappedChildren(
  call: CallExpr,
  items: Expr,
  fun: Expr | undefined,
  reading: ChildReading,
): ListedChild[] {
  const { param, body } = oneClause(fun);
  if (!body) return [madeByCall(call, reading.at)];
  return forEachItem(items, param, body, reading, (expr) =>
    call.name === 'flat_map' ? reading.list(expr) : reading.item(expr),
  );
}

/** `for pattern <- items, do: child`. */
export function comprehendedChildren(call: CallExpr, reading: ChildReading): ListedChild[] {
  const body = call.blocks?.do?.expr;
  const [generator] = call.args;
  if (!body || generator?.kind !== 'operator' || generator.name !== '<-')
    return [unknownChild(call, reading.at, 'a comprehension makes it at run time')];
  const [pattern, items] = generator.args;
  const filtered = call.args.slice(1).some((arg) => arg.kind !== 'list');
  if (!items) return [];
  const made = forEachItem(items, pattern, body, reading, (expr) => reading.item(expr));
  return filtered ? made.map(conditionalChild) : made;
}

/** `Enum.reduce(items, list, fn item, list -> [child | list] end)`: what is put before or behind the list. */
export function reducedChildren(
  call: CallExpr,
  items: Expr,
  start: Expr | undefined,
  reading: ChildReading,
): ListedChild[] {
  const fun = call.args[2];
  if (!start || fun?.kind !== 'fn') return [madeByCall(call, reading.at)];
  const first = reading.list(start);
  const added = (item: Expr | undefined): ListedChild[] => {
    const clauses = item
      ? fun.clauses.filter(({ params: [param] }) => param && takes(param, item)).slice(0, 1)
      : fun.clauses;
    return alternatives(
      clauses.map(({ params: [param, list], body }) => {
        const nothing: Expr = { kind: 'list', items: [], start: body.start, end: body.start };
        const open = list ? substituted(inlined(body), list, nothing) : body;
        return reading.list(item && param ? substituted(open, param, item) : open);
      }),
    );
  };
  const known = itemsOf(items, reading);
  if (!known) return [...first, ...added(undefined).map(repeatedChild)];
  const before = fun.clauses.some(({ body }) => tailsOf(body).some(({ expr }) => isPrepended(expr)));
  const made = known.map(added);
  return [...first, ...(before ? made.reverse() : made).flat()];
}

/** The body of a function of one clause, or of a capture, and what takes its first argument. */
function oneClause(fun: Expr | undefined): { param?: Expr | undefined; body?: Expr | undefined } {
  if (fun?.kind === 'capture') return { body: fun.body };
  const clause = fun?.kind === 'fn' && fun.clauses.length === 1 ? fun.clauses[0] : undefined;
  return { param: clause?.params[0], body: clause?.body };
}

function forEachItem(
  items: Expr,
  pattern: Expr | undefined,
  body: Expr,
  reading: ChildReading,
  read: (expr: Expr) => ListedChild[],
): ListedChild[] {
  const listed = itemsOf(items, reading);
  if (!listed) return read(body).map(repeatedChild);
  return listed.flatMap((item) => read(substituted(inlined(body), pattern, item)));
}

/** The items of a list that is written out, here or in the configuration. */
function itemsOf(items: Expr, { at, project }: ChildReading): readonly Expr[] | undefined {
  const [only, ...others] = originsOf(items, [], at, project);
  if (!only || others.length > 0 || only.path.length > 0) return undefined;
  const configured =
    only.expr.kind === 'call' ? project.settings.config.valueFor(only.expr, only.at.owner.name) : undefined;
  const list = configured ?? only.expr;
  return list.kind === 'list' ? list.items : undefined;
}

/** True where a pattern takes an item that is written out, with all keys that it asks for. */
function takes(pattern: Expr, item: Expr): boolean {
  if (!mayMatch(pattern, item)) return false;
  if (pattern.kind === 'tuple' && item.kind === 'tuple')
    return pattern.items.every((part, index) => {
      const value = item.items[index];
      return value !== undefined && takes(part, value);
    });
  return (
    pattern.kind !== 'map' || keywordsOf(pattern).every(({ key }) => keywordValue(item, key) !== undefined)
  );
}

/** `[child | list]`. */
function isPrepended(expr: Expr): boolean {
  const last = expr.kind === 'list' ? expr.items.at(-1) : undefined;
  return last?.kind === 'operator' && last.name === '|';
}
