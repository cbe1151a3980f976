import type { Expr } from '../../syntax/ast.js';
import type { Located } from '../entered.js';
import { originsOf, type Standpoint } from '../origins.js';
import type { Project } from '../project.js';

/** The one expression that a value comes from, with where that stands; itself where there are several or none. */
export function followed(expr: Expr, at: Standpoint, project: Project): Located {
  const [only, ...others] = originsOf(expr, [], at, project).filter(({ path }) => path.length === 0);
  return only && others.length === 0 ? { expr: only.expr, at: only.at } : { expr, at };
}
