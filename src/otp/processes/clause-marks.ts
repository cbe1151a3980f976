import { clauseExprs } from '../../elixir/flow.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';

/**
 * What stands somewhere in a clause and may be a child, the name of a process or a new atom:
 * - `module tuple`: `{Module, …}` or `{__MODULE__, …}`;
 * - `name tuple`: `{:local, …}`, `{:global, …}`, `{:via, …}`;
 * - `start`, `name`: such a key in a list or map;
 * - `spec call`: `child_spec(…)`, `worker(…)`;
 * - `put call`: `Keyword.put…`;
 * - `long tuple`: one of six elements, as child specs once were;
 * - `atom`: what may make atoms when it runs, or have a decoder make them: `:"…#{}"`, `…to_atom(…)`,
 *   `Module.concat(…)`, `decode(text, options)`, the options of HTTP clients for their decoders.
 */
export type ClauseMark =
  | 'module tuple'
  | 'name tuple'
  | 'start'
  | 'name'
  | 'spec call'
  | 'put call'
  | 'long tuple'
  | 'atom';

const known = new WeakMap<FunctionClause, ReadonlySet<ClauseMark>>();
const UNMARKED: ReadonlySet<ClauseMark> = new Set();

/** True where a clause has one of some marks; most have none, and need no walk by any who look for such things. */
export function isMarked(clause: FunctionClause, ...marks: readonly ClauseMark[]): boolean {
  let found = known.get(clause);
  if (!found) {
    found = marksOf(clause);
    known.set(clause, found);
  }
  const present = found;
  return present.size > 0 && marks.some((mark) => present.has(mark));
}

function marksOf(clause: FunctionClause): ReadonlySet<ClauseMark> {
  const marks = new Set<ClauseMark>();
  for (const root of clauseExprs(clause)) visit(root, (expr) => noteMarks(expr, marks));
  return marks.size > 0 ? marks : UNMARKED;
}

function noteMarks(expr: Expr, marks: Set<ClauseMark>): void {
  switch (expr.kind) {
    case 'tuple':
      noteTuple(expr.items, marks);
      break;
    case 'map':
      for (const { key } of expr.pairs) noteKey(key, marks);
      break;
    case 'call':
      noteCall(expr, marks);
      break;
    case 'capture':
      if (expr.named?.name.endsWith('to_atom')) marks.add('atom');
      break;
    case 'interpolated':
      if (expr.of === 'atom' || expr.of === 'sigil') marks.add('atom');
  }
}

function noteCall({ module, name, args }: CallExpr, marks: Set<ClauseMark>): void {
  if (name === 'child_spec' || name === 'worker') marks.add('spec call');
  if (module === undefined) return;
  if (module === 'Keyword' && name.startsWith('put')) marks.add('put call');
  const decodes = args.length > 1 && (name.startsWith('decode') || name.startsWith('parse'));
  if (decodes || name.endsWith('to_atom') || (module === 'Module' && name === 'concat')) marks.add('atom');
}

function noteTuple(items: readonly Expr[], marks: Set<ClauseMark>): void {
  const [first] = items;
  if (!first) return;
  if (first.kind === 'alias' || (first.kind === 'variable' && first.name === '__MODULE__'))
    marks.add('module tuple');
  if (first.kind === 'atom') {
    // An entry of a keyword list is such a tuple, too.
    if (items.length === 2) noteKey(first, marks);
    if (first.value === 'local' || first.value === 'global' || first.value === 'via') marks.add('name tuple');
  }
  if (items.length === 6) marks.add('long tuple');
}

function noteKey(key: Expr, marks: Set<ClauseMark>): void {
  if (key.kind !== 'atom') return;
  if (key.value === 'start') marks.add('start');
  if (key.value === 'name') marks.add('name');
  if (key.value === 'engine_opts' || key.value === 'decode_json') marks.add('atom');
}
