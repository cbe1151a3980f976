import { calleeOf } from '../../elixir/callee.js';
import type { CallSite } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { Expr } from '../../syntax/ast.js';

const both = (module: string, names: string): string[] => names.split(' ').map((name) => `${module}.${name}`);

/**
 * Functions that send a process a request and wait for its answer; the process is the first argument
 * (`GenServer.call/3`, `:gen_statem.call/3`, `Agent.get/3`, `Supervisor.start_child/2`, `:sys.get_state/1`).
 */
const ASKING: ReadonlySet<string> = new Set([
  ...both('GenServer', 'call multi_call stop'),
  ...both('GenStage', 'call stop'),
  ...both('GenStateMachine', 'call stop'),
  ...both('Agent', 'get update get_and_update stop'),
  ...both(
    'Supervisor',
    'start_child terminate_child restart_child delete_child which_children count_children stop',
  ),
  ...both('DynamicSupervisor', 'start_child terminate_child which_children count_children stop'),
  ...both(':gen_server', 'call stop'),
  ...both(':gen_statem', 'call stop'),
  ...both(':sys', 'get_state replace_state get_status suspend resume'),
]);

/** The calls of a module that wait for an answer of a process (see `askedProcess`). */
export const askingCalls = callsTo(({ callee }) => ASKING.has(callee));

/** The process that a call waits for an answer of; `undefined` for any other call. */
export function askedProcess(site: CallSite): Expr | undefined {
  if (!ASKING.has(calleeOf(site))) return undefined;
  // With a list of nodes first, it is up to the list whether this node is asked.
  if (site.name === 'multi_call' && site.arity !== 2) return undefined;
  return site.args[0];
}
