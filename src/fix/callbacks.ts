import type { FunctionClause, FunctionDef } from '../elixir/model.js';
import type { Edit } from '../lint/finding.js';
import type { Project } from '../project/project.js';
import type { ProjectModule } from '../project/project-module.js';
import { indentAt, inserting, isBlankBefore } from './edits.js';

/** Puts lines before a clause, in its own indentation; what stands before it (`@impl true`, `@doc`) then speaks of them. */
export function beforeClause(
  clause: FunctionClause,
  lines: readonly string[],
  project: Project,
): Edit | undefined {
  const owner = clause.fn.module;
  if (!isBlankBefore(owner, clause.start, project)) return undefined;
  const indent = indentAt(owner, clause.start, project);
  const code = lines.map((line, at) => (at === 0 || line === '' ? `${line}\n` : `${indent}${line}\n`));
  return inserting(owner, clause.start, code.join('') + indent);
}

/** Puts lines after the last clause of a function, a blank line between. */
export function afterClauses(fn: FunctionDef, lines: readonly string[], project: Project): Edit | undefined {
  const last = fn.clauses.at(-1);
  if (!last || !isBlankBefore(fn.module, last.start, project)) return undefined;
  const indent = indentAt(fn.module, last.start, project);
  const code = lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
  return inserting(fn.module, last.end, `\n\n${code}`);
}

/** `require Logger`, where a module has none yet; `undefined` where there is no place for it. */
export function requiringLogger(module: ProjectModule): Edit[] | undefined {
  const { def, project } = module;
  const text = project.textOf(def).slice(def.start, def.end);
  if (/^\s*require Logger\b/m.test(text)) return [];
  const [first] = def.uses;
  if (!first || !isBlankBefore(def, first.start, project)) return undefined;
  return [inserting(def, first.end, `\n${indentAt(def, first.start, project)}require Logger`)];
}

/** `@impl true`, where the module marks its callbacks so. */
export function implLine(module: ProjectModule): string[] {
  return module.def.functions.some((fn) => fn.clauses.some(({ impl }) => impl)) ? ['@impl true'] : [];
}
