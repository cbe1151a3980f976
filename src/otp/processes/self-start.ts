import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { ProjectModule } from '../../project/project-module.js';
import { parameterName, reach } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { isSelf } from '../messages/wakers.js';
import { namingOf } from '../names/naming.js';
import { durationOf } from '../timers/durations.js';

/** A message that a starting process sends itself, so that its start goes on once `init/1` has returned. */
export interface SelfStart {
  how: 'message' | 'timer' | 'cast';
  /** The call that sends it. */
  site: CallSite;
  /** The calls from `init/1` to it, itself last. */
  chain: readonly CallSite[];
}

/** Positions of receiver and delay in calls that send a message (`Kernel.send/2`, `Process`, `:timer`, `:erlang`). */
const SENDS: Record<string, { to?: number; delay?: number }> = {
  'Kernel.send/2': { to: 0 },
  'Process.send/3': { to: 0 },
  ':erlang.send/2': { to: 0 },
  'Process.send_after/3': { to: 0, delay: 2 },
  'Process.send_after/4': { to: 0, delay: 2 },
  ':erlang.send_after/3': { to: 1, delay: 0 },
  ':erlang.start_timer/3': { to: 1, delay: 0 },
  ':timer.send_after/2': { delay: 0 },
  ':timer.send_after/3': { to: 1, delay: 0 },
  'GenServer.cast/2': { to: 0 },
  ':gen_server.cast/2': { to: 0 },
};

/** What `init/1` sends its own process at once, or after a timer of 0 ms, itself or through functions of the project. */
export function selfStartsIn(init: FunctionClause, module: ProjectModule): SelfStart[] {
  const found: SelfStart[] = [];
  for (const { site, chain } of reach(init, module.project)) {
    const how = selfStartBy(site, chain, module);
    if (how) found.push({ how, site, chain });
  }
  return found;
}

function selfStartBy(
  site: CallSite,
  chain: readonly CallSite[],
  module: ProjectModule,
): SelfStart['how'] | undefined {
  const slots = SENDS[`${site.module ?? ''}.${site.name}/${site.arity}`];
  if (!slots || site.captured) return undefined;
  const cast = site.name === 'cast';
  const receiver = slots.to === undefined ? undefined : argument(site, slots.to, chain);
  if (slots.to !== undefined && !isSelf(receiver) && !isOwnName(receiver, site.situation.owner, module))
    return undefined;
  if (slots.delay === undefined) return cast ? 'cast' : 'message';
  return durationOf(argument(site, slots.delay, chain)) === 0 ? 'timer' : undefined;
}

/** An argument as the calls on the way give it: parameters are followed to what they are called with. */
function argument(site: CallSite, index: number, chain: readonly CallSite[]): Expr | undefined {
  const { owner, clause } = site.situation;
  const given = site.args[index];
  if (!given) return undefined;
  const value = followValue(given, owner, clause);
  const caller = chain.at(chain.indexOf(site) - 1);
  if (value.kind !== 'variable' || !clause || !caller || caller === site || chain.indexOf(site) === 0)
    return value;
  const at = clause.params.findIndex((param) => parameterName(param) === value.name);
  const param = clause.params[at];
  if (!param) return value;
  if (at < caller.args.length) return argument(caller, at, chain);
  return param.kind === 'operator' && param.name === '\\\\' ? param.args[1] : value;
}

/** The name that the module's one process is registered under. */
function isOwnName(receiver: Expr | undefined, owner: ModuleDef, module: ProjectModule): boolean {
  if (receiver?.kind !== 'alias' && receiver?.kind !== 'variable' && receiver?.kind !== 'atom') return false;
  const { name } = namingOf(module);
  if (name === undefined) return false;
  if (receiver.kind === 'atom') return name === `:${receiver.value}`;
  if (receiver.kind === 'alias') return name === receiver.module;
  return receiver.name === '__MODULE__' && name === owner.name;
}
