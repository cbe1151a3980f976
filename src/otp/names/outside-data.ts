import { bindingAt, type Step } from '../../elixir/bindings.js';
import type { FunctionClause, ModuleDef } from '../../elixir/model.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { isRequestPath } from '../requests/request-path.js';

/** A place where data from outside the program comes in. */
export interface OutsideData {
  /** What a reader calls it: `the parameters of \`handle_event/3\``. */
  what: string;
  owner: ModuleDef;
  start: number;
  end: number;
}

/** How far one question may look: whatever stands further from the data is no proof. */
const QUESTIONS = 40;
const STEPS = 60;

/**
 * Where a value provably comes from outside: the parameters of a request, a decoded body, the response of
 * another service or the bytes of a file; followed through functions of the project and changes of form.
 *
 * @returns `undefined` where it comes from elsewhere, or nobody knows
 */
export function outsideDataIn(expr: Expr, at: Standpoint, project: Project): OutsideData | undefined {
  return search(expr, at, { project, left: QUESTIONS, seen: new Set() });
}

interface Search {
  project: Project;
  left: number;
  seen: Set<Expr>;
}

function search(expr: Expr, at: Standpoint, asked: Search): OutsideData | undefined {
  asked.left -= 1;
  if (asked.left <= 0 || asked.seen.has(expr)) return undefined;
  asked.seen.add(expr);
  const { project } = asked;
  // Whoever else calls a callback, a client does too.
  const isOwn = expr.kind === 'variable' && at.entered.length === 0;
  const own = isOwn ? sourceAt({ expr, path: [], at }, project) : undefined;
  if (own) return own;
  for (const origin of originsOf(expr, [], at, project, STEPS)) {
    const found = sourceAt(origin, project) ?? behind(origin, asked);
    if (found) return found;
  }
  return undefined;
}

// --- sources ------------------------------------------------------------------------------------------------

function sourceAt(origin: Origin, project: Project): OutsideData | undefined {
  const { expr, at } = origin;
  const what = expr.kind === 'call' ? sourceCall(expr) : parameterSource(origin, project);
  return what === undefined ? undefined : { what, owner: at.owner, start: expr.start, end: expr.end };
}

interface Source {
  names?: ReadonlySet<string>;
  what: string;
}

/** Calls that bring data in, by module; the whole module where no names are listed. */
const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['File', { names: new Set(['read', 'read!', 'stream!']), what: 'the bytes of a file' }],
  [
    'Plug.Conn',
    {
      names: new Set([
        'get_req_header',
        'read_body',
        'fetch_query_params',
        'fetch_cookies',
        'read_part_body',
      ]),
      what: 'a request',
    },
  ],
  ['URI', { names: new Set(['parse', 'new', 'new!', 'decode_query', 'query_decoder']), what: 'a URI' }],
  ['Plug.Conn.Query', { names: new Set(['decode']), what: 'a query string' }],
  ...['HTTPoison', 'Req', 'Finch', 'Tesla', 'Mojito', ':httpc', ':hackney'].map(
    (client): [string, Source] => [client, { what: `a response to \`${client}\`` }],
  ),
]);

function sourceCall({ module, name }: CallExpr): string | undefined {
  const source = module === undefined ? undefined : SOURCES.get(module);
  return source && (source.names?.has(name) ?? true) ? source.what : undefined;
}

/** The positions of the parameters that a client fills, by callback. */
const LIVE: ReadonlyMap<string, readonly number[]> = new Map([
  ['handle_event/3', [0, 1]],
  ['handle_params/3', [0, 1]],
  ['mount/3', [0]],
]);
const CHANNEL: ReadonlyMap<string, readonly number[]> = new Map([
  ['handle_in/3', [0, 1]],
  ['join/3', [0, 1]],
]);
const MESSAGES: ReadonlyMap<string, readonly number[]> = new Map([
  ['handle_message/3', [1]],
  ['handle_frame/2', [0]],
]);
const SOCKET: ReadonlyMap<string, readonly number[]> = new Map([
  ['connect/2', [0]],
  ['connect/3', [0]],
]);

/** Fields of a `Plug.Conn` that a client fills (`Plug.Conn`, "Request fields"). */
const REQUEST_FIELDS: ReadonlySet<string> = new Set([
  'params',
  'query_params',
  'body_params',
  'path_params',
  'req_headers',
  'req_cookies',
  'cookies',
  'query_string',
  'request_path',
  'path_info',
]);

function parameterSource({ expr, path, at }: Origin, project: Project): string | undefined {
  const { clause } = at;
  const module = project.moduleOf(at.owner);
  const found = clause && parameterOf(expr, path, clause);
  if (!clause || !module || !found || isChecked(clause, found.index)) return undefined;
  const { index, steps } = found;
  const name = `${clause.fn.name}/${clause.fn.arity}`;
  const [first] = steps;
  const isConn = expr.kind === 'variable' ? expr.name === 'conn' : isRequestPath(module) && index === 0;
  if (isConn && first?.kind === 'key' && !first.text && REQUEST_FIELDS.has(first.key))
    return `\`conn.${first.key}\``;
  return filledByClient(module, clause, index) ? `the parameters of \`${name}\`` : undefined;
}

