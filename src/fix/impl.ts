import type { FunctionClause } from '../elixir/model.js';
import type { Fix } from '../lint/finding.js';
import type { Project } from '../project/project.js';
import { beforeClause } from './callbacks.js';

/** `@impl true` before the first clause of a callback (`Module`, "@impl"). */
export function implFix(first: FunctionClause, project: Project): Fix | undefined {
  const edit = beforeClause(first, ['@impl true'], project);
  return edit && { safety: 'safe', title: 'add `@impl true`', edits: [edit] };
}
