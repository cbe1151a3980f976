import { parentOf } from '../../elixir/fates.js';
import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { originsOf, type Standpoint } from '../../project/origins.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach } from '../../project/reach.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { mayTakeShape, type Shape } from '../messages/message-shapes.js';
import { type Start, startCodeOf } from '../processes/starts.js';
import { attachesHandler } from './telemetry.js';

/** A handler that a process attaches when it starts, and that it cannot attach a second time. */
export interface OnceOnly extends Reached {
  start: Start;
  /** The call whose value must be `:ok`: the one that attaches, or one that leads to it and gives its value back. */
  demanded: CallSite;
}

/** What attaching under a taken id gives (`:telemetry.attach/4`). */
const TAKEN: Shape = ['error', 'already_exists'];

/** The handlers whose second attachment crashes a process of a module when it is started again. */
export function attachedOnce(module: ProjectModule): OnceOnly[] {
  if (module.def.quoted || module.def.damaged || detachesAtEnd(module)) return [];
  return startCodeOf(module).flatMap((start) => onceOnlyIn(start, module));
}

function onceOnlyIn(start: Start, { project }: ProjectModule): OnceOnly[] {
  const follow = (site: CallSite): boolean => site.situation.clause !== start.clause || start.counts(site);
  const options = { follow, ...(start.inside ? { inside: start.inside } : {}) };
  const found: OnceOnly[] = [];
  for (const reached of reach(start.clause, project, options)) {
    // What was attached before it is let go of first.
    if (isDetach(reached.site)) return [];
    const demanded = attachesHandler(reached.site) ? demandedOf(reached, start) : undefined;
    if (demanded && isSameAgain(reached, project)) found.push({ ...reached, start, demanded });
  }
  return found;
}

function isDetach({ module, name }: CallSite): boolean {
  return module === ':telemetry' && name === 'detach';
}

function detachesAtEnd({ server, project }: ProjectModule): boolean {
  const ends = server?.callbacks.filter(({ name }) => name === 'terminate') ?? [];
  return ends.some(({ clause }) => [...reach(clause, project)].some(({ site }) => isDetach(site)));
}

// --- what must be `:ok` -------------------------------------------------------------------------------------

/** The call on the way whose value is matched in a way that fails on `{:error, :already_exists}`. */
function demandedOf({ chain }: Reached, start: Start): CallSite | undefined {
  for (const site of [...chain].reverse()) {
    if (failsWhenTaken(site, start)) return site;
    if (site.result !== 'tail' || site.situation.closure) return undefined;
  }
  return undefined;
}

function failsWhenTaken({ expr, situation }: CallSite, start: Start): boolean {
  const { clause } = situation;
  const parent = clause && parentOf(expr, clause);
  if (!clause || !parent) return false;
  if (parent.kind === 'call') return parent.name === 'case' && parent.args[0] === expr && !takesTaken(parent);
  if (parent.kind !== 'operator' || parent.args[1] !== expr) return false;
  const [pattern] = parent.args;
  if (!pattern || mayTakeShape(pattern, TAKEN)) return false;
  if (parent.name === '=') return true;
  // Without `else`, `with` gives the error back, and `init/1` that returns it does not start (`GenServer.init/1`).
  const form = parentOf(parent, clause);
  return (
    parent.name === '<-' &&
    clause === start.clause &&
    form?.kind === 'call' &&
    form.name === 'with' &&
    !form.blocks?.else
  );
}

function takesTaken({ blocks }: CallExpr): boolean {
  return (blocks?.do?.clauses ?? []).some(({ params }) =>
    params.every((param) => mayTakeShape(param, TAKEN)),
  );
}

// --- whether the id is the same each time -------------------------------------------------------------------

/** Functions that give something else each time a process asks for it. */
const CHANGING =
  /^(self|make_ref|unique_integer|monotonic_time|system_time|os_time|uuid\d?|generate|bingenerate|strong_rand_bytes|uniform|random\w*|utc_now|monitor|spawn\w*)$/;
const CHANGING_NAME = /(^|_)(pid|ref|uuid|unique|random|nonce)(_|$)/;

/** True where the handler's id holds nothing of the process that attaches it. */
function isSameAgain({ site, chain }: Reached, project: ProjectModule['project']): boolean {
  const [id] = site.args;
  const { owner, clause } = site.situation;
  if (!id) return false;
  const at = { owner, ...(clause ? { clause } : {}), entered: chain.slice(0, -1) };
  const origins = [{ expr: id, at }, ...originsOf(id, [], at, project)];
  return !origins.some((origin) => changes(origin.expr, origin.at));
}

function changes(id: Expr, at: Standpoint, depth = 3): boolean {
  const found = findExpr(id, (expr) => {
    if (expr.kind === 'call') return CHANGING.test(expr.name) || CHANGING_NAME.test(expr.name);
    if (expr.kind !== 'variable') return false;
    if (CHANGING_NAME.test(expr.name)) return true;
    const value = followValue(expr, at.owner, at.clause);
    return value !== expr && depth > 0 && changes(value, at, depth - 1);
  });
  return found !== undefined;
}
