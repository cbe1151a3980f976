import { shownExpr } from '../elixir/shown.js';
import type { SupervisedNode } from '../project/supervision/supervised-node.js';

/** Modules of which a project starts several: their name tells more. */
const GENERIC: ReadonlySet<string> = new Set([
  'Supervisor',
  'DynamicSupervisor',
  'PartitionSupervisor',
  'Task.Supervisor',
  'Registry',
  'Phoenix.PubSub',
  'Finch',
  'Cachex',
  'ConCache',
  'Redix',
  'Postgrex',
  'Agent',
  'Task',
  ':pg',
]);

/** What a reader calls a child: its module or, where many have the same, its name. */
export function nodeText({ module, name, spec, owner, kind }: SupervisedNode): string {
  if (module === undefined) return spec.id || 'the child';
  if (module === 'Supervisor' && kind === 'supervisor') return name ?? owner.name;
  const told = name ?? (spec.id === module ? undefined : spec.id);
  if (!GENERIC.has(module)) return module;
  if (told !== undefined) return told;
  const [first] = spec.args;
  return first?.expr.kind === 'atom' ? `${module} ${shownExpr(first.expr)}` : module;
}
