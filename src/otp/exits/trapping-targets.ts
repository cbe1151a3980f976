import type { CallSite, Closure } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { kindOfModule } from '../../project/process-kinds.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reach, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { callbackRunning } from '../processes/callback-code.js';
import { type Started, startsBehind } from '../processes/started-processes.js';
import { exitTrapOf } from './exit-traps.js';
import { trapsExits } from './exits.js';

/** What is known of a process that another one sends an exit to. */
export interface Target {
  /** Whether it traps exits; absent where the source does not say which process it is. */
  traps?: boolean;
  /** What starts it. */
  started?: Started;
}

/** Supervisors trap exits, whoever wrote them (`Supervisor`). */
const SUPERVISOR = /(^|_|\.)sup(ervisor)?(_pid)?$/i;

/** Whether the process behind a pid traps exits, as far as the source says. */
export function exitTarget(pid: Expr, site: CallSite, project: Project): Target {
  const starts = startsBehind(pid, site, project);
  const trapping = starts.find((started) => startsTrapping(started, project));
  if (trapping) return { traps: true, started: trapping };
  const [started] = starts;
  if (started) return { traps: false, started };
  return isSupervisor(pid, site) || isOwnProcess(pid, site, project) ? { traps: true } : {};
}

function startsTrapping({ site, module }: Started, project: Project): boolean {
  if (module !== undefined && SUPERVISOR.test(module)) return true;
  if (site?.module !== undefined && SUPERVISOR.test(site.module) && site.name !== 'start_child') return true;
  const home = project.moduleNamed(module);
  if (home)
    return isTrapping(kindOfModule(home)) || (home.server ? exitTrapOf(home.server) !== undefined : false);
  return site !== undefined && functionTraps(site, project);
}

function isTrapping(kind: string): boolean {
  return kind.endsWith('supervisor');
}

/** True where the function that a process is started with, or what it calls, traps exits. */
function functionTraps(start: CallSite, project: Project): boolean {
  const inside = (start.situation.clause?.calls ?? []).filter((site) =>
    isWithin(site.situation.closure, start),
  );
  return inside.some((site) => {
    if (trapsExits(site)) return true;
    return clausesEntered(site, project).some(
      (clause) => !reach(clause, project, { depth: 3, only: traps }).next().done,
    );
  });
}

const traps = sought(trapsExits);

function isWithin(closure: Closure | undefined, start: CallSite): boolean {
  for (let around = closure; around; around = around.outer) if (around.via === start) return true;
  return false;
}

/** True for a variable or a field that is named after a supervisor. */
function isSupervisor(pid: Expr, { situation: { owner, clause } }: CallSite): boolean {
  return [pid, followValue(pid, owner, clause)].some((expr) => {
    const name = expr.kind === 'variable' || expr.kind === 'call' ? expr.name : undefined;
    return name !== undefined && SUPERVISOR.test(name);
  });
}

/** True for the parameter of a client function in the module of a process that traps exits. */
function isOwnProcess(pid: Expr, { situation: { owner, clause } }: CallSite, project: Project): boolean {
  const server = project.moduleOf(owner)?.server;
  if (!server || !clause || callbackRunning(clause, project)) return false;
  return pid.kind === 'variable' && exitTrapOf(server) !== undefined;
}
