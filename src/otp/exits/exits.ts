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

function setsTrap({ module, name, args }: CallSite): boolean {
  const flag = (module === 'Process' && name === 'flag') || (module === ':erlang' && name === 'process_flag');
  return flag && isAtom(args[0], 'trap_exit') && args.length === 2;
}
