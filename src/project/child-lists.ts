import { bindingAt } from '../elixir/bindings.js';
import { isForTests } from '../elixir/environments.js';
import { tailsOf } from '../elixir/flow.js';
import { isAtom, keywordsOf, keywordValue } from '../elixir/literals.js';
import type { CallSite, ModuleDef } from '../elixir/model.js';
import { exprText } from '../elixir/shown.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import { clausesBehind } from './dispatch.js';
import { moduleNamed, modulesChosenFrom } from './module-values.js';
import { originsOf, type Standpoint } from './origins.js';
import type { Project } from './project.js';
import { mayMatch } from './reach.js';

/** One entry of a list of children, in start order. */
export interface ListedChild {
  /** What is written: a child spec in one of its forms, or what could not be followed. */
  expr: Expr;
  at: Standpoint;
  /** True where some runs leave it out. */
  conditional: boolean;
  /** Why the source does not say what stands here. */
  unknown?: string;
  /** Why there may be any number of it. */
  repeated?: string;
  /** Where it stands in the other lists that may be given instead. */
  also?: readonly { owner: ModuleDef; start: number; end: number }[];
}

const DEPTH = 24;
/** How many calls may be entered, those between supervisors and their children included. */
const CALLS = 40;

/**
 * Reads a list of children as far as the source writes it out: through variables, `++`, `if`, `case`,
 * comprehensions over literals, `Enum` and `List` functions, attributes and functions of the project.
 *
 * @param at where the expression stands
 * @returns the entries in start order; what cannot be followed is an entry with the reason
 */
export function listedChildren(expr: Expr, at: Standpoint, project: Project): ListedChild[] {
  return new ListReader(project).list(expr, at, DEPTH);
}

/** Reads one entry of a list of children: itself, or what the variable or function behind it gives. */
export function listedChild(expr: Expr, at: Standpoint, project: Project): ListedChild[] {
  return new ListReader(project).item(expr, at, DEPTH);
}

type Read = (expr: Expr, at: Standpoint) => ListedChild[];

class ListReader {
  constructor(readonly project: Project) {}

  list(expr: Expr, at: Standpoint, depth: number): ListedChild[] {
    if (depth === 0) return [unknown(expr, at, 'it is nested too deeply')];
    const inner = depth - 1;
    switch (expr.kind) {
      case 'block':
      case 'operator':
        return this.#compound(expr, at, inner);
      case 'list':
        return expr.items.flatMap((item) => this.#listItem(item, at, inner));
      case 'variable':
        return this.#variable(expr, at, inner, (value, where) => this.list(value, where, inner));
      case 'attribute': {
        const value = expr.value ? undefined : at.owner.attributes.get(expr.name)?.at(-1);
        return value
          ? this.list(value, { owner: at.owner, entered: [] }, inner)
          : [unknown(expr, at, `\`@${expr.name}\` is not written out`)];
      }
      case 'atom':
        return expr.value === 'nil' ? [] : [unknown(expr, at, 'it is no list')];
      case 'call':
        return this.#listCall(expr, at, inner);
      case 'alias':
      case 'tuple':
      case 'map':
        return this.item(expr, at, inner);
      default:
        return [unknown(expr, at, 'it is made at run time')];
    }
  }

  #compound(expr: Expr, at: Standpoint, depth: number): ListedChild[] {
    if (expr.kind === 'block') {
      const last = expr.items.at(-1);
      return last ? this.list(last, at, depth) : [];
    }
    if (expr.kind !== 'operator') return [];
    const [left, right] = expr.args;
    if (!left || !right) return [unknown(expr, at, 'it is made at run time')];
    if (expr.name === '++') return [...this.list(left, at, depth), ...this.list(right, at, depth)];
    if (expr.name === '--') return this.list(left, at, depth).map(maybe);
    if (expr.name === '=') return this.list(right, at, depth);
    if (expr.name === '||') return merged([this.list(left, at, depth), this.list(right, at, depth)]);
    if (expr.name === '&&' || expr.name === 'and') return this.list(right, at, depth).map(maybe);
    return [unknown(expr, at, 'it is made at run time')];
  }

