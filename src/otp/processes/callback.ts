import type { FunctionClause } from '../../elixir/model.js';
import type { Expr } from '../../syntax/ast.js';

/** The kind of process whose callbacks a module holds. */
export type ServerKind =
  | 'gen_server'
  | 'gen_stage'
  | 'gen_statem'
  | 'live_view'
  | 'live_component'
  | 'channel'
  | 'websocket_client';

/**
 * What a callback clause is called for. `gen_statem` events are named by what brought them: a call is
 * `handle_call`, a message `handle_info` (`:gen_statem`, `handle_event/4`); its own events and timeouts are
 * `handle_event`.
 */
export type CallbackName =
  | 'init'
  | 'handle_call'
  | 'handle_cast'
  | 'handle_info'
  | 'handle_continue'
  | 'terminate'
  | 'handle_event'
  | 'handle_events'
  | 'handle_demand'
  | 'handle_subscribe'
  | 'handle_cancel'
  | 'mount'
  | 'handle_params'
  | 'handle_async'
  | 'update'
  | 'join'
  | 'handle_in';

/** One clause of one callback. */
export interface Callback {
  name: CallbackName;
  clause: FunctionClause;
  /** The pattern of the message, request or event. */
  message?: Expr;
  /** The pattern of `from` in a call. */
  from?: Expr;
  /** The pattern of the state (the data of a `gen_statem`). */
  state?: Expr;
  /** True where a `gen_statem` clause takes any type of event. */
  anyEvent?: boolean;
}
