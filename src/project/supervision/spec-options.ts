import { atomOf, keywordValue } from '../../elixir/literals.js';
import { durationOf } from '../../otp/timers/durations.js';
import type { Expr } from '../../syntax/ast.js';
import { inspected } from '../inspected.js';
import { moduleNamed } from '../module-values.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ChildSpec, Restart } from './child-spec.js';
import { followed } from './followed.js';

/**
 * What options say over what a spec says (`restart:`, `shutdown:`, `start:` and so on).
 *
 * @param options a keyword list or a map, standing at `at`
 */
export function overridden(
  spec: ChildSpec,
  options: Expr,
  at: Standpoint,
  project: Project,
  id = keywordValue(options, 'id'),
): ChildSpec {
  const result = { ...spec };
  if (id) result.id = inspected(id, at, project);
  const given = keywordValue(options, 'restart');
  const restart = given && restartOf(followed(given, at, project).expr);
  if (restart) {
    result.restart = restart;
    delete result.restartOpen;
  } else if (given) result.restartOpen = true;
  const shutdown = keywordValue(options, 'shutdown');
  const time = atomOf(shutdown) === 'brutal_kill' ? 0 : durationOf(shutdown);
  if (time !== undefined) result.shutdown = time;
  const type = atomOf(keywordValue(options, 'type'));
  if (type === 'worker' || type === 'supervisor') result.type = type;
  const start = keywordValue(options, 'start');
  const started = start?.kind === 'tuple' ? startOf(start.items, at, project) : undefined;
  if (started) Object.assign(result, started);
  return result;
}

/** The module, function and arguments of `start: {module, function, args}`; `undefined` where they are not known. */
export function startOf(
  items: readonly Expr[],
  at: Standpoint,
  project: Project,
): Pick<ChildSpec, 'module' | 'start' | 'args'> | undefined {
  const [target, name, args] = items;
  const module = target && moduleNamed(target, at, project);
  const start = atomOf(name);
  if (module === undefined || start === undefined) return undefined;
  return { module, start, args: args?.kind === 'list' ? args.items.map((expr) => ({ expr, at })) : [] };
}

/** The value of `restart:`; `undefined` where it is known only at run time. */
export function restartOf(expr: Expr | undefined): Restart | undefined {
  const value = atomOf(expr);
  return value === 'permanent' || value === 'transient' || value === 'temporary' ? value : undefined;
}
