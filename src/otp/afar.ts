import { followValue } from '../elixir/flow.js';
import { keywordValue } from '../elixir/literals.js';
import type { CallSite } from '../elixir/model.js';
import { oncePerProject } from '../project/memory.js';
import type { ProjectModule } from '../project/project-module.js';
import type { Expr } from '../syntax/ast.js';

/** True for a server that is asked on other nodes, or that a pool checks out: that it is a process is the point. */
export function isAskedFromAfar({ name, project }: ProjectModule): boolean {
  return farCalls(project).some((site) => asksFromAfar(site, name) || isPoolOf(site, name));
}

const FAR: ReadonlySet<string> = new Set(['GenServer', ':gen_server', ':rpc', ':erpc', ':poolboy']);

/** The calls of a project that may ask a server on another node, or make a pool. */
const farCalls = oncePerProject(({ modules }): readonly CallSite[] =>
  modules.flatMap(({ sites }) => sites.filter(({ module }) => module !== undefined && FAR.has(module))),
);

const REACHED_FROM_AFAR: ReadonlySet<string> = new Set(['multi_call', 'abcast']);

/** `GenServer.multi_call(Name, …)`, `GenServer.call({Name, node}, …)`. */
function asksFromAfar({ module, name, args, situation }: CallSite, server: string): boolean {
  if (module === ':poolboy') return false;
  const named = (expr: Expr): boolean =>
    (expr.kind === 'alias' && expr.module === server) ||
    (expr.kind === 'variable' && expr.name === '__MODULE__' && situation.owner.name === server);
  if (REACHED_FROM_AFAR.has(name)) return args.some(named);
  const [target] = args;
  return target?.kind === 'tuple' && target.items.length === 2 && target.items.some(named);
}

/** `:poolboy.child_spec(name, worker_module: Name)`: a pool bounds how many work at once. */
function isPoolOf({ module, args, situation }: CallSite, worker: string): boolean {
  if (module !== ':poolboy') return false;
  return args.some((arg) => {
    const options = followValue(arg, situation.owner, situation.clause);
    const given = keywordValue(options, 'worker_module');
    return given?.kind === 'alias' && given.module === worker;
  });
}
