import type { Edit } from '../lint/finding.js';
import type { Project } from '../project/project.js';
import type { ProjectModule } from '../project/project-module.js';
import type { SupervisedNode } from '../project/supervision/supervised-node.js';
import type { Application } from '../project/supervision/supervision-tree.js';
import { indentAt, inserting, isBlankBefore } from './edits.js';

/** A `Task.Supervisor` that a module can use: its name, and what adds it where there is none yet. */
export interface TaskSupervisor {
  name: string;
  edits: readonly Edit[];
}

/**
 * The `Task.Supervisor` of the application that a module belongs to, or one that is added as the first child of the
 * application's supervisor. `undefined` where no application of the project lists its children.
 */
export function taskSupervisorFor(module: ProjectModule): TaskSupervisor | undefined {
  const application = applicationOf(module);
  const existing = application?.root?.children.find(isTaskSupervisor)?.name;
  if (existing !== undefined) return { name: existing, edits: [] };
  if (!application) return undefined;
  const name = `${application.module.name.replace(/\.Application$/, '')}.TaskSupervisor`;
  const added = firstChild(application, `{Task.Supervisor, name: ${name}}`, module.project);
  return added && { name, edits: [added] };
}

function isTaskSupervisor({ spec, name, runtime, conditional }: SupervisedNode): boolean {
  return spec.module === 'Task.Supervisor' && name !== undefined && !runtime && !conditional;
}

/** Puts a child before all others of an application; `undefined` where its list is not in sight. */
export function firstChild(application: Application, child: string, project: Project): Edit | undefined {
  const first = application.root?.children.find(({ runtime }) => !runtime);
  if (!first) return undefined;
  const opening = /\[\s*(?:#[^\n]*\s*)*$/.exec(project.textOf(first.owner).slice(0, first.start));
  if (!opening) return undefined;
  const at = opening.index + 1 + (/^\s*/.exec(opening[0].slice(1))?.[0].length ?? 0);
  const between = isBlankBefore(first.owner, at, project) ? `,\n${indentAt(first.owner, at, project)}` : ', ';
  return inserting(first.owner, at, child + between);
}

/** The application whose files stand nearest to those of a module: in an umbrella, its own. */
export function applicationOf(module: ProjectModule): Application | undefined {
  const { applications } = module.project.supervision;
  const common = ({ module: { file } }: Application) => commonFolders(file, module.file);
  const nearest = Math.max(...applications.map(common));
  const [only, ...others] = applications.filter((application) => common(application) === nearest);
  return others.length === 0 ? only : undefined;
}

function commonFolders(a: string, b: string): number {
  const [one, other] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  const apart = one.findIndex((folder, at) => folder !== other[at]);
  return apart === -1 ? one.length : apart;
}