  #listItem(item: Expr, at: Standpoint, depth: number): ListedChild[] {
    if (item.kind !== 'operator' || item.name !== '|') return this.item(item, at, depth);
    const [head, rest] = item.args;
    return [...(head ? this.item(head, at, depth) : []), ...(rest ? this.list(rest, at, depth) : [])];
  }

  /** Follows a variable to its value, and lets `read` read that. */
  #variable(
    expr: Extract<Expr, { kind: 'variable' }>,
    at: Standpoint,
    depth: number,
    read: (value: Expr, at: Standpoint) => ListedChild[],
  ): ListedChild[] {
    if (expr.name === '__MODULE__') return [{ expr, at, conditional: false }];
    const binding = at.clause && bindingAt(at.clause, expr.name, expr.start);
    if (binding?.kind === 'value' && binding.path.length === 0) return read(binding.value, at);
    if (depth === 0) return [unknown(expr, at, `\`${expr.name}\` is known only at run time`)];
    const origins = originsOf(expr, [], at, this.project).filter(
      (origin) => origin.path.length === 0 && origin.expr !== expr && !isUnbound(origin.expr),
    );
    if (origins.length === 0) return [unknown(expr, at, `\`${expr.name}\` is known only at run time`)];
    return merged(origins.map((origin) => read(origin.expr, origin.at)));
  }

  // --- calls that make lists ------------------------------------------------------------------------------

  #listCall(call: CallExpr, at: Standpoint, depth: number): ListedChild[] {
    if (!call.receiver && call.blocks && BRANCHING.has(call.name))
      return this.#branches(call, at, (expr) => this.list(expr, at, depth));
    if (call.name === 'for' && !call.receiver) return this.#comprehension(call, at, depth);
    const [first, second] = call.args;
    if (first && (call.module === 'Enum' || call.module === 'List'))
      return this.#collection(call, first, second, at, depth);
    if ((call.name === 'then' || call.name === 'tap') && !call.receiver && first)
      return this.#then(call, first, second, at, depth);
    const read = (expr: Expr, where: Standpoint): ListedChild[] => this.list(expr, where, depth);
    return (
      this.#entered(call, at, read) ??
      this.#followed(call, at, read) ?? [unknown(call, at, `\`${nameOf(call)}\` makes it at run time`)]
    );
  }

  #collection(
    call: CallExpr,
    first: Expr,
    second: Expr | undefined,
    at: Standpoint,
    depth: number,
  ): ListedChild[] {
    switch (call.name) {
      case 'reject':
      case 'filter':
        return dropsNothingElse(second)
          ? this.list(first, at, depth)
          : this.list(first, at, depth).map(maybe);
      case 'concat':
        if (!second && first.kind === 'list')
          return first.items.flatMap((item) => this.list(item, at, depth));
        return [first, ...(second ? [second] : [])].flatMap((part) => this.list(part, at, depth));
      case 'reverse':
        return this.list(first, at, depth).reverse();
      case 'flatten':
      case 'wrap':
      case 'to_list':
      case 'uniq':
      case 'uniq_by':
      case 'sort':
      case 'sort_by':
        return this.list(first, at, depth);
      case 'delete':
      case 'take':
      case 'drop':
        return this.list(first, at, depth).map(maybe);
      case 'insert_at': {
        const added = call.args[2];
        return [...this.list(first, at, depth), ...(added ? this.item(added, at, depth) : [])];
      }
      case 'map':
      case 'flat_map':
        return this.#mapped(call, first, second, at, depth);
      case 'reduce':
        return this.#reduced(call, first, second, at, depth);
      default:
        return [unknown(call, at, `\`${nameOf(call)}\` makes it at run time`)];
    }
  }

  /** `Enum.reduce(items, list, fn item, list -> [child | list] end)`: what is put before or behind the list. */
  #reduced(
    call: CallExpr,
    items: Expr,
    start: Expr | undefined,
    at: Standpoint,
    depth: number,
  ): ListedChild[] {
    const fun = call.args[2];
    if (!start || fun?.kind !== 'fn') return [unknown(call, at, `\`${nameOf(call)}\` makes it at run time`)];
    const first = this.list(start, at, depth);
    const added = (item: Expr | undefined): ListedChild[] => {
      const clauses = item
        ? fun.clauses.filter(({ params: [param] }) => param && takes(param, item)).slice(0, 1)
        : fun.clauses;
      return merged(
        clauses.map(({ params: [param, list], body }) => {
          const nothing: Expr = { kind: 'list', items: [], start: body.start, end: body.start };
          const open = list ? substituted(inlined(body), list, nothing) : body;
          return this.list(item && param ? substituted(open, param, item) : open, at, depth);
        }),
      );
    };
    const known = this.#itemsOf(items, at);
    if (!known) return [...first, ...added(undefined).map(repeated)];
    const before = fun.clauses.some(({ body }) => tailsOf(body).some(({ expr }) => isPrepended(expr)));
    const made = known.map(added);
    return [...first, ...(before ? made.reverse() : made).flat()];
  }

  /** `Enum.map(items, fun)`: once for each item of a literal list, otherwise any number of times. */
  #mapped(call: CallExpr, items: Expr, fun: Expr | undefined, at: Standpoint, depth: number): ListedChild[] {
    const clause = fun?.kind === 'fn' && fun.clauses.length === 1 ? fun.clauses[0] : undefined;
    const body = clause?.body ?? (fun?.kind === 'capture' ? fun.body : undefined);
    if (!body) return [unknown(call, at, `\`${nameOf(call)}\` makes it at run time`)];
    const read = (expr: Expr): ListedChild[] =>
      call.name === 'flat_map' ? this.list(expr, at, depth) : this.item(expr, at, depth);
    return this.#forEach(items, clause?.params[0], body, at, read);
  }

  #comprehension(call: CallExpr, at: Standpoint, depth: number): ListedChild[] {
    const body = call.blocks?.do?.expr;
    const [generator] = call.args;
    if (!body || generator?.kind !== 'operator' || generator.name !== '<-')
      return [unknown(call, at, 'a comprehension makes it at run time')];
    const [pattern, items] = generator.args;
    const filtered = call.args.slice(1).some((arg) => arg.kind !== 'list');
    if (!items) return [];
    const made = this.#forEach(items, pattern, body, at, (expr) => this.item(expr, at, depth));
    return filtered ? made.map(maybe) : made;
  }

  #forEach(
    items: Expr,
    pattern: Expr | undefined,
    body: Expr,
    at: Standpoint,
    read: (expr: Expr) => ListedChild[],
  ): ListedChild[] {
    const listed = this.#itemsOf(items, at);
    if (!listed) return read(body).map(repeated);
    return listed.flatMap((item) => read(substituted(inlined(body), pattern, item)));
  }

  /** The items of a list that is written out, here or in the configuration. */
  #itemsOf(items: Expr, at: Standpoint): readonly Expr[] | undefined {
    const [only, ...others] = originsOf(items, [], at, this.project);
    if (!only || others.length > 0 || only.path.length > 0) return undefined;
    const configured =
      only.expr.kind === 'call'
        ? this.project.settings.config.valueFor(only.expr, only.at.owner.name)
        : undefined;
    const list = configured ?? only.expr;
    return list.kind === 'list' ? list.items : undefined;
  }

  #then(call: CallExpr, subject: Expr, fun: Expr | undefined, at: Standpoint, depth: number): ListedChild[] {
    if (call.name === 'tap') return this.list(subject, at, depth);
    const clause = fun?.kind === 'fn' && fun.clauses.length === 1 ? fun.clauses[0] : undefined;
    const body = clause?.body ?? (fun?.kind === 'capture' ? fun.body : undefined);
    return body
      ? this.list(substituted(body, clause?.params[0], subject), at, depth)
      : [unknown(call, at, 'it is made at run time')];
  }

  #branches(call: CallExpr, at: Standpoint, read: (expr: Expr) => ListedChild[]): ListedChild[] {
    const ends = tailsOf(call).filter(({ expr }) => !isFailure(expr));
    const tails = ends.map(({ expr }) => read(expr));
    const open = (call.name === 'if' || call.name === 'unless') && !call.blocks?.else;
    return tails.length === 0
      ? [unknown(call, at, 'it is made at run time')]
      : merged(open ? [...tails, []] : tails);
  }

  /** What a function of the project returns, entered with this call's arguments. */
  #entered(call: CallExpr, at: Standpoint, read: Read): ListedChild[] | undefined {
    const site = siteOf(call, at);
    return site && this.#returned(site, at, read);
  }

  /** What `Keyword.fetch!(opts, :children)` and its like take out of what is written elsewhere. */
  #followed(call: CallExpr, at: Standpoint, read: Read): ListedChild[] | undefined {
    const origins = originsOf(call, [], at, this.project).filter(({ expr }) => !isUnbound(expr));
    const known = origins.length > 0 && origins.every(({ expr, path }) => expr !== call && path.length === 0);
    return known ? merged(origins.map((origin) => read(origin.expr, origin.at))) : undefined;
  }

  #returned(site: CallSite, at: Standpoint, read: Read): ListedChild[] | undefined {
    if (!this.project.targetOf(site) || at.entered.length > CALLS || at.entered.includes(site))
      return undefined;
    const entered = [...at.entered, site];
    const all = clausesBehind(site, this.project);
    const running = all.filter((clause) => !isForTests(clause));
    const given = (running.length > 0 ? running : all).flatMap((clause) => {
      const where = { owner: clause.fn.module, clause, entered };
      const [handed] = clause.fn.kind === 'defdelegate' ? clause.calls : [];
      if (tailsOf(clause.body).every(({ expr }) => isFailure(expr)) && !handed) return [];
      const returned = handed ? this.#returned(handed, where, read) : clause.body && read(clause.body, where);
      return returned ? [returned] : [];
    });
    return given.length > 0 ? merged(given) : undefined;
  }

  // --- entries --------------------------------------------------------------------------------------------

  item(expr: Expr, at: Standpoint, depth: number): ListedChild[] {
    if (depth === 0) return [unknown(expr, at, 'it is nested too deeply')];
    const inner = depth - 1;
    switch (expr.kind) {
      case 'atom':
        return expr.value === 'nil' || expr.value === 'false' ? [] : [{ expr, at, conditional: false }];
      case 'variable':
        return this.#variable(expr, at, inner, (value, where) => this.item(value, where, inner));
      case 'list':
        return this.list(expr, at, inner);
      case 'block':
        return expr.items.length > 0 ? this.item(expr.items.at(-1) as Expr, at, inner) : [];
      case 'operator': {
        const [left, right] = expr.args;
        if ((expr.name === '&&' || expr.name === 'and') && right)
          return this.item(right, at, inner).map(maybe);
        if (expr.name === '||' && left && right)
          return merged([this.item(left, at, inner), this.item(right, at, inner)]);
        return this.list(expr, at, inner);
      }
      case 'attribute':
        return this.list(expr, at, inner);
      case 'tuple': {
        const [target, arg] = expr.items;
        return (target && this.#chosen(expr, target, arg, at)) ?? [{ expr, at, conditional: false }];
      }
      case 'call':
        return this.#itemCall(expr, at, inner);
      default:
        return [{ expr, at, conditional: false }];
    }
  }

  /** `{module, arg}` and `module.child_spec(arg)` where the module is one of several that the source lists. */
  #chosen(expr: Expr, target: Expr, arg: Expr | undefined, at: Standpoint): ListedChild[] | undefined {
    if (
      target.kind === 'alias' ||
      target.kind === 'atom' ||
      (expr.kind === 'tuple' && expr.items.length !== 2)
    )
      return undefined;
    if (moduleNamed(target, at, this.project) !== undefined) return undefined;
    const modules = modulesChosenFrom(target, arg, at, this.project);
    if (modules.length === 0) return undefined;
    if (modules.length > FEW)
      return [unknown(expr, at, `it is one of ${modules.length} modules: ${modules.join(', ')}`)];
    const { start, end } = expr;
    return modules.map((module) => {
      const alias: Expr = { kind: 'alias', name: module, module, start, end };
      const item: Expr = arg ? { kind: 'tuple', items: [alias, arg], start, end } : alias;
      return { expr: item, at, conditional: modules.length > 1 };
    });
  }

  #itemCall(call: CallExpr, at: Standpoint, depth: number): ListedChild[] {
    if (!call.receiver && call.blocks && BRANCHING.has(call.name))
      return this.#branches(call, at, (expr) => this.item(expr, at, depth));
    if (call.name === 'child_spec' && call.receiver && call.args.length === 1 && call.module === undefined)
      return this.#chosen(call, call.receiver, call.args[0], at) ?? [{ expr: call, at, conditional: false }];
    const own =
      call.name === 'child_spec' &&
      ((call.args.length === 1 && call.receiver) ||
        call.module === 'Supervisor' ||
        call.module === ':poolboy');
    if (own || SPEC_MACROS.has(call.name)) return [{ expr: call, at, conditional: false }];
    const given = this.#entered(call, at, (expr, where) => this.item(expr, where, depth));
    if (given) return given;
    if (call.module === 'Enum' || call.module === 'List' || (call.name === 'for' && !call.receiver))
      return this.#listCall(call, at, depth);
    const followed = this.#followed(call, at, (expr, where) => this.item(expr, where, depth));
    if (followed) return followed;
    return call.name === 'child_spec'
      ? [{ expr: call, at, conditional: false }]
      : [unknown(call, at, `\`${nameOf(call)}\` makes it at run time`)];
  }
}

