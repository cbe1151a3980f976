import { keywordsOf } from '../../elixir/literals.js';
import type { FunctionClause, ModuleDef } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { oncePerProject } from '../../project/memory.js';
import { type Origin, originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { type AtomBound, type AtomMaker, atomMaker, boundOf } from './atoms.js';
import { worse } from './instance-words.js';
import { type NamePosition, namePositionsOf, nameTuplesOf, takesName } from './name-positions.js';

/** An atom made at run time that becomes the name of a process or of a table. */
export interface NamedAtom {
  maker: AtomMaker;
  /** Where it is made. */
  clause: FunctionClause;
  bound: AtomBound;
  /** Where it becomes a name, in order of discovery. */
  positions: NamePosition[];
}

/** Every atom made at run time that production code uses as a process name, each once. */
export const namedAtoms = oncePerProject((project): readonly NamedAtom[] => {
  const byMaker = new Map<Expr, NamedAtom>();
  for (const module of project.modules) {
    if (module.def.quoted || !module.production) continue;
    for (const position of positionsIn(module)) note(position, project, byMaker);
  }
  return [...byMaker.values()];
});

function* positionsIn(module: ProjectModule): Generator<NamePosition> {
  for (const site of namingCalls(module)) if (!site.situation.devOnly) yield* namePositionsOf(site);
  for (const fn of module.def.functions) {
    for (const clause of fn.clauses) if (!fn.kind.startsWith('defmacro')) yield* nameTuplesOf(clause);
  }
}

const namingCalls = callsTo(takesName);

/** Expressions that are no atom made at run time, whatever happens. */
const PLAIN: ReadonlySet<string> = new Set(['atom', 'alias', 'number', 'text', 'map']);

function note(position: NamePosition, project: Project, byMaker: Map<Expr, NamedAtom>): void {
  if (PLAIN.has(position.expr.kind)) return;
  const { clause } = position;
  const origins = originsOf(position.expr, [], { owner: clause.fn.module, clause, entered: [] }, project);
  for (const origin of origins.flatMap((one) => [one, ...keptOrigins(one, project)]))
    noteOrigin(origin, position, project, byMaker);
}

function noteOrigin(
  { expr, at }: Origin,
  position: NamePosition,
  project: Project,
  byMaker: Map<Expr, NamedAtom>,
): void {
  const maker = atomMaker(expr);
  if (!maker || !at.clause || !inProduction(at.clause, project)) return;
  const bound = boundOf(maker, at, project);
  const earlier = byMaker.get(expr);
  if (!earlier) {
    byMaker.set(expr, { maker, clause: at.clause, bound, positions: [position] });
    return;
  }
  earlier.positions.push(position);
  if (worse(bound.kind, earlier.bound.kind)) earlier.bound = bound;
}

/** What the module itself keeps under the key that a name is read from: the way through a process's state. */
function keptOrigins({ expr, path, at }: Origin, project: Project): Origin[] {
  const step = path.at(-1);
  if (expr.kind !== 'variable' || step?.kind !== 'key' || step.text) return [];
  return keptUnder(at.owner, step.key).flatMap(({ value, clause }) =>
    originsOf(value, [], { owner: at.owner, clause, entered: [] }, project),
  );
}

const kept = new WeakMap<ModuleDef, Map<string, { value: Expr; clause: FunctionClause }[]>>();

/** The values that a module's functions put under a key of a map or struct. */
function keptUnder(owner: ModuleDef, key: string): readonly { value: Expr; clause: FunctionClause }[] {
  let values = kept.get(owner);
  if (!values) {
    values = new Map();
    kept.set(owner, values);
    for (const clause of owner.functions.flatMap((fn) => fn.clauses)) {
      if (clause.body) collectKept(clause.body, clause, values);
    }
  }
  return values.get(key) ?? [];
}

function collectKept(
  body: Expr,
  clause: FunctionClause,
  values: Map<string, { value: Expr; clause: FunctionClause }[]>,
): void {
  visit(body, (expr) => {
    if (expr.kind !== 'map') return;
    for (const { key, value } of keywordsOf(expr)) {
      if (PLAIN.has(value.kind)) continue;
      const list = values.get(key);
      if (list) list.push({ value, clause });
      else values.set(key, [{ value, clause }]);
    }
  });
}

function inProduction({ fn }: FunctionClause, project: Project): boolean {
  return !fn.kind.startsWith('defmacro') && project.moduleOf(fn.module)?.production !== false;
}
