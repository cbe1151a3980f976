import type { CallSite } from '../elixir/model.js';
import type { Fix } from '../lint/finding.js';
import type { ProjectModule } from '../project/project-module.js';
import { taskSupervisorFor } from './child.js';
import { replacing, written } from './edits.js';

/** `Task.async(…)` becomes `Task.Supervisor.async_nolink(MyApp.TaskSupervisor, …)`. */
export function supervisedTaskFix({ expr, captured }: CallSite, module: ProjectModule): Fix | undefined {
  if (expr.kind !== 'call' || captured || expr.piped || !expr.parens || !expr.receiver) return undefined;
  const [first] = expr.args;
  const supervisor = taskSupervisorFor(module);
  if (!supervisor || !first) return undefined;
  const call = { start: expr.receiver.start, end: first.start };
  const opening = written(
    module.def,
    { start: expr.nameStart + expr.name.length, end: first.start },
    module.project,
  );
  if (opening.trim() !== '(') return undefined;
  return {
    safety: 'unsafe',
    title: `start the task under \`${supervisor.name}\``,
    edits: [
      ...supervisor.edits,
      replacing(
        module.def,
        call,
        `Task.Supervisor.async_nolink(${supervisor.name}, ${opening.slice(1).trimStart()}`,
      ),
    ],
  };
}
