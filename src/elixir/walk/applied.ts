import type { Expr } from '../../syntax/ast.js';
import type { CallSite, Closure, Situation } from '../model.js';
import { moduleOf, type Scope } from '../scope.js';
import { placed } from './situations.js';
import type { Walker } from './walker.js';

/**
 * Records a function given by module, name and arguments, as in `apply(M, :f, [x])`, `Task.start(M, :f, [x])` and a
 * project's own `call(state.adapter, :send, [x])` and `call(M, :f)`.
 */
export function recordApplied(walker: Walker, site: CallSite, scope: Scope, situation: Situation): void {
  for (let at = 0; at + 1 < site.args.length; at += 1) {
    const [target, name, args] = site.args.slice(at, at + 3);
    if (!target || name?.kind !== 'atom') continue;
    const listed = args?.kind === 'list' && !args.bare ? args.items : undefined;
    const goal = goalOf(site, target, listed, scope, situation);
    if (!goal) continue;
    const closure: Closure = {
      via: site,
      arg: at + 1,
      ...(situation.closure ? { outer: situation.closure } : {}),
    };
    const { start, end, value } = name;
    const callee = { name: value, arity: listed?.length ?? 0, args: [...(listed ?? [])], ...goal };
    const where = {
      situation: placed(situation, { closure }),
      result: 'tail' as const,
      start,
      end,
      nameStart: start,
    };
    walker.calls.record({ ...callee, expr: name, captured: false, ...where }, scope);
  }
}

/** The module whose function is applied, or what stands for it; `undefined` where the call applies nothing. */
function goalOf(
  site: CallSite,
  target: Expr,
  listed: readonly Expr[] | undefined,
  scope: Scope,
  situation: Situation,
): { module: string } | { target: Expr } | undefined {
  const module = moduleOf(target, scope, situation.owner);
  const bare = situation.clause !== undefined && site.args.length === 2 && isForeign(site);
  if (module !== undefined) {
    // Elsewhere a module of Erlang is an atom like any other.
    const named = (listed !== undefined || bare) && (!module.startsWith(':') || isApply(site));
    return named ? { module } : undefined;
  }
  // Without a module's name only a call of unknown origin may apply something; `Map.get(state.users, :all)` does not.
  const kept = target.kind === 'call' && target.args.length === 0 && isForeign(site);
  return kept && (listed ?? site.args.length === 2) ? { target } : undefined;
}

/** A local or imported call, or `apply`. */
function isForeign({ module, name, expr }: CallSite): boolean {
  return module === undefined && expr.kind === 'call' && (!expr.receiver || name === 'apply');
}

/** `apply(module, name, args)`, which takes nothing else. */
function isApply({ name, args, expr, module }: CallSite): boolean {
  const isOwn = expr.kind === 'call' && expr.receiver === undefined;
  return name === 'apply' && args.length === 3 && (isOwn || module === 'Kernel' || module === ':erlang');
}
