import { followValue } from '../elixir/flow.js';
import { keywordValue } from '../elixir/literals.js';
import type { CallSite } from '../elixir/model.js';
import type { ProjectModule } from '../project/project-module.js';
import type { Expr } from '../syntax/ast.js';

/** True for a server that is asked on other nodes, or that a pool checks out: that it is a process is the point. */
export function isAskedFromAfar({ name, project }: ProjectModule): boolean {
  return project.modules.some((other) =>
    other.sites.some((site) => asksFromAfar(site, name) || isPoolOf(site, name)),
  );
}

const REACHED_FROM_AFAR: ReadonlySet<string> = new Set(['multi_call', 'abcast']);

/** `GenServer.multi_call(Name, …)`, `GenServer.call({Name, node}, …)`. */
function asksFromAfar({ module, name, args, situation }: CallSite, server: string): boolean {
  if (module !== 'GenServer' && module !== ':gen_server' && module !== ':rpc' && module !== ':erpc')
    return false;
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
