import { isAtom } from '../elixir/literals.js';
import type { CallSite, FunctionClause } from '../elixir/model.js';
import type { ProjectModule } from '../project/project-module.js';

/** `Process.flag(:trap_exit, true)`: exits of linked processes become messages (`Process.flag/2`). */
export function trapsExits({ module, name, args }: CallSite): boolean {
  const flag = (module === 'Process' && name === 'flag') || (module === ':erlang' && name === 'process_flag');
  return flag && isAtom(args[0], 'trap_exit') && isAtom(args[1], 'true');
}

/** The call by which the process that runs a clause traps exits: in the clause, or in its server's module. */
export function exitTrapOf(clause: FunctionClause, module: ProjectModule): CallSite | undefined {
  const sites = module.server ? module.sites : clause.calls;
  return sites.find((site) => !site.situation.quoted && trapsExits(site));
}
