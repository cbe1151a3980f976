import { clauseTails } from '../../elixir/flow.js';
import { atomOf, keywordValue } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import { shownExpr } from '../../elixir/shown.js';
import type { CallExpr, Expr, MapExpr } from '../../syntax/ast.js';
import { enteredWith, type Located } from '../entered.js';
import { inspected } from '../inspected.js';
import { moduleNamed } from '../module-values.js';
import { Nesting } from '../nesting.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import { mayMatch } from '../reach.js';
import { type ChildSpec, unknownSpec } from './child-spec.js';
import { followed } from './followed.js';
import { type ListedChild, writtenChild } from './listed-child.js';
import { nameIn } from './name-option.js';
import { overridden, restartOf, startOf } from './spec-options.js';
import { overSuper, usedSpec } from './used-specs.js';

/** Modules of libraries and OTP whose `child_spec/1` takes the id from `name:`. */
const NAMED_BY_OPTION: ReadonlySet<string> = new Set([
  'DynamicSupervisor',
  'PartitionSupervisor',
  'Task.Supervisor',
  'Registry',
  'Phoenix.PubSub',
  'Finch',
  'Oban',
]);

/** The child spec behind an entry of a list of children. */
export function childSpecOf({ expr, at, unknown }: ListedChild, project: Project): ChildSpec {
  if (unknown !== undefined) return unknownSpec(unknown);
  if (expr.kind === 'alias') return moduleSpec(expr.module, undefined, project);
  if (expr.kind === 'variable' && expr.name === '__MODULE__')
    return moduleSpec(at.owner.name, undefined, project);
  if (expr.kind === 'atom') return moduleSpec(`:${expr.value}`, undefined, project);
  if (expr.kind === 'tuple') return tupleSpec(expr.items, at, project);
  if (expr.kind === 'map') return mapSpec(expr, at, project);
  if (expr.kind === 'call') return callSpec(expr, at, project);
  return unknownSpec('it is made at run time');
}

/** The child spec behind the one expression that a value comes from. */
function followedSpec(expr: Expr, at: Standpoint, project: Project): ChildSpec {
  const value = followed(expr, at, project);
  return childSpecOf(writtenChild(value.expr, value.at), project);
}

function tupleSpec(items: readonly Expr[], at: Standpoint, project: Project): ChildSpec {
  const [first, second, third] = items;
  if (!first || !second) return unknownSpec('it is made at run time');
  if (items.length === 2) {
    const module = moduleNamed(first, at, project);
    return module === undefined
      ? unknownSpec(`the module \`${shownExpr(first)}\` is known only at run time`)
      : moduleSpec(module, { expr: second, at }, project);
  }
  // `{id, {M, f, args}, restart, shutdown, type, modules}` (`:supervisor`, "Child specification")
  const start = second.kind === 'tuple' ? startOf(second.items, at, project) : undefined;
  if (!start) return unknownSpec('it is made at run time');
  const type = atomOf(items[4]);
  return {
    ...start,
    id: inspected(first, at, project),
    restart: restartOf(third) ?? 'permanent',
    ...(type === 'worker' || type === 'supervisor' ? { type } : {}),
    handWritten: true,
  };
}

/** A literal map; one that updates another (`%{spec | restart: :transient}`) changes that. */
function mapSpec(map: MapExpr, at: Standpoint, project: Project): ChildSpec {
  if (map.base) {
    const base = followedSpec(map.base, at, project);
    const { module: listed } = base;
    return { ...overridden(base, map, at, project), ...(listed === undefined ? {} : { listed }) };
  }
  const given = keywordValue(map, 'start');
  const start = given?.kind === 'tuple' ? startOf(given.items, at, project) : undefined;
  const id = keywordValue(map, 'id');
  const base: ChildSpec = start
    ? { ...start, id: start.module ?? '', restart: 'permanent', handWritten: true }
    : { ...unknownSpec('its `start:` is made at run time'), handWritten: true };
  return overridden(base, map, at, project, id);
}

