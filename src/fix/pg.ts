import type { CallSite } from '../elixir/model.js';
import type { Fix } from '../lint/finding.js';
import type { ProjectModule } from '../project/project-module.js';
import { applicationOf, firstChild } from './child.js';
import { removingLines, replacing, standsAlone } from './edits.js';

/** What `:pg` has under the same name with the same arguments (`:pg`). */
const SAME: ReadonlySet<string> = new Set([
  'join/2',
  'leave/2',
  'get_members/1',
  'get_local_members/1',
  'which_groups/0',
]);

const SCOPE = '%{id: :pg, start: {:pg, :start_link, []}}';

/** `:pg2.join(…)` as `:pg.join(…)`, with the scope under the application's supervisor; `create/1` is not needed. */
export function pgFix(site: CallSite, module: ProjectModule): Fix | undefined {
  const { project, def } = module;
  const { name, arity, expr } = site;
  if (expr.kind !== 'call' || !expr.receiver) return undefined;
  const application = applicationOf(module);
  const running = application?.root?.children.some(({ spec }) => spec.module === ':pg');
  const scope = application && !running ? firstChild(application, SCOPE, project) : undefined;
  if (!running && !scope) return undefined;
  const start = scope ? [scope] : [];
  const title = 'use `:pg`';
  if (name === 'create' && !expr.piped) {
    const isStatement = site.result === 'discarded' && standsAlone(def, expr, project);
    const gone = isStatement ? removingLines(def, expr, project) : replacing(def, expr, ':ok');
    return { safety: 'unsafe', title, edits: [...start, gone] };
  }
  if (!SAME.has(`${name}/${arity}`)) return undefined;
  return { safety: 'unsafe', title, edits: [...start, replacing(def, expr.receiver, ':pg')] };
}
