import { bindingAt } from '../../elixir/bindings.js';
import { calleeOf, type Named } from '../../elixir/callee.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, FunctionDef, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import { oncePerProject, perProject } from '../../project/memory.js';
import { originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayMatch } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { isSelf } from '../messages/wakers.js';
import { nameAt, namingOf } from '../names/naming.js';
import { callbackRunning } from '../processes/callback-code.js';
import type { Callback, Server } from '../processes/server.js';

/** What a call asks of a server. */
export interface Request {
  /** The callback that takes it. */
  to: 'handle_call' | 'handle_cast';
  /** The server: a name, a pid, or what stands for one. */
  target: Expr;
  /** The message, variables and attributes followed. */
  message: Expr;
}

/** Functions that send a request to a server (`GenServer`, `:gen_server`, `GenStage`, `:gen_statem`). */
const REQUESTS: Record<string, Request['to']> = {
  'GenServer.call': 'handle_call',
  'GenServer.cast': 'handle_cast',
  'GenServer.multi_call': 'handle_call',
  'GenServer.abcast': 'handle_cast',
  ':gen_server.call': 'handle_call',
  ':gen_server.cast': 'handle_cast',
  ':gen_server.send_request': 'handle_call',
  'GenStage.call': 'handle_call',
  'GenStage.cast': 'handle_cast',
  'GenStateMachine.call': 'handle_call',
  'GenStateMachine.cast': 'handle_cast',
  ':gen_statem.call': 'handle_call',
  ':gen_statem.cast': 'handle_cast',
};
/** Functions that take a list of nodes first, where they are given three arguments or more. */
const TO_NODES: ReadonlySet<string> = new Set(['multi_call', 'abcast']);

/** True for a function that sends a request to a server. */
export function isRequest(call: Named): boolean {
  return REQUESTS[calleeOf(call)] !== undefined;
}

/** What a call asks of a server; `undefined` for any other call. */
export function requestOf(site: CallSite): Request | undefined {
  const to = REQUESTS[calleeOf(site)];
  if (!to) return undefined;
  const first = TO_NODES.has(site.name) && site.args.length > 2 ? 1 : 0;
  const [target, message] = site.args.slice(first);
  if (!target || !message) return undefined;
  return { to, target, message: followValue(message, site.situation.owner, site.situation.clause) };
}

/** A request with the call that sends it. */
export interface SentRequest {
  site: CallSite;
  /** The module that the call stands in. */
  from: ProjectModule;
  request: Request;
}

const requestCalls = callsTo(isRequest);

/** The requests that code of a module sends, in the order of the source. */
export const requestsOf = perProject((module: ProjectModule): readonly Omit<SentRequest, 'from'>[] =>
  requestCalls(module).flatMap((site) => {
    const request = requestOf(site);
    return request ? [{ site, request }] : [];
  }),
);

/** Every request that code of a project sends, in the order of its modules. */
export const requestsIn = oncePerProject((project): readonly SentRequest[] =>
  project.modules.flatMap((from) => requestsOf(from, project).map((sent) => ({ ...sent, from }))),
);

/** The functions of a server's own module that send what a callback clause takes, in the order of the source. */
export function clientFunctionsOf(callback: Callback, { module }: Server): FunctionDef[] {
  const functions = requestsOf(module, module.project).flatMap(({ site, request }) => {
    const clause = site.situation.clause;
    if (!clause || request.to !== callback.name) return [];
    return callback.message && mayMatch(callback.message, request.message) ? [clause.fn] : [];
  });
  return [...new Set(functions)];
}

/** A message as it is written down, which may be in a function that hands it to the one that sends it. */
export interface Written {
  expr: Expr;
  owner: ModuleDef;
  clause?: FunctionClause;
}

/** Where the message of a request is written: at the request, or where callers of its function give it. */
export function messagesOf(site: CallSite, { message }: Request, project: Project): Written[] {
  const { owner, clause } = site.situation;
  if (message.kind !== 'variable') return [{ expr: message, owner, ...(clause ? { clause } : {}) }];
  const at = { owner, ...(clause ? { clause } : {}), entered: [] };
  return originsOf(message, [], at, project).flatMap(({ expr, path, at: from }) =>
    path.length > 0 ? [] : [{ expr, owner: from.owner, ...(from.clause ? { clause: from.clause } : {}) }],
  );
}

// --- whom a request goes to ---------------------------------------------------------------------------------

/**
 * The server module that a request goes to, and how that is known:
 * - `name`: it is registered under the name that is asked;
 * - `own`: a function of its own module asks the pid or name that it is given, or makes.
 */
export interface Asked {
  module: ProjectModule;
  by: 'name' | 'own';
}

