import { mayMatch } from '../../elixir/may-match.js';
import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { reach } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import type { CallbackReturn } from '../processes/returns.js';
import type { Callback, ServerKind } from '../processes/server.js';
import { stateUseOf } from './state-use.js';

/**
 * True for a `handle_call` clause that only reads: its reply is made from the state, which it hands back as it was,
 * and nothing else happens, in memory or outside.
 */
export function onlyReadsState(callback: Callback, kind: ServerKind, project: Project): boolean {
  if (callback.name !== 'handle_call' || callback.clause.fn.module.damaged) return false;
  const { reads, returns, unchanged } = stateUseOf(callback, kind, project);
  if (!unchanged || !returns.every(isPlainReply)) return false;
  const answers = returns.some(({ reply }) => reply && !isConstant(reply)) || tellsApart(returns);
  if (!(answers && reads.length > 0) && !answersByMatching(callback, kind, project)) return false;
  return leavesAll(callback, project);
}

/** True where everything is afterwards as it was before a callback ran. */
function leavesAll({ clause }: Callback, project: Project): boolean {
  return [...reach(clause, project)].every(({ site }) => leavesNoTrace(site, project));
}

/**
 * True for the first of several clauses for one request that match the state (`:ready`, `%{open: true}`), each with an
 * answer of its own and nothing else.
 */
function answersByMatching(callback: Callback, kind: ServerKind, project: Project): boolean {
  const server = project.moduleOf(callback.clause.fn.module)?.server;
  const { message } = callback;
  if (!server || !message || !matchesValue(callback.state)) return false;
  const clauses = server.callbacks.filter(
    (other) =>
      other.name === 'handle_call' &&
      other.message &&
      mayMatch(other.message, message) &&
      mayMatch(message, other.message),
  );
  if (clauses[0] !== callback || clauses.length < 2) return false;
  const answers = clauses.map((other) => {
    const { returns, unchanged } = stateUseOf(other, kind, project);
    const plain = unchanged && returns.length > 0 && returns.every(isPlainReply) && leavesAll(other, project);
    return plain ? returns : undefined;
  });
  return answers.every((returns) => returns !== undefined) && tellsApart(answers.flatMap((one) => one ?? []));
}

/** True for a pattern of the state that takes only certain values of it. */
function matchesValue(state: Expr | undefined): boolean {
  if (!state) return false;
  if (state.kind === 'map') return state.pairs.some(({ value }) => matchesValue(value));
  if (state.kind === 'tuple') return state.items.some(matchesValue);
  if (state.kind === 'operator' && state.name === '=') return state.args.some(matchesValue);
  return state.kind === 'atom' || state.kind === 'number' || state.kind === 'text';
}

/** `{:reply, value, state}`; a timeout or `{:continue, …}` after it starts something. */
function isPlainReply({ tag, next }: CallbackReturn): boolean {
  return tag === 'reply' && (!next || (next.kind === 'atom' && next.value === 'hibernate'));
}

function isConstant(reply: Expr): boolean {
  return (
    findExpr(reply, ({ kind }) => kind === 'variable' || kind === 'call' || kind === 'access') === undefined
  );
}

/** True where different branches answer differently: the reply says something about the state. */
function tellsApart(returns: readonly CallbackReturn[]): boolean {
  const replies = new Set(returns.map(({ reply }) => (reply?.kind === 'atom' ? reply.value : '…')));
  return replies.size > 1;
}

/** Modules all of whose functions compute a value, look at a clock or the configuration, or log. */
const PURE: ReadonlySet<string> = new Set(
  `Map Keyword Enum List MapSet String Access Tuple Integer Float Date DateTime Time NaiveDateTime Calendar Range
  Stream Regex URI Atom Base Bitwise Version Decimal Function Inspect Logger Jason Path Timex :queue :lists :maps
  :sets :ordsets :orddict :dict :gb_trees :gb_sets :array :proplists :binary :math :string :calendar Duration`.split(
    /\s+/,
  ),
);
const PURE_FUNCTIONS: ReadonlySet<string> = new Set([
  'System.monotonic_time',
  'System.system_time',
  'System.os_time',
  'System.convert_time_unit',
  ':erlang.monotonic_time',
  ':erlang.system_time',
  ':erlang.phash2',
  ':os.system_time',
  'Application.get_env',
  'Application.fetch_env!',
  'Process.alive?',
  ':telemetry.execute',
]);
/** Functions and forms of `Kernel` that send, start, wait or end something. */
const ACTING: ReadonlySet<string> = new Set(
  'send spawn spawn_link spawn_monitor receive exit throw apply raise reraise'.split(' '),
);

/** True for a call after which all is as before: a computation, a look at a field, or a function to look into. */
function leavesNoTrace(site: CallSite, project: Project): boolean {
  const { module, name, expr } = site;
  if (module === 'Kernel') return !ACTING.has(name);
  if (project.targetOf(site)) return true;
  if (module !== undefined) return PURE.has(module) || PURE_FUNCTIONS.has(`${module}.${name}`);
  return (
    expr.kind === 'call' &&
    expr.receiver !== undefined &&
    expr.args.length === 0 &&
    !expr.parens &&
    name !== ''
  );
}
