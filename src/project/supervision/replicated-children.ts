import { keywordValue } from '../../elixir/literals.js';
import type { Located } from '../entered.js';
import { originsOf } from '../origins.js';
import type { Project } from '../project.js';
import { listedChild } from './child-lists.js';
import type { ChildSpec } from './child-spec.js';
import type { ListedChild } from './listed-child.js';

/** `:poolboy.child_spec(id, worker_module: Module, size: 10)`: the pool starts its workers itself (`:poolboy`). */
export function poolWorker({ args }: ChildSpec, project: Project): ListedChild | undefined {
  const options = args.find(({ expr }) => expr.kind !== 'atom' && expr.kind !== 'alias');
  if (!options) return undefined;
  const asked = originsOf(options.expr, [{ kind: 'key', key: 'worker_module' }], options.at, project);
  const worker = asked.find(({ path: rest, expr }) => rest.length === 0 && expr.kind === 'alias');
  const repeated = 'the pool starts as many as its size says';
  return worker && { expr: worker.expr, at: worker.at, conditional: false, repeated };
}

/** `{PartitionSupervisor, child_spec: spec, name: name}`: one child for each partition. */
export function partitionChildren(options: Located, project: Project): ListedChild[] {
  const given = keywordValue(options.expr, 'child_spec');
  if (!given) return [];
  const repeated = 'there is one for each partition';
  return listedChild(given, options.at, project).map((child) => ({ ...child, repeated }));
}
