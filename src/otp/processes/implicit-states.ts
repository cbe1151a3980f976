import { parentOf } from '../../elixir/fates.js';
import { clauseExprs, tailsOf } from '../../elixir/flow.js';
import { atomOf, keywordsOf } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import type { StatePath } from '../state/state.js';
import { handlersOf, type StateRead, stateUseOf } from '../state/state-use.js';
import { returnsOf } from './returns.js';
import type { Server } from './server.js';

/** A place where a value of the field is matched or set. */
interface Use {
  value: string;
  expr: Expr;
  clause: FunctionClause;
}

/** A field of a server's state whose atoms are the states of a machine that nobody wrote down. */
export interface ImplicitStates {
  /** `''` for the whole state, `0` for the first element of a tuple. */
  path: StatePath;
  values: readonly string[];
  /** Where callbacks choose by it, the first place for each value. */
  choices: readonly Use[];
  /** Where callbacks go over to another value, the first place for each. */
  changes: readonly Use[];
}

/** How many values make a state machine of a flag. */
const STATES = 3;

/** The implicit state machine in a server's state, where there is one; the one with the most states. */
export function implicitStatesOf(server: Server): ImplicitStates | undefined {
  const { module, kind } = server;
  if (kind !== 'gen_server' && kind !== 'gen_stage') return undefined;
  if (module.def.quoted || module.def.damaged) return undefined;
  const found = [...choicesIn(server)].flatMap(([path, choices]) => machineAt(path, choices, server) ?? []);
  return found.sort((a, b) => b.values.length - a.values.length)[0];
}

function machineAt(path: StatePath, all: readonly Use[], server: Server): ImplicitStates | undefined {
  const choices = firstOfEach(all);
  const changes = firstOfEach(changesOf(path, server));
  if (choices.length < 2 || changes.length < 2) return undefined;
  const initial = initialValues(path, server);
  const values = [...new Set([...initial, ...changes.map(({ value }) => value)])];
  const known = values.filter((value) => choices.some((choice) => choice.value === value));
  return values.length >= STATES && known.length >= 2 ? { path, values, choices, changes } : undefined;
}

function firstOfEach(uses: readonly Use[]): Use[] {
  const first = new Map<string, Use>();
  for (const use of uses) if (!first.has(use.value)) first.set(use.value, use);
  return [...first.values()];
}

/** An atom that stands for a state, or the tag of a tuple: `nil`, `true` and `false` say there is none. */
function stateValue(expr: Expr | undefined): string | undefined {
  if (expr?.kind === 'tuple' && expr.items.length > 1) return stateValue(expr.items[0]);
  const value = atomOf(expr);
  return value === undefined || ['nil', 'true', 'false', 'ok', 'error'].includes(value) ? undefined : value;
}

// --- where callbacks choose ---------------------------------------------------------------------------------

/** The places where callbacks choose by a part of the state, by that part. */
function choicesIn(server: Server): ReadonlyMap<StatePath, Use[]> {
  const { project } = server.module;
  const found = new Map<StatePath, Use[]>();
  for (const callback of handlersOf(server)) {
    for (const read of stateUseOf(callback, server.kind, project).reads) {
      for (const expr of chosenBy(read)) {
        const value = stateValue(expr);
        const path = fieldPath(read);
        if (value === undefined || path === undefined) continue;
        found.set(path, [...(found.get(path) ?? []), { value, expr, clause: read.clause }]);
      }
    }
  }
  return found;
}

