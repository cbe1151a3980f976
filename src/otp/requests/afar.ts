import { keywordValue } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { oncePerProject } from '../../project/memory.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';

/** True for a server that is asked on other nodes, or that a pool checks out: that it is a process is the point. */
export function isAskedFromAfar({ name, project }: ProjectModule): boolean {
  return askedFromAfar(project).has(name);
}

const FAR: ReadonlySet<string> = new Set(['GenServer', ':gen_server', ':rpc', ':erpc', ':poolboy']);

/** The modules that calls of a project may ask on another node, or make a pool of. */
const askedFromAfar = oncePerProject(({ modules }): ReadonlySet<string> => {
  const calls = modules.flatMap(({ sites }) =>
    sites.filter(({ module }) => module !== undefined && FAR.has(module)),
  );
  return new Set(calls.flatMap((site) => (site.module === ':poolboy' ? pooledBy(site) : farTargets(site))));
});

const REACHED_FROM_AFAR: ReadonlySet<string> = new Set(['multi_call', 'abcast']);

/** `GenServer.multi_call(Name, …)`, `GenServer.call({Name, node}, …)`. */
function farTargets({ name, args, situation }: CallSite): string[] {
  const named = (expr: Expr): string[] => {
    if (expr.kind === 'alias') return expr.module === undefined ? [] : [expr.module];
    return expr.kind === 'variable' && expr.name === '__MODULE__' ? [situation.owner.name] : [];
  };
  if (REACHED_FROM_AFAR.has(name)) return args.flatMap(named);
  const [target] = args;
  return target?.kind === 'tuple' && target.items.length === 2 ? target.items.flatMap(named) : [];
}

/** `:poolboy.child_spec(name, worker_module: Name)`: a pool bounds how many work at once. */
function pooledBy({ args, situation }: CallSite): string[] {
  return args.flatMap((arg) => {
    const options = followValue(arg, situation.owner, situation.clause);
    const given = keywordValue(options, 'worker_module');
    return given?.kind === 'alias' && given.module !== undefined ? [given.module] : [];
  });
}
