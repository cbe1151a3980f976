import type { FunctionDef } from '../elixir/model.js';
import type { Fix } from '../lint/finding.js';
import type { Server } from '../otp/processes/server.js';
import { afterClauses, requiringLogger } from './callbacks.js';

/** Ends the clauses that take messages with one that logs what the others do not know, as `use GenServer` does. */
export function catchAllFix(handler: FunctionDef, server: Server): Fix | undefined {
  const { module } = server;
  const lines = clauseFor(handler, server);
  const logger = requiringLogger(module);
  const clause = lines && handler.module === module.def && afterClauses(handler, lines, module.project);
  if (!clause || !logger) return undefined;
  return {
    safety: 'unsafe',
    title: 'add a clause that logs unexpected messages',
    edits: [...logger, clause],
  };
}

const LOG = ['  Logger.warning("#{inspect(__MODULE__)} got an unexpected message: #{inspect(message)}")'];

const VIEWS: ReadonlySet<string> = new Set(['live_view', 'live_component', 'channel']);

function clauseFor({ name, arity }: FunctionDef, { kind }: Server): string[] | undefined {
  if (name === 'handle_event' && arity === 4)
    return ['def handle_event(:info, message, _state, _data) do', ...LOG, '  :keep_state_and_data', 'end'];
  if (name !== 'handle_info' || arity !== 2) return undefined;
  const state = VIEWS.has(kind) ? 'socket' : 'state';
  const answer = kind === 'gen_stage' ? `{:noreply, [], ${state}}` : `{:noreply, ${state}}`;
  return [`def handle_info(message, ${state}) do`, ...LOG, `  ${answer}`, 'end'];
}
