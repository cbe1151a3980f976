import type { CallSite } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { perProject } from '../../project/memory.js';
import { reach, runnerOfSite, sought } from '../../project/reach.js';
import type { Server } from '../processes/server.js';
import { setsFlag, trapsExits } from './exits.js';

/**
 * The call by which a server traps exits: one that its callbacks lead to, or any other of its module, or of what
 * macros of the project put there, that is not made in another process.
 */
export function exitTrapOf(server: Server): CallSite | undefined {
  return trapOf(server, server.module.project);
}

const trapOf = perProject((server: Server, project): CallSite | undefined => {
  for (const { name, clause } of server.callbacks) {
    if (name === 'terminate') continue;
    for (const { site } of reach(clause, project, { only: traps })) return site;
  }
  return codeOf(server).find((site) => isTrapHere(site, server));
});

const traps = sought(trapsExits);

const flagCalls = callsTo(setsFlag);

function codeOf({ module }: Server): CallSite[] {
  const added = module.injectedFunctions.flatMap(({ clauses }) => clauses.flatMap(({ calls }) => calls));
  return [...flagCalls(module).filter(({ situation }) => !situation.quoted), ...added];
}

function isTrapHere(site: CallSite, { module }: Server): boolean {
  return trapsExits(site) && !site.situation.devOnly && runnerOfSite(site, module.project) !== 'other';
}
