import type { CallSite, FunctionDef } from '../elixir/model.js';
import type { Callback, Server } from '../otp/processes/server.js';
import { messagesOf, requestOf, requestsIn, serverAsked } from '../otp/requests/clients.js';
import { isRequestPath } from '../otp/requests/request-path.js';
import { followsCacheRead } from '../otp/requests/waiting.js';
import { collectionSize } from '../otp/tasks/collection-size.js';
import { oncePerProject } from './memory.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { mayMatch } from './reach.js';

/** A place that asks a server, with the calls from there to the request, itself first. */
export interface Use {
  module: ProjectModule;
  chain: readonly CallSite[];
}

/** Who sends what one clause of a server takes. */
export interface Uses {
  /** The functions of the server's own module that send it. */
  clients: readonly FunctionDef[];
  /** Request-path modules that lead to it, each once. */
  requests: readonly Use[];
  /** A call of it that is made once per item of a collection. */
  loops: readonly Use[];
  /** Other modules that ask for it directly, each once. */
  modules: readonly Use[];
}

/** How many functions may stand between a request and the client function. */
const DEPTH = 4;
/** How many calls away a loop may be. */
const NEAR = 2;

/** The places of a project's production code that send what a clause of a server takes. */
export function usesOf(callback: Callback, server: Server): Uses {
  const { project } = server.module;
  const clients: FunctionDef[] = [];
  const found: Use[] = [];
  for (const site of requestsTo(server, project)) {
    for (const { message, fn } of sentBy(site, project)) {
      if (!callback.message || !mayMatch(callback.message, message) || clients.includes(fn)) continue;
      clients.push(fn);
      if (followsCacheRead(site)) continue;
      const owner = project.moduleOf(fn.module);
      if (owner && owner !== server.module) found.push({ module: owner, chain: [site] });
      found.push(...callersTo(fn, project));
    }
  }
  return sorted(clients, found.filter(counts), server);
}

function sorted(clients: readonly FunctionDef[], uses: readonly Use[], { module: own }: Server): Uses {
  const others = uses.filter(({ module }) => module !== own);
  return {
    clients: clients.filter(({ module }) => module === own.def),
    requests: onePerModule(others.filter(({ module }) => isRequestPath(module))),
    loops: uses.filter(({ chain, module }) => isRepeated(chain, module.project)),
    modules: onePerModule(
      others.filter(({ chain }) => chain.slice(1).every(({ situation }) => situation.owner === own.def)),
    ),
  };
}

/** Production code that asks each time: not only where the process has no answer kept. */
function counts({ module, chain }: Use): boolean {
  return (
    module.production &&
    chain.every((site) => !site.situation.quoted && !site.situation.devOnly && !followsCacheRead(site))
  );
}

function onePerModule(uses: readonly Use[]): Use[] {
  return uses.filter((use, index) => uses.findIndex(({ module }) => module === use.module) === index);
}

/** True where a call near the server is made once per item of a collection that is not known to be small. */
function isRepeated([first, ...others]: readonly CallSite[], project: Project): boolean {
  if (others.length >= NEAR) return false;
  const { loop, owner, clause } = first?.situation ?? {};
  if (!loop || !owner || !first) return false;
  const within = loop.collection.start <= first.start && first.end <= loop.collection.end;
  return !within && collectionSize(loop.collection, owner, clause, project) !== 'bounded';
}

/** The calls by which anything in the project asks a server. */
function requestsTo({ module }: Server, project: Project): readonly CallSite[] {
  return requestsByServer(project).get(module) ?? [];
}

const requestsByServer = oncePerProject((project): ReadonlyMap<ProjectModule, readonly CallSite[]> => {
  const found = new Map<ProjectModule, CallSite[]>();
  for (const { site, request } of requestsIn(project)) {
    if (site.situation.quoted || request.to !== 'handle_call') continue;
    const asked = serverAsked(request.target, site, project);
    if (!asked) continue;
    const known = found.get(asked.module);
    if (known) known.push(site);
    else found.set(asked.module, [site]);
  }
  return found;
});

/** The messages that a call sends, with the function that each is written in. */
function* sentBy(
  site: CallSite,
  project: Project,
): Generator<{ message: Parameters<typeof mayMatch>[0]; fn: FunctionDef }> {
  const request = requestOf(site);
  if (!request) return;
  for (const { expr, clause } of messagesOf(site, request, project)) {
    if (clause && (expr.kind === 'atom' || expr.kind === 'tuple')) yield { message: expr, fn: clause.fn };
  }
}

/** The calls that lead to a function, nearest first; each function is entered once. */
function callersTo(fn: FunctionDef, project: Project): Use[] {
  const found: Use[] = [];
  const seen = new Set<FunctionDef>([fn]);
  let level: { fn: FunctionDef; chain: readonly CallSite[] }[] = [{ fn, chain: [] }];
  for (let depth = DEPTH; depth > 0 && level.length > 0; depth -= 1) {
    const next: typeof level = [];
    for (const { fn: current, chain } of level) {
      for (const site of project.callersOf(current)) {
        const module = project.moduleOf(site.situation.owner);
        const longer = [site, ...chain];
        if (module) found.push({ module, chain: longer });
        const outer = site.situation.clause?.fn;
        if (!outer || seen.has(outer) || (module && isRequestPath(module))) continue;
        seen.add(outer);
        next.push({ fn: outer, chain: longer });
      }
    }
    level = next;
  }
  return found;
}