/** The parameter that an origin is (a part of). */
function parameterOf(
  expr: Expr,
  path: readonly Step[],
  clause: FunctionClause,
): { index: number; steps: readonly Step[] } | undefined {
  const at = clause.params.indexOf(expr);
  if (at !== -1) return { index: at, steps: path };
  if (expr.kind !== 'variable') return undefined;
  const binding = bindingAt(clause, expr.name, expr.start);
  return binding?.kind === 'parameter'
    ? { index: binding.index, steps: [...binding.path, ...path] }
    : undefined;
}

function filledByClient(module: ProjectModule, { fn }: FunctionClause, index: number): boolean {
  const key = `${fn.name}/${fn.arity}`;
  if (fn.kind !== 'def') return false;
  if (module.is('live_view', 'live_component') || isDashboardPage(module))
    return LIVE.get(key)?.includes(index) ?? false;
  if (module.is('channel')) return CHANNEL.get(key)?.includes(index) ?? false;
  if (module.is('broadway', 'websocket_client')) return MESSAGES.get(key)?.includes(index) ?? false;
  if (module.is('socket')) return SOCKET.get(key)?.includes(index) ?? false;
  if (module.is('controller')) return fn.arity === 2 && index === 1;
  if (!isRequestPath(module)) return false;
  if (/Controller$/.test(module.name)) return fn.arity === 2 && index === 1;
  return (/Live(\.|$)/.test(module.name) && LIVE.get(key)?.includes(index)) ?? false;
}

/** Pages of the LiveDashboard take events as LiveViews do (`Phoenix.LiveDashboard.PageBuilder`). */
function isDashboardPage({ uses }: ProjectModule): boolean {
  return uses.some(({ module }) => module === 'Phoenix.LiveDashboard.PageBuilder');
}

/** True where a guard of the clause lets only listed values of a parameter in. */
function isChecked({ guard, params }: FunctionClause, index: number): boolean {
  const listed = findExpr(guard, (expr) => {
    const [subject] = expr.kind === 'operator' && expr.name === 'in' ? expr.args : [];
    if (subject?.kind !== 'variable') return false;
    return (
      findExpr(params[index], (part) => part.kind === 'variable' && part.name === subject.name) !== undefined
    );
  });
  return listed !== undefined;
}

// --- changes of form ----------------------------------------------------------------------------------------

/** Modules whose functions give another form of their first argument. */
const TRANSFORMS: ReadonlySet<string> = new Set([
  'String',
  'Macro',
  'Enum',
  'Map',
  'Keyword',
  'List',
  'Stream',
  'Base',
  'Integer',
  'Regex',
  'URI',
  'Phoenix.Naming',
  'Inflex',
  'Recase',
]);
const FORMS: ReadonlySet<string> = new Set(['to_string', 'to_charlist', 'elem', 'hd', 'tl', 'inspect']);
const DECODERS: ReadonlySet<string> = new Set([
  'Jason',
  'Poison',
  'JSON',
  'Phoenix.json_library',
  ':json',
  ':jsx',
]);
const BODY = /(^|_)(body|payload)$/;

function behind({ expr, at }: Origin, asked: Search): OutsideData | undefined {
  const look = (part: Expr | undefined): OutsideData | undefined => part && search(part, at, asked);
  const first = (parts: readonly Expr[]): OutsideData | undefined => {
    for (const part of parts) {
      const found = look(part);
      if (found) return found;
    }
    return undefined;
  };
  switch (expr.kind) {
    case 'interpolated':
      return first(expr.parts.filter(({ kind }) => kind !== 'text'));
    case 'operator':
      return expr.name === '<>' || expr.name === '++' ? first(expr.args) : undefined;
    case 'list':
    case 'tuple':
      return first(expr.items);
    case 'call':
      if (expr.module !== undefined && DECODERS.has(expr.module)) return look(expr.args[0]) ?? body(expr, at);
      if (expr.module === 'Regex') return first(expr.args.slice(0, 2));
      return (expr.module !== undefined && TRANSFORMS.has(expr.module)) || isForm(expr)
        ? look(expr.args[0])
        : undefined;
    default:
      return undefined;
  }
}

function isForm({ module, name }: CallExpr): boolean {
  return module === 'Kernel' && FORMS.has(name);
}

/** A body that is decoded came over a wire, whoever took it in. */
function body(call: CallExpr, { owner }: Standpoint): OutsideData | undefined {
  const [given] = call.args;
  const name = given?.kind === 'variable' || given?.kind === 'call' ? given.name : '';
  return given && BODY.test(name)
    ? { what: 'a decoded body', owner, start: call.start, end: call.end }
    : undefined;
}
