import type { Expr } from '../../syntax/ast.js';
import type { ResultUse } from '../model.js';

/** What becomes of the value of the expression that is walked. */
export interface Use {
  result: ResultUse;
  pattern?: Expr;
}

/** The value is a part of another one, or is compared with it. */
export const NESTED: Use = { result: 'nested' };
/** Nobody asks for the value. */
export const DISCARDED: Use = { result: 'discarded' };
/** The value is that of the clause or closure. */
export const TAIL: Use = { result: 'tail' };
