import { calleeOf } from '../../elixir/callee.js';
import { clauseTails } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayMatch } from '../../project/reach.js';
import { childEntries } from '../supervision/children.js';
import { returnsOf } from './returns.js';

/** Code that somebody waits for while something starts. */
export interface Start {
  kind: 'server' | 'supervisor' | 'application' | 'start_link' | 'agent';
  clause: FunctionClause;
  /** Whether a call of the clause itself is made while somebody waits. */
  counts: (site: CallSite) => boolean;
  /** The call whose function is the code in question, where it is an anonymous one. */
  inside?: CallSite;
}

/** Children whose whole purpose is to keep the later ones waiting, by their names. */
const GATE = /Migrat|Warm|Seed|Gate\b/;

const PROCESS_STARTS: ReadonlySet<string> = new Set([
  'GenServer.start_link',
  'GenServer.start',
  'GenStage.start_link',
  'GenStateMachine.start_link',
  'Supervisor.start_link',
  'DynamicSupervisor.start_link',
  'Agent.start_link',
  'Agent.start',
  'Broadway.start_link',
  ':gen_server.start_link',
  ':gen_statem.start_link',
]);

const always = (): boolean => true;

/** The code of a module that a supervisor, or the whole application, waits for while it starts. */
export function startsOf(module: ProjectModule): Start[] {
  if (GATE.test(module.name)) return [];
  const starting = module.server !== undefined || module.is('supervisor', 'dynamic_supervisor');
  const blocksOnPurpose = starting && isGate(module.clausesOf('init', 1).filter(({ body }) => body));
  return [
    ...(blocksOnPurpose ? [] : inits(module)),
    ...startLinks(module),
    ...agentStarts(module),
    ...applicationStarts(module),
  ];
}

/** All that a process of a module runs before it takes its first message, whoever waits for it. */
export function startCodeOf(module: ProjectModule): Start[] {
  return [...startLinks(module), ...inits(module), ...continued(module), ...agentStarts(module)];
}

/** The `handle_continue/2` clauses that `init/1` goes on with (`GenServer.handle_continue/2`). */
function continued({ server, project }: ProjectModule): Start[] {
  if (!server) return [];
  const tags = server.callbacks
    .filter(({ name }) => name === 'init')
    .flatMap((callback) => returnsOf(callback, server.kind, project))
    .flatMap(({ next }) =>
      next?.kind === 'tuple' && atomOf(next.items[0]) === 'continue' && next.items[1] ? [next.items[1]] : [],
    );
  return server.callbacks
    .filter(
      ({ name, message }) =>
        name === 'handle_continue' && message && tags.some((tag) => mayMatch(message, tag)),
    )
    .map(({ clause }) => ({ kind: 'server', clause, counts: always }));
}

/** `init/1` of servers and supervisors (`GenServer.init/1`, `Supervisor.init/1`). */
function inits(module: ProjectModule): Start[] {
  const serves = module.server && ['gen_server', 'gen_stage', 'gen_statem'].includes(module.server.kind);
  const supervises = module.is('supervisor', 'dynamic_supervisor');
  if (!serves && !supervises) return [];
  const kind = serves ? 'server' : 'supervisor';
  const clauses = module.clausesOf('init', 1).filter((clause) => clause.body);
  return clauses.map((clause) => ({ kind, clause, counts: always }));
}

/** An `init/1` that never returns `{:ok, …}` blocks on purpose. */
function isGate(clauses: readonly FunctionClause[]): boolean {
  const tails = clauses.flatMap(clauseTails).map(({ expr }) => expr);
  return (
    tails.length > 0 &&
    tails.every(
      (expr) => atomOf(expr) === 'ignore' || (expr.kind === 'tuple' && atomOf(expr.items[0]) === 'stop'),
    )
  );
}

/** What a `start_link` that a supervisor calls does before it starts the process; it runs in the supervisor. */
function startLinks(module: ProjectModule): Start[] {
  const supervised =
    module.server !== undefined ||
    module.is('supervisor', 'agent', 'broadway') ||
    childEntries(module.project).has(module.name);
  if (!supervised) return [];
  return module.def.functions
    .filter(({ name }) => name === 'start_link')
    .flatMap(({ clauses }) =>
      clauses.flatMap((clause): Start[] => {
        const started = clause.calls.find((site) => PROCESS_STARTS.has(calleeOf(site)));
        if (!started) return [];
        return [{ kind: 'start_link', clause, counts: (site) => site.end <= started.start }];
      }),
    );
}

/** The function given to `Agent.start_link` runs while the supervisor waits (`Agent.start_link/2`). */
function agentStarts(module: ProjectModule): Start[] {
  return agentStartCalls(module).flatMap((site): Start[] => {
    const { clause, quoted } = site.situation;
    if (!clause || quoted) return [];
    return [
      { kind: 'agent', clause, counts: ({ situation }) => situation.closure?.via === site, inside: site },
    ];
  });
}

const agentStartCalls = callsTo(({ callee }) => callee === 'Agent.start_link');

/** `Application.start/2` up to the call that starts its supervisor. */
function applicationStarts(module: ProjectModule): Start[] {
  if (!module.is('application')) return [];
  return module.clausesOf('start', 2).flatMap((clause): Start[] => {
    const started = clause.calls.find(
      ({ module: callee, name }) => callee === 'Supervisor' && name === 'start_link',
    );
    return clause.body
      ? [{ kind: 'application', clause, counts: (site) => !started || site.end <= started.start }]
      : [];
  });
}
