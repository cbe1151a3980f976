import type { CallSite } from '../elixir/model.js';
import { isCatchAll } from '../otp/processes/clauses.js';
import type { Callback, Server, ServerKind } from '../otp/processes/server.js';
import { messagesOf, type Request, requestOf, serverAsked } from '../otp/requests/clients.js';
import { askedProcess } from '../otp/requests/synchronous.js';
import type { Expr } from '../syntax/ast.js';
import { argumentAlong } from './arguments.js';
import { oncePerProject, perProject } from './memory.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { mayMatch, reach, sought } from './reach.js';

/** A synchronous call that a callback of one server makes to another server or agent of the project. */
export interface ServerCall {
  from: Server;
  callback: Callback;
  to: ProjectModule;
  /** The call that waits. */
  site: CallSite;
  /** The calls from the callback to it, itself last. */
  chain: readonly CallSite[];
  /** The request, where it is one that `handle_call` takes. */
  request?: Request;
}

const KINDS: ReadonlySet<ServerKind> = new Set(['gen_server', 'gen_stage', 'gen_statem']);

/** What the callbacks of a module wait for, in their order. */
export const serverCallsOf = perProject((module: ProjectModule, project): readonly ServerCall[] =>
  module.server && !module.def.quoted ? callsFrom(module.server, project) : [],
);

/** Which server waits for which, by the module that makes the calls, in the order of its callbacks. */
export const serverCalls = oncePerProject((project): ReadonlyMap<ProjectModule, readonly ServerCall[]> => {
  const graph = new Map<ProjectModule, readonly ServerCall[]>();
  for (const module of project.modules) {
    const calls = serverCallsOf(module, project);
    if (calls.length > 0) graph.set(module, calls);
  }
  return graph;
});

function callsFrom(from: Server, project: Project): ServerCall[] {
  if (!KINDS.has(from.kind)) return [];
  return from.callbacks.flatMap((callback) => {
    const calls: ServerCall[] = [];
    for (const { site, chain } of reach(callback.clause, project, { only: waiting })) {
      const to = waitedFor(site, chain, project);
      if (!to || to === from.module) continue;
      const request = requestOf(site);
      calls.push({ from, callback, to, site, chain, ...(request ? { request } : {}) });
    }
    return calls;
  });
}

const waiting = sought((site) => askedProcess(site) !== undefined);

/** The server or agent of the project that a call waits for. */
function waitedFor(site: CallSite, chain: readonly CallSite[], project: Project): ProjectModule | undefined {
  const asked = askedProcess(site);
  // A supervisor that is asked to start a server is not that server.
  if (!asked || site.situation.devOnly || /Supervisor$/.test(site.module ?? '')) return undefined;
  const near = serverAsked(asked, site, project);
  if (near?.by === 'name') return near.module;
  const { expr, clause } = argumentAlong(asked, chain);
  const caller = chain.findLast(({ situation }) => situation.clause === clause);
  return ((caller && serverAsked(expr, caller, project)) ?? near)?.module;
}

/** The `handle_call` clauses of the asked server that can take a request. */
export function takersOf({ to, site, request }: ServerCall, project: Project): Callback[] {
  if (request?.to !== 'handle_call') return [];
  const messages = messagesOf(site, request, project).map(({ expr }) => expr);
  return (to.server?.callbacks ?? []).filter(
    ({ name, message }) => name === 'handle_call' && message && messages.some((sent) => takes(message, sent)),
  );
}

/** True where a clause is written for a message: a clause or a message that may be anything tells nothing. */
function takes(pattern: Expr, sent: Expr): boolean {
  return !isCatchAll(pattern) && (sent.kind === 'atom' || sent.kind === 'tuple') && mayMatch(pattern, sent);
}