/**
 * The server module of the project behind the process that a call is sent to.
 *
 * @param target the process, as the call has it
 * @returns `undefined` where the source does not say
 */
export function serverAsked(target: Expr, site: CallSite, project: Project): Asked | undefined {
  const { owner, clause } = site.situation;
  const name = registeredName(target, owner, clause, project);
  if (name !== undefined) return namedServer(name, project);
  const module = project.moduleOf(owner);
  if (clause && module && isSelf(target) && callbackRunning(clause, project)) return asOwn(module);
  const value = followValue(target, owner, clause);
  if (value.kind === 'call' && value.module !== undefined && value.module !== owner.name) {
    const maker = project.moduleNamed(value.module);
    return value.args.length > 0 ? asOwn(maker) : undefined;
  }
  if (!clause || !module || runsInServer(clause, project)) return undefined;
  return isOwnAddress(value, owner, clause) ? asOwn(module) : undefined;
}

/** True for a callback, and for a private function that one calls: what these ask is another process. */
function runsInServer(clause: FunctionClause, project: Project): boolean {
  const callback = callbackRunning(clause, project);
  return callback !== undefined && (callback.clause === clause || clause.fn.kind === 'defp');
}

/** The name an expression stands for: written out, behind `Process.whereis/1`, or the default of a parameter. */
export function registeredName(
  target: Expr,
  owner: ModuleDef,
  clause: FunctionClause | undefined,
  project: Project,
): string | undefined {
  const where = { owner, ...(clause ? { clause } : {}) };
  const value = followValue(target, owner, clause);
  const inner = innerName(value) ?? (clause && defaultOf(value, clause)) ?? value;
  const naming = nameAt(inner, where, project);
  return naming.kind === 'fixed' ? naming.name : undefined;
}

/** The name in `Process.whereis(name)` and in `{name, node}`. */
function innerName(value: Expr): Expr | undefined {
  if (value.kind === 'call' && value.name === 'whereis') return value.args[0];
  const [first] = value.kind === 'tuple' && value.items.length === 2 ? value.items : [];
  const named = first?.kind === 'alias' || (first?.kind === 'variable' && first.name === '__MODULE__');
  return named ? first : undefined;
}

/** The default of the parameter that a variable is: `def get(server \\ __MODULE__)`. */
function defaultOf(value: Expr, { fn }: FunctionClause): Expr | undefined {
  if (value.kind !== 'variable') return undefined;
  for (const { params } of fn.clauses) {
    for (const param of params) {
      const [left, fallback] = param.kind === 'operator' && param.name === '\\\\' ? param.args : [];
      if (left?.kind === 'variable' && left.name === value.name) return fallback;
    }
  }
  return undefined;
}

/** A parameter, what the module's own functions make of one (`via(id)`), or what a registry has under a key. */
function isOwnAddress(value: Expr, owner: ModuleDef, clause: FunctionClause): boolean {
  if (value.kind === 'interpolated') return value.of === 'atom';
  if (value.kind === 'tuple') return isAtom(value.items[0], 'via');
  if (value.kind === 'call') return value.module === owner.name || LOOKUPS.has(calleeOf(value));
  if (value.kind !== 'variable') return false;
  const binding = bindingAt(clause, value.name, value.start);
  if (binding?.kind === 'parameter') return binding.path.length === 0;
  return (
    binding?.kind === 'value' && binding.value.kind === 'call' && isOwnAddress(binding.value, owner, clause)
  );
}

/** Functions that give the process behind a key. */
const LOOKUPS: ReadonlySet<string> = new Set([
  'Registry.lookup',
  'Registry.whereis_name',
  'Horde.Registry.lookup',
  'GenServer.whereis',
  'Process.whereis',
  ':global.whereis_name',
  ':syn.lookup',
  ':syn.whereis_name',
]);

function asOwn(module: ProjectModule | undefined): Asked | undefined {
  return module?.server ? { module, by: 'own' } : undefined;
}

function namedServer(name: string, project: Project): Asked | undefined {
  const [only, ...others] = registeredModules(project).get(name) ?? [];
  if (only) return others.length === 0 ? { module: only, by: 'name' } : undefined;
  const module = project.moduleNamed(name);
  // The name is given from outside; whoever calls the module by its name says which it is.
  return module?.server && namingOf(module).name === undefined ? { module, by: 'name' } : undefined;
}

/** The servers and agents of a project by the one name that each registers. */
export const registeredModules = oncePerProject(
  ({ modules }): ReadonlyMap<string, readonly ProjectModule[]> => {
    const found = new Map<string, ProjectModule[]>();
    for (const module of modules) {
      if (module.def.quoted || !module.production || !(module.server || module.is('agent'))) continue;
      const { name } = namingOf(module);
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), module]);
    }
    return found;
  },
);
