import { namingOf } from '../otp/names/naming.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { type ServerCall, serverCalls, takersOf } from './server-calls.js';

/** Servers that wait for each other, each the only one of its kind. */
export interface CallCycle {
  /** One call for each server, in the order of the circle; each goes to the server that makes the next. */
  calls: readonly [ServerCall, ...ServerCall[]];
  /** True where there is one such circle for each instance or tenant. */
  perInstance: boolean;
  /** True where the request that begins the circle is itself what makes the other server call back. */
  certain: boolean;
}

/** Every circle of synchronous calls among singleton servers, the shortest through each pair of neighbours. */
export function callCycles(project: Project): CallCycle[] {
  const edges = singletonEdges(project);
  const nodes = [...edges.keys()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const cycles: CallCycle[] = [];
  for (const [index, start] of nodes.entries()) {
    const later = new Set(nodes.slice(index));
    for (const first of edges.get(start)?.values() ?? []) {
      const way = later.has(first.to) ? wayBack(first.to, start, edges, later) : undefined;
      if (way && !cycles.some(({ calls }) => isWithin(calls, [first, ...way])))
        cycles.push(cycleOf([first, ...way], project));
    }
  }
  return cycles;
}

type Edges = ReadonlyMap<ProjectModule, ReadonlyMap<ProjectModule, ServerCall>>;

/** The calls between singletons: from each to each other one, those of a running server before those of its start. */
function singletonEdges(project: Project): Edges {
  const edges = new Map<ProjectModule, Map<ProjectModule, ServerCall>>();
  for (const [module, calls] of serverCalls(project)) {
    if (namingOf(module).kind === 'many') continue;
    const out = new Map<ProjectModule, ServerCall>();
    for (const call of calls) {
      if (call.callback.name === 'terminate' || namingOf(call.to).kind === 'many') continue;
      const known = out.get(call.to);
      if (!known || (known.callback.name === 'init' && call.callback.name !== 'init')) out.set(call.to, call);
    }
    edges.set(module, out);
  }
  return edges;
}

/** The shortest way of calls from one server to another. */
function wayBack(
  from: ProjectModule,
  to: ProjectModule,
  edges: Edges,
  allowed: ReadonlySet<ProjectModule>,
): ServerCall[] | undefined {
  const seen = new Set([from]);
  let level: { at: ProjectModule; way: ServerCall[] }[] = [{ at: from, way: [] }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { at, way } of level) {
      for (const call of edges.get(at)?.values() ?? []) {
        if (call.to === to) return [...way, call];
        if (seen.has(call.to) || !allowed.has(call.to)) continue;
        seen.add(call.to);
        next.push({ at: call.to, way: [...way, call] });
      }
    }
    level = next;
  }
  return undefined;
}

/** True where a longer circle only goes round by way of servers that are known to wait for each other already. */
function isWithin(known: readonly ServerCall[], calls: readonly ServerCall[]): boolean {
  const around = new Set(calls.map(({ from }) => from.module));
  return known.every(({ from }) => around.has(from.module));
}

function cycleOf(calls: [ServerCall, ...ServerCall[]], project: Project): CallCycle {
  const [first] = calls;
  const takers = takersOf(first, project);
  const second = calls[1];
  const certain =
    calls.length === 2 &&
    second !== undefined &&
    first.callback.name !== 'init' &&
    takers.some(({ clause }) => clause === second.callback.clause);
  return { calls, perInstance: calls.some(({ from }) => namingOf(from.module).kind === 'instance'), certain };
}
