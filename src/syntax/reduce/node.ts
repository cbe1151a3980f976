import type {
  AtomExpr,
  BlockBody,
  Blocks,
  Clause,
  Expr,
  InterpolatedExpr,
  MapExpr,
  TupleExpr,
} from '../ast.js';

/** What a node of the parser's tree becomes once its children have become parts. */
export type Part =
  | { kind: 'expr'; expr: Expr }
  | { kind: 'token' }
  | { kind: 'text' }
  | { kind: 'args'; exprs: Expr[] }
  | { kind: 'pairs'; pairs: TupleExpr[] }
  | { kind: 'key'; atom: AtomExpr | InterpolatedExpr }
  | { kind: 'clause'; clause: Clause }
  | { kind: 'head'; params: Expr[]; guard: Expr }
  | { kind: 'body'; body: BlockBody }
  | { kind: 'section'; name: SectionName; body: BlockBody }
  | { kind: 'do'; blocks: Blocks }
  | { kind: 'content'; content: Pick<MapExpr, 'pairs' | 'base'> }
  | { kind: 'dot'; left: Expr; name: string; nameStart: number };

/** The parts of a `do` block: `do` itself, `else`, `rescue`, `catch` and `after`. */
export type SectionName = keyof Blocks;

/** A finished child of a node. */
export interface Child {
  type: string;
  field: string | null;
  start: number;
  end: number;
  part: Part;
}

/** A node whose children are finished. */
export interface Node {
  type: string;
  start: number;
  end: number;
  children: Child[];
}

/** An expression as what a node becomes. */
export const exprOf = (expr: Expr): Part => ({ kind: 'expr', expr });