/** `status.0` is the tag of what the field `status` holds; other parts of parts are nobody's state. */
function fieldPath({ path, expr }: StateRead): StatePath | undefined {
  const field = path !== '0' && path.endsWith('.0') && expr.kind === 'atom' ? path.slice(0, -2) : path;
  return field.includes('.') || field === '[]' ? undefined : field;
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', 'in']);

/** The literals that a read of the state is held against: a pattern's, or those of a comparison. */
function chosenBy({ expr, clause }: StateRead): Expr[] {
  if (expr.kind === 'atom') return [expr];
  const parent = parentOf(expr, clause);
  if (parent?.kind !== 'operator' || !COMPARISONS.has(parent.name)) return [];
  const other = parent.args.find((arg) => arg !== expr);
  const value = other && followValue(other, clause.fn.module, clause);
  if (value?.kind === 'list') return value.items;
  return value ? [value] : [];
}

// --- which values it takes ----------------------------------------------------------------------------------

/** The values that the module's functions, but for `init/1`, put into a part of the state. */
function changesOf(path: StatePath, server: Server): Use[] {
  const { module, kind } = server;
  if (path !== '' && path !== '0') {
    const clauses = module.def.functions.filter(({ name }) => name !== 'init').flatMap((fn) => fn.clauses);
    return clauses.flatMap((clause) => valuesSet(path, clause).flatMap((expr) => usesOf(expr, clause)));
  }
  return handlersOf(server).flatMap((callback) =>
    returnsOf(callback, kind, module.project).flatMap(({ state, holding: { clause } }) =>
      state ? wholeUses(path, state, clause) : [],
    ),
  );
}

/** The values of `%{state | field: value}` and `Map.put(state, :field, value)` anywhere in a clause. */
function valuesSet(field: string, clause: FunctionClause): Expr[] {
  const found: Expr[] = [];
  for (const root of clauseExprs(clause)) {
    visit(root, (expr) => {
      if (expr.kind === 'map' && expr.base)
        found.push(...keywordsOf(expr).flatMap(({ key, value }) => (key === field ? [value] : [])));
      const [, key, value] = expr.kind === 'call' && isPut(expr.module, expr.name) ? expr.args : [];
      if (value && atomOf(key) === field) found.push(value);
    });
  }
  return found;
}

function isPut(module: string | undefined, name: string): boolean {
  return (module === 'Map' || module === 'Keyword') && (name === 'put' || name === 'replace!');
}

/** The atoms that an expression can have as its value. */
function usesOf(expr: Expr, clause: FunctionClause): Use[] {
  return tailsOf(followValue(expr, clause.fn.module, clause)).flatMap((tail) => {
    const value = stateValue(tail.expr);
    return value === undefined ? [] : [{ value, expr: tail.expr, clause }];
  });
}

function wholeUses(path: StatePath, state: Expr, clause: FunctionClause): Use[] {
  return tailsOf(followValue(state, clause.fn.module, clause)).flatMap(({ expr }) => {
    const part = path === '' ? expr : expr.kind === 'tuple' ? expr.items[0] : undefined;
    const value = part?.kind === 'atom' ? stateValue(part) : undefined;
    return part && value !== undefined ? [{ value, expr: part, clause }] : [];
  });
}

/** The values that a part of the state has at the start: from `init/1` and the defaults of the struct. */
function initialValues(path: StatePath, server: Server): string[] {
  const { module, kind, callbacks } = server;
  const inits = callbacks.filter(({ name }) => name === 'init');
  const states = inits.flatMap((callback) => returnsOf(callback, kind, module.project));
  const uses = states.flatMap(({ state, holding: { clause } }) => {
    if (!state) return [];
    if (path === '' || path === '0') return wholeUses(path, state, clause);
    const given = keywordsOf(followValue(state, clause.fn.module, clause)).filter(({ key }) => key === path);
    return given.flatMap(({ value }) => usesOf(value, clause));
  });
  return [...uses.map(({ value }) => value), ...structDefaults(path, module)];
}

function structDefaults(field: string, { def, project }: ProjectModule): string[] {
  const inside = project.modules.filter((other) => other.name.startsWith(`${def.name}.`));
  return [def, ...inside.map((module) => module.def)]
    .flatMap(({ bodyCalls }) => bodyCalls)
    .filter(({ name }) => name === 'defstruct')
    .flatMap(({ args }) => keywordsOf(args[0]))
    .flatMap(({ key, value }) => (key === field ? (stateValue(value) ?? []) : []));
}
