import type { Expr } from '../../syntax/ast.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ListedChild } from './listed-child.js';

/** Reads the expressions inside one that stands at a place and gives children. */
export interface ChildReading {
  readonly project: Project;
  /** Where the expression stands. */
  readonly at: Standpoint;
  /** True where it is nested so deeply that nothing inside it is read. */
  readonly exhausted: boolean;
  /** Reads a whole list of children, in start order; `at` where it stands elsewhere. */
  list(expr: Expr, at?: Standpoint): ListedChild[];
  /** Reads one entry of a list, which may turn out to be several or none. */
  item(expr: Expr, at?: Standpoint): ListedChild[];
}

/** Reads an expression as a list or as an entry. */
export type ReadChildren = (expr: Expr, at?: Standpoint) => ListedChild[];
