import type { ProjectModule } from './project-module.js';
import { type ServerCall, serverCallsOf, takersOf } from './server-calls.js';

/**
 * The chains of three servers that begin with a `handle_call` clause of a module: what it waits for, and what the
 * clause that takes that request waits for; one for each clause.
 */
export function callChains(module: ProjectModule): [ServerCall, ServerCall][] {
  const { project } = module;
  const found = new Map<unknown, [ServerCall, ServerCall]>();
  for (const first of serverCallsOf(module, project)) {
    const { clause, name } = first.callback;
    if (name !== 'handle_call' || found.has(clause)) continue;
    const takers = new Set(takersOf(first, project).map((taker) => taker.clause));
    const second = serverCallsOf(first.to, project).find(
      (call) => takers.has(call.callback.clause) && call.to !== module && call.to !== first.to,
    );
    if (second) found.set(clause, [first, second]);
  }
  return [...found.values()];
}
