import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { mayMatch, reachFrom } from '../../project/reach.js';
import type { Callback } from '../processes/server.js';
import { messagesOf, requestOf, serverAsked } from './clients.js';
import { DATABASE, FILE, FOLDER, type SlowWork, slowWorkOf } from './slow-work.js';
import { askedProcess } from './synchronous.js';
import { callsInside, isInTransaction, type Transaction } from './transactions.js';
import { happensSometimes, slowWorkIn, type Wait } from './waiting.js';

const ASKING = 'a request to a supervisor';
const STOPPING = 'a wait for a process to stop';

/** What a transaction may do: query, and read what lies next to it. */
const FINE: ReadonlySet<SlowWork> = new Set([DATABASE, FILE, FOLDER, 'a database migration']);

/**
 * The nearest work that a transaction should not wait for: requests, sleeps, tasks, mail, and calls to processes
 * that do more than look into their state.
 */
export function waitInTransaction(transaction: Transaction, project: Project): Wait | undefined {
  const inside = new Set(callsInside(transaction, project));
  const follow = (site: CallSite): boolean =>
    !isCure(site) && (inside.has(site) || !isInTransaction(site, project));
  let minor: Wait | undefined;
  for (const reached of reachFrom([...inside], project, { follow })) {
    const work = heldUpBy(reached.site, project);
    if (work === undefined) continue;
    const wait = { work, sometimes: happensSometimes(reached), ...reached };
    if (!wait.sometimes && !SUPERVISING.has(work)) return wait;
    minor ??= wait;
  }
  return minor;
}

/** Starting or stopping a process: short as a rule, and sometimes wanted while a row is locked. */
export const SUPERVISING: ReadonlySet<SlowWork> = new Set([ASKING, STOPPING]);
const SUPERVISORS = /(^|\.)(Dynamic)?Supervisor$/;

/** A job that is inserted runs after the commit, and not at all after a rollback (`Oban`, "Transactional Control"). */
function isCure({ module, name }: CallSite): boolean {
  return module === 'Oban' && name.startsWith('insert');
}

function heldUpBy(site: CallSite, project: Project): SlowWork | undefined {
  const asked = askedProcess(site);
  if (!asked || /^(Agent|:sys)$/.test(site.module ?? '')) {
    const work = slowWorkOf(site, project);
    return work === undefined || FINE.has(work) ? undefined : work;
  }
  if (SUPERVISORS.test(site.module ?? '')) return ASKING;
  if (site.name === 'stop') return STOPPING;
  return answersAtOnce(site, project) ? undefined : 'a call to another process';
}

/** True where the asked server is known and only looks into what it has. */
function answersAtOnce(site: CallSite, project: Project): boolean {
  const request = requestOf(site);
  const server = request && serverAsked(request.target, site, project)?.module.server;
  if (!request || !server) return false;
  const messages = messagesOf(site, request, project).map(({ expr }) => expr);
  const takers = server.callbacks.filter(
    ({ name, message }) =>
      name === 'handle_call' && message && messages.some((sent) => mayMatch(message, sent)),
  );
  return takers.length > 0 && takers.every((taker) => !waits(taker, project));
}

function waits({ clause }: Callback, project: Project): boolean {
  return slowWorkIn(clause, project) !== undefined;
}
