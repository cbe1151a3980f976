import type { CallSite, FunctionClause, FunctionDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { callsHere, runnerOfSite } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import type { Server } from '../processes/server.js';

/**
 * Who takes the messages of a task that nobody awaits: `{ref, result}` and `:DOWN` (`Task.Supervisor.async_nolink/3`,
 * "Compatibility with OTP behaviours").
 * - `clause`: a clause, or a `receive`, written for them;
 * - `catch_all`: only a clause that takes any message;
 * - `nobody`: the process takes no such message.
 */
export type ReplyTaker = 'clause' | 'catch_all' | 'nobody';

/** How many callers away a server may be: further up, some other process is as likely to be the one. */
const DEPTH = 2;

/** Who takes the reply of a task that a call starts, in any process of the project that can run the call. */
export function replyTakerOf(site: CallSite, project: Project): ReplyTaker {
  const { clause } = site.situation;
  if (!clause || runnerOfSite(site, project) === 'other') return 'nobody';
  const takers = [...callingFunctions(clause, project)].map((fn) => takerIn(fn, project));
  if (takers.includes('clause')) return 'clause';
  return takers.includes('catch_all') ? 'catch_all' : 'nobody';
}

/** A clause's function and those that call it in the same process, nearest first. */
function callingFunctions(clause: FunctionClause, project: Project): Set<FunctionDef> {
  const found = new Set<FunctionDef>([clause.fn]);
  let level = [clause.fn];
  for (let depth = DEPTH; depth > 0 && level.length > 0; depth -= 1) {
    const next: FunctionDef[] = [];
    for (const fn of level) {
      for (const site of project.callersOf(fn)) {
        const caller = site.situation.clause?.fn;
        if (!caller || found.has(caller) || runnerOfSite(site, project) === 'other') continue;
        found.add(caller);
        next.push(caller);
      }
    }
    level = next;
  }
  return found;
}

function takerIn(fn: FunctionDef, project: Project): ReplyTaker {
  if (fn.clauses.some((clause) => receivesReply(clause, project))) return 'clause';
  const module = project.moduleOf(fn.module);
  if (!module?.server) return 'nobody';
  if (module.def.damaged || module.injectedFunctions.some(({ name }) => name === 'handle_info'))
    return 'clause';
  const own = takerOf(module.server);
  if (own === 'clause' || module.server.kind !== 'live_component') return own;
  return views(project).some((view) => view.server && takerOf(view.server) === 'clause') ? 'clause' : own;
}

/** The LiveViews of a project: a component's messages arrive at the LiveView that shows it. */
function views(project: Project): ProjectModule[] {
  return project.modules.filter((module) => module.is('live_view'));
}

function takerOf({ callbacks }: Server): ReplyTaker {
  const messages = callbacks
    .filter(({ name, anyEvent }) => name === 'handle_info' || anyEvent)
    .map(({ message }) => message);
  if (messages.some((message) => isReplyPattern(message))) return 'clause';
  return messages.some((message) => message?.kind === 'variable') ? 'catch_all' : 'nobody';
}

/** True for a pattern such as `{ref, result}`: a pair whose first part is no tag. */
function isReplyPattern(pattern: Expr | undefined): boolean {
  if (pattern?.kind === 'operator' && pattern.name === '=') return pattern.args.some(isReplyPattern);
  if (pattern?.kind !== 'tuple' || pattern.items.length !== 2) return false;
  const [first] = pattern.items;
  return (
    first?.kind === 'variable' || (first?.kind === 'operator' && first.name === '^') || first?.kind === 'call'
  );
}

/** True where a clause takes a task's reply by hand, in a `receive`. */
function receivesReply(clause: FunctionClause, project: Project): boolean {
  return callsHere(clause, project).some(({ module, name, expr }) => {
    if (module !== 'Kernel' || name !== 'receive' || expr.kind !== 'call') return false;
    return (expr.blocks?.do?.clauses ?? []).some(({ params: [message] }) => isReplyPattern(message));
  });
}
