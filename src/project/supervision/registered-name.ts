import { atomOf } from '../../elixir/literals.js';
import { nameOption, namingCalls } from '../../otp/names/naming.js';
import type { Expr } from '../../syntax/ast.js';
import { type Located, reachedFrom, standpointOf } from '../entered.js';
import { originsOf, type Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import type { ChildSpec } from './child-spec.js';
import { nameIn } from './name-option.js';
import { startCalls } from './start-functions.js';

/** Modules whose start function takes the name itself (`:pg.start_link/1`, `Cachex.start_link/2`). */
const NAMED_FIRST: ReadonlySet<string> = new Set([':pg', 'Cachex']);

/**
 * The name a child registers: what its start function says, or what it is given.
 *
 * @param module the module that is started, where it is the project's
 */
export function registeredName(
  spec: ChildSpec,
  module: ProjectModule | undefined,
  project: Project,
): Located | undefined {
  const [arg] = spec.args;
  const own = module && (startedName(module, spec, project) ?? ownName(module, project));
  return own ?? (arg && nameIn(arg, project)) ?? nameInArguments(spec, project);
}

/** The name that a start function registers, given what this child is started with. */
function startedName(module: ProjectModule, spec: ChildSpec, project: Project): Located | undefined {
  for (const { site, chain, from } of startCalls(module, spec, project)) {
    const option = nameOption(site);
    const at = option && reachedFrom(from, chain);
    if (!option || !at) continue;
    const [only, ...others] = originsOf(option, [], at, project);
    return only && others.length === 0 && only.path.length === 0 && isName(only.expr)
      ? { expr: only.expr, at: only.at }
      : undefined;
  }
  return undefined;
}

/** The name that a module's own start function registers, where it is one and the same for every start. */
function ownName(module: ProjectModule, project: Project): Located | undefined {
  for (const site of namingCalls(module)) {
    const option = nameOption(site);
    if (!option) continue;
    const origins = originsOf(option, [], standpointOf(site), project).filter(
      ({ path }) => path.length === 0,
    );
    // A function that calls itself with another form of its argument is followed once round.
    const ends = origins.filter(({ expr, at }) => !isRound(expr, at));
    const [only] = ends;
    const one = only && ends.every(({ expr }) => expr === only.expr);
    return one && isName(only.expr) ? { expr: only.expr, at: only.at } : undefined;
  }
  return undefined;
}

/** True for a call that was entered on the way to where it stands. */
function isRound(expr: Expr, { entered }: Standpoint): boolean {
  return expr.kind === 'call' && entered.some((site) => site.expr === expr);
}

function isName(expr: Expr): boolean {
  return (
    expr.kind === 'alias' ||
    (expr.kind === 'atom' && expr.value !== 'nil') ||
    (expr.kind === 'variable' && expr.name === '__MODULE__') ||
    expr.kind === 'tuple'
  );
}

/** `{:local, name}` and `name:` among the arguments of a start function of OTP's own. */
function nameInArguments({ module = '', args }: ChildSpec, project: Project): Located | undefined {
  const [first] = args;
  if (first && NAMED_FIRST.has(module) && (first.expr.kind === 'alias' || first.expr.kind === 'atom'))
    return first;
  if (first?.expr.kind === 'tuple' && atomOf(first.expr.items[0]) === 'local') {
    const [, name] = first.expr.items;
    return name && { expr: name, at: first.at };
  }
  return args.map((arg) => nameIn(arg, project)).find((name) => name !== undefined);
}
