import { bindingAt } from '../../elixir/bindings.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import type { Expr } from '../../syntax/ast.js';
import { type Origin, originsOf, type Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import { listedChild } from './child-lists.js';
import type { ListedChild } from './listed-child.js';
import { nameShape, sameShape } from './name-shapes.js';

const STARTERS: ReadonlySet<string> = new Set([
  'DynamicSupervisor',
  'Supervisor',
  'Horde.DynamicSupervisor',
  'PartitionSupervisor',
]);

/** How many callers of a wrapper around `start_child` are looked at, and how far up. */
const CALLERS = 40;
const LEVELS = 3;

/** What a project's code starts under its supervisors at run time. */
export class RuntimeChildren {
  readonly #children: { supervisor: string; child: ListedChild }[] = [];

  constructor(readonly project: Project) {
    for (const { sites } of project.modules)
      for (const site of sites) if (startsChild(site)) this.#note(site);
  }

  /** Every child, whoever its supervisor is. */
  get all(): readonly ListedChild[] {
    return this.#children.map(({ child }) => child);
  }

  /** What is started below a supervisor, which is known by its names' shape or by its module. */
  below(shape: string | undefined, module: string | undefined): readonly ListedChild[] {
    const found = this.#children.filter(
      ({ supervisor }) => (shape !== undefined && sameShape(supervisor, shape)) || supervisor === module,
    );
    return found.map(({ child }) => child);
  }

  #note(site: CallSite): void {
    const [supervisor, spec] = site.args;
    if (!supervisor || !spec) return;
    for (const at of standpointsOf(site, supervisor, this.project)) {
      const children = listedChild(spec, at, this.project);
      for (const origin of originsOf(supervisor, [], at, this.project)) {
        const name = supervisorNamed(origin, this.project);
        for (const child of children) this.#add(name, child);
      }
    }
  }

  #add(supervisor: string, child: ListedChild): void {
    const known = this.#children.some(
      (other) => other.supervisor === supervisor && other.child.expr === child.expr,
    );
    if (known) return;
    const repeated = 'it is started at run time';
    this.#children.push({ supervisor, child: { ...child, conditional: false, repeated } });
  }
}

function startsChild({ name, module, situation }: CallSite): boolean {
  return name === 'start_child' && STARTERS.has(module ?? '') && !situation.quoted;
}

/**
 * Where a call stands: in a function that is given the supervisor and the child, once for each call of that
 * function, so that the one stays with the other.
 */
function standpointsOf(site: CallSite, supervisor: Expr, project: Project): Standpoint[] {
  const { owner, clause } = site.situation;
  const here: Standpoint = { owner, ...(clause ? { clause } : {}), entered: [] };
  if (!clause || !isParameter(supervisor, here)) return [here];
  const found = callChains(site, supervisor, project, LEVELS);
  return found.length > 0 ? found.map((entered) => ({ ...here, entered })) : [here];
}

function callChains(site: CallSite, supervisor: Expr, project: Project, levels: number): CallSite[][] {
  const { owner, clause } = site.situation;
  if (!clause || levels === 0 || !isParameter(supervisor, { owner, clause, entered: [] })) return [[]];
  const index = clause.params.findIndex((_, at) => at === parameterOf(supervisor, clause));
  const callers = project
    .callersOf(clause.fn)
    .filter(({ situation, captured }) => !situation.quoted && !situation.devOnly && !captured);
  return callers.slice(0, CALLERS).flatMap((caller) => {
    const given = caller.args.length === clause.fn.arity ? caller.args[index] : undefined;
    const outer = given ? callChains(caller, given, project, levels - 1) : [[]];
    return (outer.length > 0 ? outer : [[]]).map((chain) => [...chain, caller]);
  });
}

function isParameter(expr: Expr, { clause }: Standpoint): boolean {
  return clause !== undefined && parameterOf(expr, clause) !== undefined;
}

function parameterOf(expr: Expr, clause: NonNullable<Standpoint['clause']>): number | undefined {
  const binding = expr.kind === 'variable' ? bindingAt(clause, expr.name, expr.start) : undefined;
  return binding?.kind === 'parameter' && binding.path.length === 0 ? binding.index : undefined;
}

/** The shape of a supervisor's name, or its module where a start function has just given its pid. */
function supervisorNamed({ expr, path, at }: Origin, project: Project): string {
  if (path.length === 0) return nameShape(behindPartitions(expr), at, project);
  const [callback] = expr.kind === 'call' && expr.name === 'start_link' ? expr.args : [];
  return callback ? nameShape(callback, at, project) : '_';
}

/** `{:via, PartitionSupervisor, {name, key}}` goes to the supervisor behind the partitions. */
function behindPartitions(expr: Expr): Expr {
  if (expr.kind !== 'tuple' || atomOf(expr.items[0]) !== 'via') return expr;
  const [, registry, key] = expr.items;
  const partitions = registry?.kind === 'alias' && registry.module === 'PartitionSupervisor';
  return partitions && key?.kind === 'tuple' ? (key.items[0] ?? expr) : expr;
}
