import { distance } from 'fastest-levenshtein';
import { clauseTails } from '../../elixir/flow.js';
import { atomOf, keywordsOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { isMarked } from '../processes/clause-marks.js';

/** The strategies of a supervisor (`Supervisor`, "Strategies"). */
export const STRATEGIES: readonly string[] = ['one_for_one', 'one_for_all', 'rest_for_one'];

/** `Supervisor.init/2` and `Supervisor.start_link/2` know these options. */
const OPTIONS: ReadonlySet<string> = new Set([
  'strategy',
  'max_restarts',
  'max_seconds',
  'auto_shutdown',
  'name',
  'debug',
  'timeout',
  'spawn_opt',
  'hibernate_after',
]);

/** A place that gives options to a supervisor. */
export interface SupervisorOptions {
  /** `dynamic`: only `:one_for_one`, which is the default (`DynamicSupervisor.init/1`). */
  kind: 'static' | 'dynamic' | 'partition';
  options: Expr;
  /** The call or child as a message names it. */
  callee: string;
  /** The call; absent for a child or a returned value. */
  site?: CallSite;
  /** True where a strategy must be among the options. */
  needsStrategy: boolean;
  clause: FunctionClause;
}

const known = new WeakMap<ProjectModule, readonly SupervisorOptions[]>();

/** Every place in a module that gives options to one of OTP's supervisors. */
export function supervisorOptions(module: ProjectModule): readonly SupervisorOptions[] {
  let found = known.get(module);
  if (!found) {
    found = collect(module);
    known.set(module, found);
  }
  return found;
}

function collect(module: ProjectModule): SupervisorOptions[] {
  const calls = supervisorCalls(module).flatMap((site) => optionsOfCall(site, module.project) ?? []);
  const clauses = module.def.functions.flatMap((fn) => fn.clauses);
  return [
    ...calls,
    ...clauses.flatMap(optionsOfChildren),
    ...clauses.flatMap((clause) => optionsReturned(clause, module)),
  ];
}

const supervisorCalls = callsTo(({ module }) => module !== undefined && SUPERVISORS.has(module));

const SUPERVISORS: ReadonlySet<string> = new Set(['Supervisor', 'DynamicSupervisor', 'PartitionSupervisor']);

function optionsOfCall(site: CallSite, project: Project): SupervisorOptions | undefined {
  const { clause, quoted } = site.situation;
  if (!clause || quoted || site.captured) return undefined;
  const { module, name, arity, args } = site;
  const [first, second] = args;
  const callee = `${module ?? ''}.${name}/${arity}`;
  const common = { callee, site, clause };
  switch (callee) {
    case 'Supervisor.init/2':
      return second && { kind: 'static', options: second, needsStrategy: true, ...common };
    case 'Supervisor.start_link/2':
      return second && startsChildren(site, project)
        ? { kind: 'static', options: second, needsStrategy: true, ...common }
        : undefined;
    case 'DynamicSupervisor.init/1':
    case 'DynamicSupervisor.start_link/1':
      return first && { kind: 'dynamic', options: first, needsStrategy: false, ...common };
    case 'PartitionSupervisor.start_link/1':
      return first && { kind: 'partition', options: first, needsStrategy: false, ...common };
    default:
      return undefined;
  }
}

/** True for `start_link(children, options)`; `start_link(Module, argument)` leaves the strategy to `init/1`. */
function startsChildren(site: CallSite, project: Project): boolean {
  const { owner, clause } = site.situation;
  const [children] = site.args;
  if (!children || !clause) return false;
  const origins = originsOf(children, [], standpoint(owner, clause), project);
  return origins.length > 0 && origins.every(({ expr, path }) => path.length === 0 && isCollection(expr));
}

/** What makes lists, whatever is in them. */
const LIST_MAKERS: ReadonlySet<string> = new Set(['Enum', 'List', 'Keyword']);

function isCollection(expr: Expr): boolean {
  if (expr.kind === 'list') return true;
  if (expr.kind === 'operator') return expr.name === '++' || expr.name === '--';
  if (expr.kind !== 'call') return false;
  return (expr.name === 'for' && !expr.receiver) || LIST_MAKERS.has(expr.module ?? '');
}

const CHILD_KINDS: Record<string, SupervisorOptions['kind']> = {
  DynamicSupervisor: 'dynamic',
  PartitionSupervisor: 'partition',
};

/** `{DynamicSupervisor, options}` and `start: {Supervisor, :start_link, [children, options]}`. */
function optionsOfChildren(clause: FunctionClause): SupervisorOptions[] {
  const found: SupervisorOptions[] = [];
  if (!clause.body || !isMarked(clause, 'module tuple')) return found;
  visit(clause.body, (expr) => {
    if (expr.kind === 'call' && expr.name === 'quote' && !expr.receiver) return false;
    if (expr.kind !== 'tuple') return true;
    const [target, second, third] = expr.items;
    if (target?.kind !== 'alias' || !second) return true;
    const kind = CHILD_KINDS[target.module ?? ''];
    if (kind && expr.items.length === 2) {
      found.push({
        kind,
        options: second,
        callee: `the child \`${target.module}\``,
        needsStrategy: false,
        clause,
      });
    }
    const [, options] = third?.kind === 'list' ? third.items : [];
    if (target.module === 'Supervisor' && atomOf(second) === 'start_link' && options?.kind === 'list') {
      found.push({ kind: 'static', options, callee: 'Supervisor.start_link/2', needsStrategy: true, clause });
    }
    return true;
  });
  return found;
}

/** `{:ok, {flags, children}}` that an `init/1` returns by hand (`Supervisor.init/1`, "Callbacks"; `:supervisor`). */
function optionsReturned(clause: FunctionClause, module: ProjectModule): SupervisorOptions[] {
  if (clause.fn.name !== 'init' || clause.fn.arity !== 1 || !module.is('supervisor')) return [];
  return clauseTails(clause).flatMap(({ expr }): SupervisorOptions[] => {
    const [ok, result] = expr.kind === 'tuple' ? expr.items : [];
    const [flags] = atomOf(ok) === 'ok' && result?.kind === 'tuple' ? result.items : [];
    if (!flags) return [];
    const options: Expr =
      flags.kind === 'tuple' ? { ...flags, kind: 'map', pairs: flagPairs(flags.items) } : flags;
    return [{ kind: 'static', options, callee: 'init/1', needsStrategy: false, clause }];
  });
}

/** `{strategy, intensity, period}` as the map it stands for. */
function flagPairs(flags: readonly Expr[]): { key: Expr; value: Expr }[] {
  return ['strategy', 'intensity', 'period'].flatMap((name, index) => {
    const value = flags[index];
    return value ? [{ key: { kind: 'atom', value: name, start: value.start, end: value.end }, value }] : [];
  });
}

function standpoint(owner: Standpoint['owner'], clause: FunctionClause): Standpoint {
  return { owner, clause, entered: [] };
}

/** The strategies that options can hold, and whether that is all that can be known. */
export interface StrategyGiven {
  /** Where each is written. */
  values: Origin[];
  /** `open` where some of the options come from where nobody can see. */
  known: 'open' | 'all';
}

/** What the options of a supervisor say about its strategy. */
export function strategyGiven({ options, clause }: SupervisorOptions, project: Project): StrategyGiven {
  const origins = originsOf(
    options,
    [{ kind: 'key', key: 'strategy' }],
    standpoint(clause.fn.module, clause),
    project,
  );
  const values = origins.filter(({ path }) => path.length === 0);
  return { values, known: values.length === origins.length ? 'all' : 'open' };
}

/**
 * What the options of a supervisor say for one of several keys: the value, nothing, or `open` where that is known
 * only at run time.
 */
export function optionGiven(
  { options, clause }: SupervisorOptions,
  keys: readonly string[],
  project: Project,
): Expr | 'open' | undefined {
  const at = standpoint(clause.fn.module, clause);
  const origins = keys.flatMap((key) => originsOf(options, [{ kind: 'key', key }], at, project));
  const [only, ...others] = origins;
  if (!only) return undefined;
  return others.length === 0 && only.path.length === 0 ? only.expr : 'open';
}

/** The key that was meant to be `strategy:`, in options that have none. */
export function misspeltStrategy(
  { options, clause }: SupervisorOptions,
  project: Project,
): string | undefined {
  const lists = originsOf(options, [], standpoint(clause.fn.module, clause), project);
  const keys = lists.flatMap(({ expr }) => keywordsOf(expr)).map(({ key }) => key);
  return keys.find((key) => !OPTIONS.has(key) && distance(key.toLowerCase(), 'strategy') <= 3);
}

/** The strategy that a word comes nearest to. */
export function nearestStrategy(word: string): string {
  const cost = (strategy: string): number => distance(word, strategy);
  return [...STRATEGIES].sort((a, b) => cost(a) - cost(b))[0] ?? 'one_for_one';
}
