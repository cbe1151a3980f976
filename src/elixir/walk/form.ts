import type { Blocks, CallExpr } from '../../syntax/ast.js';
import type { Situation } from '../model.js';
import type { Scope } from '../scope.js';
import type { Use } from './use.js';
import type { Walker } from './walker.js';

/** One of Elixir's own forms where it stands. */
export interface Visit {
  walker: Walker;
  call: CallExpr;
  blocks: Blocks;
  scope: Scope;
  situation: Situation;
  use: Use;
}

/** Walks one of Elixir's own forms. */
export type Form = (visit: Visit) => void;
