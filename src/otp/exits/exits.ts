import type { Named } from '../../elixir/callee.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';

/**
 * `Process.flag(:trap_exit, true)`: exits of linked processes become messages (`Process.flag/2`). A value that the
 * source does not say may be `true`.
 */
export function trapsExits(site: CallSite): boolean {
  return setsTrap(site) && !isAtom(site.args[1], 'false');
}

/** `Process.flag(:trap_exit, false)`. */
export function stopsTrapping(site: CallSite): boolean {
  return setsTrap(site) && isAtom(site.args[1], 'false');
}

function setsTrap(site: CallSite): boolean {
  return setsFlag(site) && isAtom(site.args[0], 'trap_exit') && site.args.length === 2;
}

/** True for a function that sets a flag of the process which calls it. */
export function setsFlag({ module, name }: Named): boolean {
  return (module === 'Process' && name === 'flag') || (module === ':erlang' && name === 'process_flag');
}
