import { atomOf } from '../../elixir/literals.js';
import type { Expr } from '../../syntax/ast.js';

/** What the callbacks of a behaviour may return, by callback, as their documentation writes it. */
export type Contract = ReadonlyMap<string, readonly Form[]>;

/** One return that is accepted: `:ignore` (size 0) or a tuple that begins with an atom. */
export interface Form {
  text: string;
  tag: string;
  size: number;
  /** True for one that only former versions accept. */
  former: boolean;
}

const NOREPLY = '{:noreply, state} {:noreply, state, next} {:stop, reason, state}';

/** `GenServer` and `gen_server`; `{:error, reason}` from `init/1` since OTP 26. */
const GEN_SERVER = contract({
  init: '{:ok, state} {:ok, state, next} :ignore {:stop, reason} {:error, reason}',
  handle_call: `{:reply, reply, state} {:reply, reply, state, next} ${NOREPLY} {:stop, reason, reply, state}`,
  handle_cast: NOREPLY,
  handle_info: NOREPLY,
  handle_continue: NOREPLY,
});

const EVENTS = '{:noreply, events, state} {:noreply, events, state, next} {:stop, reason, state}';

/** `GenStage`, "Callbacks": all but `init/1` and `handle_subscribe/4` return events as well. */
const GEN_STAGE = contract({
  init: '{:producer, state} {:producer, state, options} {:consumer, state} {:consumer, state, options} {:producer_consumer, state} {:producer_consumer, state, options} {:stop, reason} :ignore',
  handle_call: `{:reply, reply, events, state} {:reply, reply, events, state, next} ${EVENTS} {:stop, reason, reply, state}`,
  handle_cast: EVENTS,
  handle_info: EVENTS,
  handle_events: EVENTS,
  handle_demand: EVENTS,
  handle_cancel: EVENTS,
  handle_subscribe: '{:automatic, state} {:manual, state} {:stop, reason, state}',
});

/** `:gen_statem`, `state_callback_result/2` and `init_result/1`. */
const GEN_STATEM = contract({
  init: '{:ok, state, data} {:ok, state, data, actions} :ignore {:stop, reason} {:error, reason}',
  event:
    '{:next_state, state, data} {:next_state, state, data, actions} {:keep_state, data} {:keep_state, data, actions} :keep_state_and_data {:keep_state_and_data, actions} {:repeat_state, data} {:repeat_state, data, actions} :repeat_state_and_data {:repeat_state_and_data, actions} :stop {:stop, reason} {:stop, reason, data} {:stop_and_reply, reason, replies} {:stop_and_reply, reason, replies, data}',
});

/** `Supervisor` and `DynamicSupervisor`. */
const SUPERVISOR = contract({ init: '{:ok, flags} :ignore' });

/** `Application`, `start/2`. */
const APPLICATION = contract({ start: '{:ok, pid} {:ok, pid, state} {:error, reason}' });

/** `Phoenix.LiveView`, "Callbacks": for any other return its channel raises. `{:stop, socket}` was one until 0.14. */
const LIVE = '{:noreply, socket} *{:stop, socket}';
const LIVE_EVENT = '{:noreply, socket} {:reply, map, socket} *{:stop, socket}';
const LIVE_VIEW = contract({
  mount: '{:ok, socket} {:ok, socket, options} *{:stop, socket}',
  handle_params: LIVE,
  handle_event: LIVE_EVENT,
  handle_call: LIVE_EVENT,
  handle_cast: LIVE,
  handle_info: LIVE,
  handle_async: LIVE,
});

/** `Phoenix.LiveComponent`; its `mount/1` takes what a LiveView's does. */
const LIVE_COMPONENT = contract({ update: '{:ok, socket}', handle_event: LIVE_EVENT, handle_async: LIVE });

/** `Phoenix.Channel`, "Callbacks": for any other return its server raises. */
const PUSHED = '{:noreply, socket} {:noreply, socket, next} {:stop, reason, socket}';
const CHANNEL = contract({
  join: '{:ok, socket} {:ok, reply, socket} {:error, reply}',
  handle_in: `${PUSHED} {:reply, reply, socket} {:stop, reason, reply, socket}`,
  handle_out: PUSHED,
  handle_call: `${PUSHED} {:reply, reply, socket} {:stop, reason, reply, socket}`,
  handle_cast: PUSHED,
  handle_info: PUSHED,
});

/** The contracts by the behaviour that a module names. */
export const CONTRACTS: ReadonlyMap<string, Contract> = new Map([
  ['GenServer', GEN_SERVER],
  [':gen_server', GEN_SERVER],
  ['GenStage', GEN_STAGE],
  [':gen_statem', GEN_STATEM],
  ['GenStateMachine', GEN_STATEM],
  ['Supervisor', SUPERVISOR],
  [':supervisor', SUPERVISOR],
  ['DynamicSupervisor', SUPERVISOR],
  ['Application', APPLICATION],
  ['Phoenix.LiveView', LIVE_VIEW],
  ['Phoenix.LiveComponent', LIVE_COMPONENT],
  ['Phoenix.Channel', CHANNEL],
]);

function contract(forms: Record<string, string>): Contract {
  return new Map(Object.entries(forms).map(([callback, texts]) => [callback, formsOf(texts)]));
}

/** A form after `*` is a former one. */
function formsOf(texts: string): Form[] {
  return [...texts.matchAll(/(\*?)(\{[^}]*\}|:\w+)/g)].map(([, star, text = '']) => ({
    text,
    former: star === '*',
    tag: /:(\w+)/.exec(text)?.[1] ?? '',
    size: text.startsWith('{') ? text.split(',').length : 0,
  }));
}

/** Functions that give back `:ok` and nothing else: what a callback returns that ends with them. */
const GIVING_OK: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'Logger',
    new Set(['debug', 'info', 'notice', 'warning', 'warn', 'error', 'critical', 'alert', 'emergency', 'log']),
  ],
  ['Enum', new Set(['each'])],
  ['IO', new Set(['puts', 'write'])],
  ['GenServer', new Set(['cast', 'reply', 'stop'])],
  ['Process', new Set(['sleep'])],
]);

const TERMS: ReadonlySet<string> = new Set([
  'text',
  'interpolated',
  'number',
  'list',
  'map',
  'bitstring',
  'alias',
  'fn',
]);

/**
 * Whether what an expression stands for is one of the forms.
 *
 * @returns `undefined` where the source does not say what it is
 */
export function meetsForm(expr: Expr, forms: readonly Form[]): boolean | undefined {
  const atom = atomOf(expr) ?? (givesOk(expr) ? 'ok' : undefined);
  if (atom !== undefined) return forms.some(({ tag, size }) => size === 0 && tag === atom);
  if (expr.kind === 'tuple') {
    const tag = atomOf(expr.items[0]);
    if (tag !== undefined) return forms.some((form) => form.tag === tag && form.size === expr.items.length);
    const sized = forms.some(({ size }) => size === expr.items.length);
    return expr.items.length > 0 && sized ? undefined : false;
  }
  return TERMS.has(expr.kind) ? false : undefined;
}

function givesOk(expr: Expr): boolean {
  if (expr.kind !== 'call' || expr.module === undefined) return false;
  return GIVING_OK.get(expr.module)?.has(expr.name) ?? false;
}
