import { followValue } from '../elixir/flow.js';
import type { CallSite, FunctionDef } from '../elixir/model.js';
import { mayMatch } from '../project/reach.js';
import type { Expr } from '../syntax/ast.js';
import type { Callback, Server } from './server.js';

/** Functions that send a request to a server, by the callback that takes it (`GenServer`, `:gen_server`). */
const REQUESTS: Record<string, Callback['name']> = {
  'GenServer.call': 'handle_call',
  'GenServer.cast': 'handle_cast',
  ':gen_server.call': 'handle_call',
  ':gen_server.cast': 'handle_cast',
  'GenStage.call': 'handle_call',
  'GenStage.cast': 'handle_cast',
};

/** What a call asks of a server: the callback that takes it and its message; `undefined` for any other call. */
export function requestOf(site: CallSite): { to: Callback['name']; message: Expr } | undefined {
  const to = REQUESTS[`${site.module ?? ''}.${site.name}`];
  const given = to && site.args[1];
  if (!to || !given) return undefined;
  return { to, message: followValue(given, site.situation.owner, site.situation.clause) };
}

/** The functions of a server's own module that send what a callback clause takes, in the order of the source. */
export function clientFunctionsOf(callback: Callback, { module }: Server): FunctionDef[] {
  const functions = module.sites.flatMap((site) => {
    const request = requestOf(site);
    const clause = site.situation.clause;
    if (!clause || request?.to !== callback.name) return [];
    return callback.message && mayMatch(callback.message, request.message) ? [clause.fn] : [];
  });
  return [...new Set(functions)];
}
