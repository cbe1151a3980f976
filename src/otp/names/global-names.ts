import { clauseExprs } from '../../elixir/flow.js';
import { atomOf, isAtom, keywordsOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { type Origin, originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr, TupleExpr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { isMarked } from '../processes/clause-marks.js';
import { nameOption, namesProcess } from './naming.js';

/** A name that a process registers in the whole cluster, where it is written. */
export interface GlobalName {
  /** `{:global, term}` or `{:via, :global, term}`. */
  tuple: TupleExpr;
  owner: ModuleDef;
  /** Where a process is started under it. */
  used: { owner: ModuleDef; start: number; end: number };
}

/** What the source has in it where anything is registered in `:global`. */
const GLOBAL = /:"?global\b|\bglobal"?:/;

/** Every name in `:global` that a process of the project's production code is started under, each once. */
export function globalNames(project: Project): GlobalName[] {
  const found = new Map<Expr, GlobalName>();
  if (!project.files.some(({ text }) => GLOBAL.test(text))) return [];
  for (const module of project.modules) {
    if (module.def.quoted || !module.production) continue;
    for (const { expr, clause } of startNames(module)) {
      if (expr.kind === 'alias' || expr.kind === 'atom') continue;
      const at = { owner: clause.fn.module, clause, entered: [] };
      for (const origin of originsOf(expr, [], at, project)) note(origin, expr, clause, found);
    }
  }
  return [...found.values()];
}

function note(
  { expr, path, at }: Origin,
  { start, end }: Expr,
  clause: FunctionClause,
  found: Map<Expr, GlobalName>,
): void {
  if (expr.kind !== 'tuple' || path.length > 0 || !isGlobal(expr) || found.has(expr)) return;
  found.set(expr, { tuple: expr, owner: at.owner, used: { owner: clause.fn.module, start, end } });
}

/** `{:global, term}` and `{:via, :global, term}` (`GenServer`, "Name registration"). */
function isGlobal({ items }: TupleExpr): boolean {
  if (items.length === 2) return isAtom(items[0], 'global');
  return items.length === 3 && isAtom(items[0], 'via') && isAtom(items[1], 'global');
}

interface StartName {
  expr: Expr;
  clause: FunctionClause;
}

/** Every expression of a module that is the name of a process to be started: `name:`, also of a child. */
function* startNames(module: ProjectModule): Generator<StartName> {
  for (const site of startingCalls(module)) {
    const { clause, quoted, devOnly } = site.situation;
    const name = quoted || devOnly ? undefined : (nameOption(site) ?? erlangName(site));
    if (name && clause) yield { expr: name, clause };
  }
  for (const clause of module.def.functions.flatMap((fn) => fn.clauses)) yield* optionsNamed(clause);
}

const startingCalls = callsTo(
  ({ callee, module }) => namesProcess(callee) || (module !== undefined && ERLANG.has(module)),
);

const ERLANG: ReadonlySet<string> = new Set([':gen_server', ':gen_statem']);

/** `:gen_server.start_link(name, module, args, options)`. */
function erlangName({ module, name, args }: CallSite): Expr | undefined {
  if (module === undefined || !ERLANG.has(module)) return undefined;
  return /^start(_link|_monitor)?$/.test(name) && args.length === 4 ? args[0] : undefined;
}

/** `name: name` in any options written out, and `Keyword.put(options, :name, name)`. */
function optionsNamed(clause: FunctionClause): StartName[] {
  const found: StartName[] = [];
  if (!isMarked(clause, 'name', 'put call')) return found;
  for (const root of clauseExprs(clause)) {
    if (clause.params.includes(root)) continue;
    visit(root, (expr) => {
      if (expr.kind === 'call' && expr.name === 'quote' && !expr.receiver) return false;
      const name = nameAmong(expr);
      if (name) found.push({ expr: name, clause });
      return true;
    });
  }
  return found;
}

function nameAmong(expr: Expr): Expr | undefined {
  if (expr.kind === 'call' && expr.module === 'Keyword' && /^put(_new)?$/.test(expr.name))
    return atomOf(expr.args[1]) === 'name' ? expr.args[2] : undefined;
  return expr.kind === 'list' ? keywordsOf(expr).find(({ key }) => key === 'name')?.value : undefined;
}

/** Functions of `:global` that register a name or take a lock on every node (`:global`). */
const CLUSTER_WIDE: Record<string, 'name' | 'lock'> = {
  register_name: 'name',
  re_register_name: 'name',
  set_lock: 'lock',
  trans: 'lock',
};

/** The calls of a module that go to `:global` itself. */
export const globalCalls = callsTo(({ module }) => module === ':global');

/** What a call of `:global` takes in the whole cluster; `undefined` for look-ups and every other call. */
export function takenGlobally({ module, name, args }: CallSite): 'name' | 'lock' | undefined {
  const taken = module === ':global' ? CLUSTER_WIDE[name] : undefined;
  return taken === 'lock' && isThisNode(args[name === 'trans' ? 2 : 1]) ? undefined : taken;
}

/** `[node()]`: the lock is for this node alone. */
function isThisNode(nodes: Expr | undefined): boolean {
  const [only, ...others] = nodes?.kind === 'list' ? nodes.items : [];
  return only?.kind === 'call' && only.name === 'node' && only.args.length === 0 && others.length === 0;
}
