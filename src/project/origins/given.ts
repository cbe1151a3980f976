import type { Step } from '../../elixir/bindings.js';
import type { Expr } from '../../syntax/ast.js';
import type { Standpoint } from '../origins.js';

/** What a call gives for a parameter: an expression where it stands, or a part of it. */
export interface Given {
  expr: Expr;
  at: Standpoint;
  path?: readonly Step[];
}
