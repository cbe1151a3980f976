import type { CallSite, ModuleDef } from '../../elixir/model.js';
import { originsOf } from '../../project/origins.js';
import { functionIn, type Project } from '../../project/project.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';

/** True for a call that attaches a handler to events (`:telemetry`, `attach/4` and `attach_many/4`). */
export function attachesHandler({ module, name, args }: CallSite): boolean {
  return module === ':telemetry' && (name === 'attach' || name === 'attach_many') && args.length === 4;
}

/** A handler that is no function of a module by its full name. */
export interface LocalHandler {
  kind: 'anonymous' | 'local';
  /** `name/arity` of a local function. */
  name?: string;
  expr: Expr;
  owner: ModuleDef;
}

const HANDLER = 2;

/**
 * The anonymous function or local capture that a call attaches: `:telemetry.attach/4` says to use "function
 * captures" such as `&Mod.handle/4`, and logs a notice where it is given a local one.
 */
export function localHandlerOf(site: CallSite, project: Project): LocalHandler | undefined {
  const given = site.args[HANDLER];
  const { owner, clause } = site.situation;
  if (!given) return undefined;
  const at = { owner, ...(clause ? { clause } : {}), entered: [] };
  for (const origin of originsOf(given, [], at, project)) {
    const found = origin.path.length === 0 && localFunction(origin.expr, origin.at.owner);
    if (found) return found;
  }
  return undefined;
}

function localFunction(expr: Expr, owner: ModuleDef): LocalHandler | undefined {
  if (expr.kind === 'fn') return { kind: 'anonymous', expr, owner };
  if (expr.kind !== 'capture') return undefined;
  const named = expr.named ?? forwarded(expr.body);
  if (!named) return { kind: 'anonymous', expr, owner };
  const { name, arity } = named;
  // What is imported is captured as a function of its own module (`Kernel.SpecialForms.&/1`).
  if (named.receiver || !functionIn(owner, name, arity)) return undefined;
  return { kind: 'local', name: `${name}/${arity}`, expr, owner };
}

/** `&handle(&1, &2, &3, &4)` is `&handle/4`: arguments handed on in order make a capture of the function itself. */
function forwarded(body: Expr | undefined): CallExpr | undefined {
  if (body?.kind !== 'call' || body.args.length === 0 || body.blocks) return undefined;
  const inOrder = body.args.every((arg, index) => arg.kind === 'placeholder' && arg.index === index + 1);
  return inOrder ? body : undefined;
}
