import { ENUMERATING } from '../../elixir/collections.js';
import { parentOf } from '../../elixir/fates.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { defaultHead, positionOf } from './default-arguments.js';
import type { Given } from './given.js';

/** The argument that a call gives for a parameter, or the parameter's default, with where it stands. */
export function argumentFor(
  clause: FunctionClause,
  index: number,
  site: CallSite,
  entered: readonly CallSite[] = [],
): Given | undefined {
  const { fn } = clause;
  if (site.captured) return index === 0 ? itemGiven(site, entered) : undefined;
  const position = positionOf(fn, index, site.args.length);
  if (position !== undefined) {
    const expr = site.args[position];
    const { owner, clause: outer } = site.situation;
    return expr && { expr, at: { owner, ...(outer ? { clause: outer } : {}), entered } };
  }
  const head = defaultHead(fn);
  const param = head?.params[index];
  const expr = param?.kind === 'operator' && param.name === '\\\\' ? param.args[1] : undefined;
  return expr && head && { expr, at: { owner: fn.module, clause: head, entered: [] } };
}

/** What `Enum.map(items, &function/1)` gives to the function: an item. */
function itemGiven({ expr, situation }: CallSite, entered: readonly CallSite[]): Given | undefined {
  const { owner, clause } = situation;
  const call = clause && parentOf(expr, clause);
  const [subject, fun] = call?.kind === 'call' ? call.args : [];
  if (!clause || call?.kind !== 'call' || fun !== expr || !subject) return undefined;
  const at = { owner, clause, entered };
  if (call.name === 'then') return { expr: subject, at };
  const each = call.module !== undefined && ENUMERATING.has(call.module);
  return each ? { expr: subject, at, path: [{ kind: 'each' }] } : undefined;
}
