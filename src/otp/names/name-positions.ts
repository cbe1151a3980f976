import { calleeOf, type Named } from '../../elixir/callee.js';
import { clauseExprs } from '../../elixir/flow.js';
import { keywordsOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { startOfCall } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { isMarked } from '../processes/clause-marks.js';

/** An expression whose value, where it is an atom, is the name of a process or of a table. */
export interface NamePosition {
  expr: Expr;
  clause: FunctionClause;
  /** How a reader finds it: `as name: of GenServer.start_link/3`. */
  how: string;
  /** What to show: the call or the child. */
  shown: { start: number; end: number };
  /** True for the name of an ETS table. */
  table: boolean;
}

/** Functions whose first argument is a server (`GenServer.server/0`): each takes a registered name. */
const SERVER_FIRST: Record<string, readonly string[]> = {
  GenServer: ['call', 'cast', 'stop', 'whereis', 'abcast', 'multi_call'],
  GenStage: [
    'call',
    'cast',
    'stop',
    'sync_info',
    'async_info',
    'demand',
    'sync_subscribe',
    'async_subscribe',
    'stream',
  ],
  GenStateMachine: ['call', 'cast', 'stop'],
  ':gen_server': ['call', 'cast', 'stop', 'send_request', 'start', 'start_link', 'start_monitor'],
  ':gen_statem': ['call', 'cast', 'stop', 'send_request', 'start', 'start_link', 'start_monitor'],
  ':gen_event': ['call', 'notify', 'sync_notify', 'add_handler', 'start', 'start_link'],
  Agent: ['get', 'update', 'get_and_update', 'cast', 'stop'],
  Process: ['whereis', 'unregister', 'send', 'send_after', 'monitor'],
  Kernel: ['send'],
  ':erlang': ['register', 'whereis', 'unregister', 'send', 'send_after', 'monitor'],
  ':global': ['register_name', 're_register_name', 'whereis_name', 'send', 'unregister_name'],
  Supervisor: [
    'start_child',
    'terminate_child',
    'restart_child',
    'delete_child',
    'which_children',
    'count_children',
    'stop',
  ],
  DynamicSupervisor: ['start_child', 'terminate_child', 'which_children', 'count_children', 'stop'],
  PartitionSupervisor: ['which_children', 'count_children', 'partitions', 'resize!', 'stop'],
  'Task.Supervisor': [
    'start_child',
    'async',
    'async_nolink',
    'async_stream',
    'async_stream_nolink',
    'children',
    'terminate_child',
  ],
  Registry: [
    'register',
    'unregister',
    'lookup',
    'match',
    'select',
    'keys',
    'values',
    'dispatch',
    'count',
    'count_match',
    'put_meta',
    'meta',
    'update_value',
    'whereis_name',
  ],
  Broadway: [
    'push_messages',
    'producer_names',
    'topology',
    'stop',
    'all_running',
    'update_rate_limiting',
    'get_rate_limiting',
  ],
  WebSockex: ['cast', 'send_frame'],
  ':pg': ['start', 'start_link'],
  ':poolboy': ['checkout', 'checkin', 'transaction', 'status', 'stop'],
  ':hackney_pool': ['start_pool', 'stop_pool', 'child_spec'],
  ':ets': ['new'],
};

const FIRST = new Set(
  Object.entries(SERVER_FIRST).flatMap(([module, names]) => names.map((name) => `${module}.${name}`)),
);

/** Functions whose second argument is the name that a process gets. */
const SECOND: ReadonlySet<string> = new Set([
  'Process.register',
  ':brod.start_client',
  ':brod.start_link_client',
]);

/** Modules whose `start*` functions call something else `name`. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  'Node',
  ':net_kernel',
  ':peer',
  ':slave',
  'OpenTelemetry.Tracer',
  'Application',
  ':application',
]);

const STARTS = /^start(_link|_monitor|_supervised!?|_child)?$/;

function isStart({ module, name }: Named): boolean {
  return module !== undefined && STARTS.test(name);
}

/** True for a function that may be given the name of a process or a table. */
export function takesName(call: Named): boolean {
  const key = calleeOf(call);
  return FIRST.has(key) || SECOND.has(key) || isStart(call);
}

/** The argument of a call that is a name whatever else is known: an option `name:`, or a fixed position. */
export function namePositionsOf(site: CallSite): NamePosition[] {
  const { clause, quoted } = site.situation;
  if (!clause || quoted || site.captured) return [];
  if (!takesName(site)) return [];
  const key = calleeOf(site);
  const starts = isStart(site);
  const text = site.module === 'Kernel' ? site.name : key;
  const shown = { start: startOfCall(site), end: site.end };
  const table = key === ':ets.new';
  const position = (expr: Expr, how: string): NamePosition => ({ expr, clause, how, shown, table });
  const fixed = FIRST.has(key) ? localName(site.args[0]) : SECOND.has(key) ? site.args[1] : undefined;
  const found = fixed ? [position(fixed, `as the name given to \`${text}/${site.arity}\``)] : [];
  if (!starts || OTHER_NAMES.has(site.module ?? '')) return found;
  for (const arg of site.args) {
    const name = nameOf(arg);
    if (name) found.push(position(name, `as \`name:\` of \`${text}/${site.arity}\``));
  }
  const options = site.args.at(-1);
  const opens =
    site.name !== 'start_child' && options !== undefined && site.args.length >= (FEWEST[key] ?? 99);
  if (opens && (options.kind === 'variable' || options.kind === 'call')) {
    found.push(position(nameOption(options), `as \`name:\` of \`${text}/${site.arity}\``));
  }
  return found;
}

/** `{name, node}` is a process of another node under its own name. */
function localName(server: Expr | undefined): Expr | undefined {
  return server?.kind === 'tuple' && server.items[0]?.kind !== 'atom' ? server.items[0] : server;
}

/** `options[:name]`, for options that are not written out. */
function nameOption(options: Expr): Expr {
  const { start, end } = options;
  return { kind: 'access', target: options, key: { kind: 'atom', value: 'name', start, end }, start, end };
}

/** How many arguments OTP's start functions have when their last one is the options. */
const FEWEST: Record<string, number> = {
  'GenServer.start_link': 3,
  'GenServer.start': 3,
  'GenStage.start_link': 3,
  'GenStage.start': 3,
  'GenStateMachine.start_link': 3,
  'GenStateMachine.start': 3,
  'Agent.start_link': 2,
  'Agent.start': 2,
  'Supervisor.start_link': 2,
  'DynamicSupervisor.start_link': 1,
  'PartitionSupervisor.start_link': 1,
  'Task.Supervisor.start_link': 1,
  'Registry.start_link': 1,
  'Broadway.start_link': 2,
  'WebSockex.start_link': 4,
};

/** Names that a function's children and tuples hold: `{Module, name: n}`, `{:local, n}`, `{:via, Registry, {r, k}}`. */
export function nameTuplesOf(clause: FunctionClause): NamePosition[] {
  const found: NamePosition[] = [];
  if (!isMarked(clause, 'module tuple', 'name tuple')) return found;
  for (const root of clauseExprs(clause)) {
    if (clause.params.includes(root)) continue;
    visit(root, (expr) => {
      if (expr.kind === 'call' && expr.name === 'quote' && !expr.receiver) return false;
      if (expr.kind === 'tuple') found.push(...namesInTuple(expr.items, expr, clause));
      return true;
    });
  }
  return found;
}

function namesInTuple(
  items: readonly Expr[],
  shown: { start: number; end: number },
  clause: FunctionClause,
): NamePosition[] {
  const [head, second, third] = items;
  if (head?.kind === 'atom')
    return registrationNames(head.value, items).map((expr) => ({
      expr,
      clause,
      how: `in \`{:${head.value}, …}\``,
      shown,
      table: false,
    }));
  const module = head?.kind === 'alias' ? (head.module ?? head.name) : ownModule(head, clause);
  if (module === undefined || !second) return [];
  const text = `as \`name:\` of the child \`${module}\``;
  if (items.length === 2) {
    const handed = second.kind === 'call' || second.kind === 'variable';
    const name = handed ? nameOption(second) : nameOf(second);
    return name ? [{ expr: name, clause, how: text, shown, table: false }] : [];
  }
  const started =
    items.length === 3 &&
    second.kind === 'atom' &&
    second.value.startsWith('start') &&
    third?.kind === 'list';
  if (!started) return [];
  return third.items
    .flatMap((arg) => nameOf(arg) ?? [])
    .map((expr) => ({ expr, clause, how: text, shown, table: false }));
}

function ownModule(expr: Expr | undefined, clause: FunctionClause): string | undefined {
  return expr?.kind === 'variable' && expr.name === '__MODULE__' ? clause.fn.module.name : undefined;
}

/** What registers a process in `{:local, name}`, `{:global, name}` and `{:via, module, {registry, key}}`. */
function registrationNames(kind: string, items: readonly Expr[]): Expr[] {
  if ((kind === 'local' || kind === 'global') && items.length === 2 && items[1]) return [items[1]];
  if (kind !== 'via' || items.length !== 3 || !items[2]) return [];
  return items[2].kind === 'tuple' ? items[2].items.slice(0, 2) : [items[2]];
}

/** The value of `name:` where a keyword list or map is written out, also one before `| rest`. */
function nameOf(expr: Expr): Expr | undefined {
  const entries = expr.kind === 'list' ? { ...expr, items: expr.items.map(headOf) } : expr;
  return keywordsOf(entries).find(({ key }) => key === 'name')?.value;
}

function headOf(item: Expr): Expr {
  return item.kind === 'operator' && item.name === '|' ? (item.args[0] ?? item) : item;
}
