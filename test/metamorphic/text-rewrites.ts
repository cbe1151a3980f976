import { newModule } from '../../src/elixir/modules.js';
import { fileScope } from '../../src/elixir/scope.js';
import { moduleSituation } from '../../src/elixir/walk/situations.js';
import { Walker } from '../../src/elixir/walk/walker.js';
import { applyEdits } from '../../src/fix/apply.js';
import type { Edit } from '../../src/lint/finding.js';
import type { AliasExpr, CallExpr, Expr } from '../../src/syntax/ast.js';
import { parseElixir } from '../../src/syntax/parser.js';
import { visit } from '../../src/syntax/visit.js';
import type { SourceText } from './project.js';

/** Writes the files of a project in another way that means the same. */
export type Rewrite = (files: readonly SourceText[]) => SourceText[];

const eachText =
  (change: (text: string, file: string) => string): Rewrite =>
  (files) =>
    files.map(({ file, text }) => ({ file, text: change(text, file) }));

export const TEXT_REWRITES: ReadonlyMap<string, Rewrite> = new Map([
  ['with other line ends', eachText((text) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'))],
  ['with comments and blank lines', eachText(commented)],
  ['with full names', eachText(withFullNames)],
  ['with aliases', eachText(withAliases)],
  ['with functions in another order', eachText(reordered)],
  ['with a file for each module', split],
  ['with one file for each folder', joined],
  ['with files in another order', renamed],
  ['with another module', (files) => [...files, { file: 'lib/zzz_other.ex', text: OTHER }]],
]);

const OTHER = 'defmodule ZzzOther.Unrelated do\n  def add(a, b), do: a + b\nend\n';

function edited(text: string, edits: readonly Omit<Edit, 'file'>[]): string {
  return applyEdits(
    text,
    edits.map((edit) => ({ ...edit, file: '' })),
  );
}

/** The sound root of a text, with what every alias in it stands for; undefined where it cannot be read. */
function resolved(text: string): Expr | undefined {
  const { root, faults } = parseElixir(text);
  if (faults.length > 0) return undefined;
  const form: CallExpr = {
    kind: 'call',
    name: '',
    args: [],
    arity: 0,
    parens: false,
    nameStart: 0,
    start: 0,
    end: 0,
  };
  const script = newModule('', '', 'module', form, false);
  const [walker, scope] = [new Walker(''), fileScope()];
  for (const item of root.items) walker.walk(item, scope, moduleSituation(script), { result: 'discarded' });
  return root;
}

/** The lines of blocks that begin a line, the outermost first. */
function lineStarts(root: Expr, text: string): Expr[] {
  const found: Expr[] = [];
  visit(root, (expr) => {
    if (expr.kind !== 'block') return;
    for (const item of expr.items) {
      const before = text.slice(text.lastIndexOf('\n', item.start - 1) + 1, item.start);
      if (/^[ \t]*$/.test(before)) found.push(item);
    }
  });
  return found;
}

function commented(text: string): string {
  const { root, faults } = parseElixir(text);
  if (faults.length > 0) return text;
  const starts = new Set(lineStarts(root, text).map(({ start }) => start));
  return edited(
    text,
    [...starts].map((start) => ({ start, end: start, text: '# A note.\n\n  # Another one.\n' })),
  );
}

// --- aliases ------------------------------------------------------------------------------------------------

const NAMING: ReadonlySet<string> = new Set([
  'alias',
  'defmodule',
  'defimpl',
  'defprotocol',
  'import',
  'require',
]);

/** The aliases that stand for a module in code, and those that define or name one. */
function aliasesIn(root: Expr): { used: AliasExpr[]; naming: AliasExpr[] } {
  const used: AliasExpr[] = [];
  const naming: AliasExpr[] = [];
  const collect = (into: AliasExpr[]) => (expr: Expr) => {
    if (expr.kind === 'alias') into.push(expr);
  };
  visit(root, (expr) => {
    if (expr.kind === 'alias') used.push(expr);
    if (expr.kind === 'alias') return !expr.head;
    if (expr.kind !== 'call' || expr.receiver || !NAMING.has(expr.name)) return true;
    for (const arg of expr.args) visit(arg, collect(naming));
    for (const body of Object.values(expr.blocks ?? {})) {
      if (!body.expr) continue;
      const inner = aliasesIn(body.expr);
      used.push(...inner.used);
      naming.push(...inner.naming);
    }
    return false;
  });
  return { used, naming };
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const firstOf = (name: string): string => name.split('.', 1)[0] ?? name;

function withFullNames(text: string): string {
  const root = resolved(text);
  if (!root) return text;
  const { used, naming } = aliasesIn(root);
  const short = new Set(
    [...used, ...naming].filter(({ module, name }) => module !== name).map(({ name }) => firstOf(name)),
  );
  return edited(
    text,
    used.flatMap(({ head, name, module, start, end }) => {
      if (head || module === undefined || module === name || /^[:.]|Elixir/.test(module)) return [];
      return short.has(firstOf(module)) ? [] : [{ start, end, text: module }];
    }),
  );
}

function withAliases(text: string): string {
  const root = resolved(text);
  if (root?.kind !== 'block') return text;
  const { used, naming } = aliasesIn(root);
  const taken = new Set([...used, ...naming].flatMap(({ name }) => [firstOf(name)]));
  for (const { name } of naming) taken.add(lastOf(name));
  const edits = root.items.flatMap((module) => {
    const first = module.kind === 'call' && module.name === 'defmodule' ? firstItem(module) : undefined;
    if (!first) return [];
    const long = used.filter(({ head, name, module: full, start, end }) => {
      const within = module.start <= start && end <= module.end;
      return within && !head && name === full && name.includes('.') && !taken.has(lastOf(name));
    });
    const names = new Map(long.map(({ name }) => [lastOf(name), name]));
    const clear = long.filter(({ name }) => names.get(lastOf(name)) === name);
    const directives = [...new Set(clear.map(({ name }) => name))]
      .map((name) => `alias ${name}\n  `)
      .join('');
    return [
      ...(directives === '' ? [] : [{ start: first.start, end: first.start, text: directives }]),
      ...clear
        .filter(({ start }) => start !== first.start)
        .map(({ name, start, end }) => ({ start, end, text: lastOf(name) })),
    ];
  });
  return edited(text, edits);
}

function firstItem({ blocks }: CallExpr): Expr | undefined {
  const body = blocks?.do?.expr;
  return body?.kind === 'block' ? body.items[0] : body;
}

// --- order --------------------------------------------------------------------------------------------------

/** Attributes that belong to the function behind them. */
const LEADING: ReadonlySet<string> = new Set(['doc', 'spec', 'impl', 'dialyzer', 'deprecated']);

interface Group {
  key: string;
  start: number;
  end: number;
}

function reordered(text: string): string {
  const { root, faults } = parseElixir(text);
  if (faults.length > 0) return text;
  const edits: Omit<Edit, 'file'>[] = [];
  visit(root, (expr) => {
    if (expr.kind === 'call' && expr.name === 'quote') return false;
    if (expr.kind !== 'call' || expr.name !== 'defmodule') return true;
    const body = expr.blocks?.do?.expr;
    for (const run of runsOf(body?.kind === 'block' ? body.items : [])) {
      if (new Set(run.map(({ key }) => key)).size < run.length) continue;
      const texts = run.map(({ start, end }) => text.slice(start, end)).reverse();
      for (const [at, { start, end }] of run.entries()) edits.push({ start, end, text: texts[at] ?? '' });
    }
    return true;
  });
  return edited(text, edits);
}

/** Functions that follow each other, each with its clauses and what leads to it. */
function runsOf(items: readonly Expr[]): Group[][] {
  const runs: Group[][] = [[]];
  let leading: number | undefined;
  for (const item of items) {
    if (item.kind === 'attribute' && LEADING.has(item.name)) {
      leading ??= item.start;
      continue;
    }
    const key = functionKey(item);
    const run = runs[runs.length - 1] ?? [];
    const last = run[run.length - 1];
    if (key === undefined) runs.push([]);
    else if (last?.key === key) last.end = item.end;
    else run.push({ key, start: leading ?? item.start, end: item.end });
    leading = undefined;
  }
  return runs;
}

function functionKey(item: Expr): string | undefined {
  if (item.kind !== 'call' || (item.name !== 'def' && item.name !== 'defp')) return undefined;
  const [guarded] = item.args;
  const head = guarded?.kind === 'operator' && guarded.name === 'when' ? guarded.args[0] : guarded;
  if (head?.kind === 'variable') return `${head.name}/0`;
  return head?.kind === 'call' && !head.receiver && head.name !== 'unquote'
    ? `${head.name}/${head.arity}`
    : undefined;
}

// --- files --------------------------------------------------------------------------------------------------

function split(files: readonly SourceText[]): SourceText[] {
  return files.flatMap(({ file, text }) => {
    const { root, faults } = parseElixir(text);
    const whole = root.items.every((item) => item.kind === 'call' && item.name === 'defmodule');
    if (faults.length > 0 || !whole || root.items.length < 2) return [{ file, text }];
    return root.items.map(({ start, end }, at) => {
      return { file: file.replace(/\.exs?$/, `_${at}$&`), text: `${text.slice(start, end)}\n` };
    });
  });
}

function joined(files: readonly SourceText[]): SourceText[] {
  const plain = ({ file, text }: SourceText): boolean => {
    const { root, faults } = parseElixir(text);
    const modules = root.items.every((item) => item.kind === 'call' && item.name === 'defmodule');
    return file.endsWith('.ex') && faults.length === 0 && modules;
  };
  const byFolder = new Map<string, SourceText[]>();
  for (const source of files) {
    const key = plain(source) ? source.file.replace(/[^/]*$/, 'all.ex') : source.file;
    byFolder.set(key, [...(byFolder.get(key) ?? []), source]);
  }
  return [...byFolder].map(([file, some]) => ({ file, text: some.map(({ text }) => text).join('\n') }));
}

function renamed(files: readonly SourceText[]): SourceText[] {
  return files.map(({ file, text }, at) => {
    if (!file.endsWith('.ex')) return { file, text };
    const number = String(files.length - at).padStart(5, '0');
    return { file: file.replace(/[^/]*$/, `f${number}_$&`), text };
  });
}
