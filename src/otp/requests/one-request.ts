import { fatesOf } from '../../elixir/fates.js';
import { mentions, variablesIn } from '../../elixir/flow.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { normalStopsOf } from '../supervision/normal-stops.js';
import { requestOf } from './clients.js';

/**
 * True where a process lives for one request: the function that starts it asks it at once and keeps it nowhere, and
 * the process stops by itself when its work is done.
 */
export function servesOneRequest(
  site: CallSite,
  clause: FunctionClause,
  started: string | undefined,
  project: Project,
): boolean {
  const module = project.moduleNamed(started);
  if (!module || normalStopsOf(module).length === 0) return false;
  const names = variablesIn(site.pattern);
  if (names.size === 0 || fatesOf(site.expr, clause).some(({ kind }) => kind === 'returned')) return false;
  return clause.calls.some(
    (other) =>
      other.start > site.start && requestOf(other)?.to === 'handle_call' && mentions(other.args[0], names),
  );
}
