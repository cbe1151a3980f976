import { bindingAt } from '../../elixir/bindings.js';
import { keywordValue } from '../../elixir/literals.js';
import type { ModuleDef } from '../../elixir/model.js';
import { exprText } from '../../elixir/shown.js';
import { type ListedChild, writtenChild } from './listed-child.js';

/** The entries of several alternatives in order; what is not in each of them is conditional. */
export function alternatives(lists: readonly ListedChild[][]): ListedChild[] {
  const [only, ...others] = lists;
  if (!only || others.length === 0) return only ?? [];
  const keyed = lists.map(byKey);
  const alike = alikeIn(keyed);
  return inOrder(keyed).map(([key, child]) => {
    const same = alike.get(key) ?? [];
    const always = same.length === keyed.length && !same.some(({ conditional }) => conditional);
    const also = otherPlaces(child, same);
    return { ...child, conditional: !always, ...(also.length > 0 ? { also } : {}) };
  });
}

/** The entries of all alternatives by their keys. */
function alikeIn(
  lists: readonly ReadonlyMap<string, ListedChild>[],
): ReadonlyMap<string, readonly ListedChild[]> {
  const alike = new Map<string, ListedChild[]>();
  for (const entries of lists) {
    for (const [key, child] of entries) {
      const known = alike.get(key);
      if (known) known.push(child);
      else alike.set(key, [child]);
    }
  }
  return alike;
}

/** Every entry once, in an order that keeps that of the longest alternative; others stand behind what precedes them. */
function inOrder(lists: readonly ReadonlyMap<string, ListedChild>[]): [string, ListedChild][] {
  const ordered: [string, ListedChild][] = [];
  const seen = new Set<string>();
  for (const entries of [...lists].sort((a, b) => b.size - a.size)) {
    let at = 0;
    for (const entry of entries) {
      const [key] = entry;
      if (seen.has(key)) {
        // As a rule it is the next.
        at = (ordered[at]?.[0] === key ? at : ordered.findIndex((other) => other[0] === key)) + 1;
        continue;
      }
      seen.add(key);
      ordered.splice(at, 0, entry);
      at += 1;
    }
  }
  return ordered;
}

/** Where the same entry stands in the other alternatives. */
function otherPlaces(child: ListedChild, alike: readonly ListedChild[]): NonNullable<ListedChild['also']> {
  const places: NonNullable<ListedChild['also']>[number][] = [];
  const note = (owner: ModuleDef, { start, end }: { start: number; end: number }): void => {
    const isIts = owner === child.at.owner && start === child.expr.start;
    if (!isIts && !places.some((other) => other.owner === owner && other.start === start))
      places.push({ owner, start, end });
  };
  for (const { expr, at, also = [] } of alike) {
    note(at.owner, expr);
    for (const place of also) note(place.owner, place);
  }
  return places;
}

/** Entries by what they start, and how many like them stand before: alternatives often list the same children. */
function byKey(children: readonly ListedChild[]): Map<string, ListedChild> {
  const keyed = new Map<string, ListedChild>();
  const counts = new Map<string, number>();
  for (const child of children) {
    const text = subjectOf(child);
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    keyed.set(`${text}#${count}`, child);
  }
  return keyed;
}

function subjectOf({ expr, at, unknown: reason }: ListedChild): string {
  if (reason !== undefined) return `${expr.start}`;
  const [target, arg] = expr.kind === 'tuple' ? expr.items : [];
  const name = keywordValue(arg, 'name');
  if (target && expr.kind === 'tuple' && expr.items.length === 2)
    return `${exprText(target)} ${name ? exprText(name) : ''}`;
  if (expr.kind === 'call' && expr.name === 'child_spec' && expr.receiver && expr.args.length === 1)
    return `${exprText(expr.receiver)} `;
  // `%{spec | start: …}` starts what `spec` does in another way.
  const base = expr.kind === 'map' && expr.base?.kind === 'variable' ? expr.base : undefined;
  const bound = base && at.clause && bindingAt(at.clause, base.name, base.start);
  if (bound?.kind === 'value' && bound.path.length === 0) return subjectOf(writtenChild(bound.value, at));
  return `${exprText(expr)} `;
}