/** `Supervisor.child_spec(spec, overrides)`, `Module.child_spec(arg)`, `worker(Module, args, options)`. */
function callSpec(call: CallExpr, at: Standpoint, project: Project): ChildSpec {
  const [first, second, third] = call.args;
  if (call.name === 'child_spec' && call.module === 'Supervisor' && first) {
    const inner = followedSpec(first, at, project);
    return second ? overridden(inner, followed(second, at, project).expr, at, project) : inner;
  }
  if (call.name === 'child_spec' && call.module === ':poolboy')
    return {
      ...moduleSpec(':poolboy', undefined, project),
      id: first ? inspected(first, at, project) : '',
      args: call.args.slice(1).map((expr) => ({ expr, at })),
    };
  if (call.name === 'child_spec' && call.module !== undefined)
    return moduleSpec(call.module, first && { expr: first, at }, project);
  if ((call.name === 'worker' || call.name === 'supervisor') && first) {
    const module = moduleNamed(first, at, project);
    if (module === undefined) return unknownSpec('its module is known only at run time');
    const args = second?.kind === 'list' ? second.items.map((expr) => ({ expr, at })) : [];
    const base: ChildSpec = {
      module,
      start: 'start_link',
      args,
      id: module,
      restart: 'permanent',
      type: call.name,
      handWritten: true,
    };
    return third ? overridden(base, third, at, project) : base;
  }
  return unknownSpec('it is made at run time');
}

/** The spec that `Module.child_spec(arg)` gives: its own, what `use` makes, or what a library is known to give. */
function moduleSpec(name: string | undefined, arg: Located | undefined, project: Project): ChildSpec {
  if (name === undefined) return unknownSpec('its module is known only at run time');
  const module = project.moduleNamed(name);
  const args = arg ? [arg] : [];
  const base: ChildSpec = {
    module: name,
    start: 'start_link',
    args,
    id: name,
    restart: name === 'Task' ? 'temporary' : 'permanent',
    handWritten: false,
  };
  if (!module) return NAMED_BY_OPTION.has(name) ? { ...base, id: idByName(name, arg, project) } : base;
  return ownSpec(module, base, project) ?? usedSpec(module, base, project);
}

function idByName(module: string, arg: Located | undefined, project: Project): string {
  const name = arg && nameIn(arg, project);
  if (!name) return module;
  const { expr, at } = name;
  const inner =
    expr.kind === 'tuple' && (atomOf(expr.items[0]) === 'global' || atomOf(expr.items[0]) === 'via')
      ? expr.items.at(-1)
      : expr;
  return inspected(inner ?? expr, at, project);
}

const nesting = new Nesting();

/** A module's own `child_spec/1`, with `super(arg)` standing for what `use` makes. */
function ownSpec(module: ProjectModule, base: ChildSpec, project: Project): ChildSpec | undefined {
  const all = module.clausesOf('child_spec', 1).filter((clause) => clause.body);
  const clauses = clausesFor(all, base.args[0]?.expr);
  const [clause] = clauses;
  const [handed] = module.functionNamed('child_spec', 1)?.clauses ?? [];
  // A module may delegate to one that delegates back.
  if (handed?.fn.kind === 'defdelegate')
    return nesting.ask(() => moduleSpec(handed.calls[0]?.module, base.args[0], project), undefined);
  if (!clause) {
    const added = module.injectedFunctions.some(({ name }) => name === 'child_spec');
    return added ? { ...usedSpec(module, base, project), restartOpen: true } : undefined;
  }
  const tails = clauseTails(clause);
  const tail = tails.length === 1 ? tails[0]?.expr : undefined;
  if (!tail || clauses.length > 1) return { ...usedSpec(module, base, project), restartOpen: true };
  const at = enteredWith(clause, base.args);
  const changes = overSuper(tail);
  if (changes)
    return changes.reduce(
      (spec, change) => overridden(spec, change, at, project),
      usedSpec(module, base, project),
    );
  const spec = followedSpec(tail, at, project);
  if (spec.unknown !== undefined) return { ...usedSpec(module, base, project), restartOpen: true };
  return { ...spec, listed: module.name, handWritten: false };
}

/** The clauses that can take an argument; the first one where it is a plain literal. */
function clausesFor(clauses: readonly FunctionClause[], arg: Expr | undefined): readonly FunctionClause[] {
  const taking = clauses.filter(({ params: [param] }) => param !== undefined && mayMatch(param, arg));
  return arg && ['atom', 'alias', 'text', 'number'].includes(arg.kind) ? taking.slice(0, 1) : taking;
}