/** How many modules may be chosen from for each to be drawn. */
const FEW = 3;

const BRANCHING: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'cond', 'with', 'try']);
/** `Supervisor.Spec.worker/3` and `supervisor/3`. */
const SPEC_MACROS: ReadonlySet<string> = new Set(['worker', 'supervisor']);

function unknown(expr: Expr, at: Standpoint, reason: string): ListedChild {
  return { expr, at, conditional: false, unknown: reason };
}

function maybe(child: ListedChild): ListedChild {
  return { ...child, conditional: true };
}

function repeated(child: ListedChild): ListedChild {
  return { ...child, repeated: 'there is one for each item of a list known only at run time' };
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

/** `raise` and its like, in place of a list: the application does not start then. */
function isFailure(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    /^(raise|reraise|throw|exit)$/.test(expr.name) &&
    (expr.module ?? 'Kernel') === 'Kernel'
  );
}

/** `[child | list]`. */
function isPrepended(expr: Expr): boolean {
  const last = expr.kind === 'list' ? expr.items.at(-1) : undefined;
  return last?.kind === 'operator' && last.name === '|';
}

function nameOf(call: CallExpr): string {
  return `${call.module === undefined ? '' : `${call.module}.`}${call.name}/${call.arity}`;
}

function isUnbound(expr: Expr): boolean {
  return expr.kind === 'variable' && expr.name !== '__MODULE__';
}

