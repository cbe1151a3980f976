import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayMatch } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import type { Callback, Server, ServerKind } from '../processes/server.js';
import { messagesOf, type Request, requestsOf, serverAsked, type Written } from '../requests/clients.js';
import { patternsTaken } from './handlers.js';

/** A request that its server has no clause for. */
export interface Lost {
  /** The message, where it is written. */
  written: Written;
  /** The call that sends it. */
  site: CallSite;
  request: Request;
  server: Server;
  /** The clause that takes the same message as the other kind of request. */
  takenAs?: Callback;
  /** A clause for the same tag, or the first there is. */
  nearest?: Callback;
  /** A function that has the callback's name, but not its arity. */
  wrongArity?: FunctionDef;
}

const KINDS: ReadonlySet<ServerKind> = new Set(['gen_server', 'gen_stage', 'gen_statem']);
const ARITY = { handle_call: 3, handle_cast: 2 } as const;

/** The requests that a module sends to servers of the project and that can match no clause there. */
export function lostRequests(module: ProjectModule): Lost[] {
  const { project } = module;
  return requestsOf(module, project).flatMap(({ site, request }) => {
    const asked = site.situation.quoted ? undefined : serverAsked(request.target, site, project);
    const server = asked?.module.server;
    if (!server || !KINDS.has(server.kind)) return [];
    return messagesOf(site, request, project).flatMap((written) => {
      if (!isSpecific(written.expr)) return [];
      const lost = lostBy(written, site, request, server);
      if (!lost || (asked.by === 'own' && isDoubtful(lost, project))) return [];
      return [lost];
    });
  });
}

/** An atom or a tuple is what a clause is chosen by. */
function isSpecific({ kind }: Expr): boolean {
  return kind === 'atom' || kind === 'tuple';
}

function lostBy(written: Written, site: CallSite, request: Request, server: Server): Lost | undefined {
  const taken = patternsTaken(server, request.to);
  if (!taken || taken.some((pattern) => mayMatch(pattern, written.expr))) return undefined;
  const other = request.to === 'handle_call' ? 'handle_cast' : 'handle_call';
  const same = server.callbacks.filter(({ name }) => name === request.to);
  const takenAs = server.callbacks.find(
    ({ name, message }) => name === other && message && tagOf(message) && mayMatch(message, written.expr),
  );
  const nearest = same.find(({ message }) => message && tagOf(message) === tagOf(written.expr)) ?? same[0];
  const wrongArity = server.module.def.functions.find(
    ({ name, arity }) => name === request.to && arity !== ARITY[request.to],
  );
  return {
    written,
    site,
    request,
    server,
    ...(takenAs ? { takenAs } : {}),
    ...(nearest ? { nearest } : {}),
    ...(wrongArity && same.length === 0 && server.kind !== 'gen_statem' ? { wrongArity } : {}),
  };
}

/** The atom that a message is or begins with. */
function tagOf(message: Expr): string | undefined {
  if (message.kind === 'operator' && message.name === '=')
    return message.args.map(tagOf).find((tag) => tag !== undefined);
  return atomOf(message.kind === 'tuple' ? message.items[0] : message);
}

/** True where a pid may be that of another process: the module knows no such request, or another server does. */
function isDoubtful({ server, request, written, takenAs, wrongArity }: Lost, project: Project): boolean {
  const knows = server.callbacks.some(({ name }) => name === request.to);
  if (!knows && !takenAs && !wrongArity) return true;
  return project.modules.some((module) => {
    const other = module.server;
    if (!other || other === server) return false;
    return other.callbacks.some(
      ({ name, message }) =>
        name === request.to &&
        message !== undefined &&
        tagOf(message) !== undefined &&
        mayMatch(message, written.expr),
    );
  });
}
