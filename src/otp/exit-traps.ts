import type { CallSite } from '../elixir/model.js';
import { runnerOfSite } from '../project/reach.js';
import { trapsExits } from './exits.js';
import { messageSourcesOf } from './message-sources.js';
import type { Server } from './server.js';

/**
 * The call by which a server traps exits: one that its callbacks lead to, or any other of its module, or of what
 * macros of the project put there, that is not made in another process.
 */
export function exitTrapOf(server: Server): CallSite | undefined {
  const source = messageSourcesOf(server).find(({ kind }) => kind === 'exits');
  return source?.site ?? codeOf(server).find((site) => isTrapHere(site, server));
}

function codeOf({ module }: Server): CallSite[] {
  const added = module.injectedFunctions.flatMap(({ clauses }) => clauses.flatMap(({ calls }) => calls));
  return [...module.sites.filter(({ situation }) => !situation.quoted), ...added];
}

function isTrapHere(site: CallSite, { module }: Server): boolean {
  return trapsExits(site) && !site.situation.devOnly && runnerOfSite(site, module.project) !== 'other';
}