function siteOf(call: CallExpr, { clause }: Standpoint): CallSite | undefined {
  return clause?.calls.find((site) => site.nameStart === call.nameStart && site.name === call.name);
}

/** True for predicates that only leave out what is `nil` or `false`. */
function dropsNothingElse(fun: Expr | undefined): boolean {
  if (fun?.kind !== 'capture') return false;
  if (fun.named) return fun.named.name === 'is_nil' || fun.named.name === '!';
  const { body } = fun;
  if (body?.kind === 'placeholder') return true;
  if (body?.kind === 'operator')
    return (
      body.args.some((arg) => arg.kind === 'placeholder') &&
      (body.args.length === 1 || body.args.some((arg) => isAtom(arg, 'nil', 'false')))
    );
  return body?.kind === 'call' && body.name === 'is_nil';
}

/** The entries of several alternatives in order; what is not in each of them is conditional. */
function merged(alternatives: readonly ListedChild[][]): ListedChild[] {
  const [only, ...others] = alternatives;
  if (!only || others.length === 0) return only ?? [];
  const keyed = alternatives.map(byKey);
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
  alternatives: readonly ReadonlyMap<string, ListedChild>[],
): ReadonlyMap<string, readonly ListedChild[]> {
  const alike = new Map<string, ListedChild[]>();
  for (const entries of alternatives) {
    for (const [key, child] of entries) {
      const known = alike.get(key);
      if (known) known.push(child);
      else alike.set(key, [child]);
    }
  }
  return alike;
}

