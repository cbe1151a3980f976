import type { ProjectModule } from './project-module.js';
import { type ServerCall, serverCalls, takersOf } from './server-calls.js';

/**
 * The chains of three servers that begin with a `handle_call` clause of a module: what it waits for, and what the
 * clause that takes that request waits for; one for each clause.
 */
export function callChains(module: ProjectModule): [ServerCall, ServerCall][] {
  const { project } = module;
  const graph = serverCalls(project);
  const found = new Map<unknown, [ServerCall, ServerCall]>();
  for (const first of graph.get(module) ?? []) {
    const { clause, name } = first.callback;
    if (name !== 'handle_call' || found.has(clause)) continue;
    const takers = new Set(takersOf(first, project).map((taker) => taker.clause));
    const second = graph
      .get(first.to)
      ?.find((call) => takers.has(call.callback.clause) && call.to !== module && call.to !== first.to);
    if (second) found.set(clause, [first, second]);
  }
  return [...found.values()];
}
