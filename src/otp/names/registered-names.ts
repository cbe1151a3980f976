import type { Project } from '../../project/project.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import { nameOption, namingCalls } from './naming.js';

/** Libraries' processes that register the `name:` they are given as it is. */
const REGISTERING: ReadonlySet<string> = new Set([
  'Registry',
  'Task.Supervisor',
  'DynamicSupervisor',
  'PartitionSupervisor',
  'Supervisor',
  'Agent',
  'Phoenix.PubSub',
  'Finch',
  'Cachex',
  'ConCache',
  'Redix',
  'Postgrex',
]);

/** A literal name that a child registers when it starts (`GenServer`, "Name registration"). */
export function registeredName({ module, name }: SupervisedNode, project: Project): string | undefined {
  if (name === undefined || module === undefined || !/^(:[a-z_][\w@]*|[A-Z][\w.]*)$/.test(name))
    return undefined;
  const home = project.moduleNamed(module);
  if (!home) return REGISTERING.has(module) ? name : undefined;
  return namingCalls(home).some((site) => nameOption(site) !== undefined) ? name : undefined;
}