/** Every entry once, in an order that keeps that of the longest alternative; others stand behind what precedes them. */
function inOrder(alternatives: readonly ReadonlyMap<string, ListedChild>[]): [string, ListedChild][] {
  const ordered: [string, ListedChild][] = [];
  const seen = new Set<string>();
  for (const entries of [...alternatives].sort((a, b) => b.size - a.size)) {
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
  if (bound?.kind === 'value' && bound.path.length === 0)
    return subjectOf({ expr: bound.value, at, conditional: false });
  return `${exprText(expr)} `;
}

/** The value of a block with what it binds on the way put in place of the variables. */
function inlined(body: Expr): Expr {
  if (body.kind !== 'block') return body;
  const values = new Map<string, Expr>();
  const items = body.items.map((item) => {
    const [pattern, value] = item.kind === 'operator' && item.name === '=' ? item.args : [];
    const rewritten = rewrite(item, values, item);
    if (pattern && value) bindInto(pattern, rewrite(value, values, value), values);
    return rewritten;
  });
  return items.at(-1) ?? body;
}

/** An expression with what a pattern binds put in place of its variables. */
export function substituted(body: Expr, pattern: Expr | undefined, value: Expr): Expr {
  const values = new Map<string, Expr>();
  if (pattern) bindInto(pattern, value, values);
  return rewrite(body, values, value);
}

function bindInto(pattern: Expr, value: Expr, values: Map<string, Expr>): void {
  if (pattern.kind === 'variable') values.set(pattern.name, value);
  else if (pattern.kind === 'tuple' && value.kind === 'tuple') {
    for (const [index, item] of pattern.items.entries()) {
      const part = value.items[index];
      if (part) bindInto(item, part, values);
    }
  } else if (pattern.kind === 'operator' && pattern.name === '=') {
    for (const part of pattern.args) bindInto(part, value, values);
  } else if (pattern.kind === 'map' || pattern.kind === 'list') {
    for (const { key, value: inner } of keywordsOf(pattern)) {
      const part = keywordValue(value, key);
      if (part) bindInto(inner, part, values);
    }
  }
}

/** Copies an expression; `&1` of a capture stands for the whole value. */
function rewrite(expr: Expr, values: ReadonlyMap<string, Expr>, whole: Expr): Expr {
  const again = (inner: Expr): Expr => rewrite(inner, values, whole);
  switch (expr.kind) {
    case 'variable':
      return values.get(expr.name) ?? expr;
    case 'placeholder':
      return expr.index === 1 ? whole : expr;
    case 'list':
    case 'tuple':
    case 'block':
      return { ...expr, items: expr.items.map(again) };
    case 'operator':
      return { ...expr, args: expr.args.map(again) };
    case 'interpolated':
      return { ...expr, parts: expr.parts.map(again) };
    case 'map':
      return {
        ...expr,
        pairs: expr.pairs.map(({ key, value }) => ({ key: again(key), value: again(value) })),
      };
    case 'call':
      return expr.blocks
        ? expr
        : {
            ...expr,
            args: expr.args.map(again),
            ...(expr.receiver ? { receiver: again(expr.receiver) } : {}),
          };
    default:
      return expr;
  }
}
