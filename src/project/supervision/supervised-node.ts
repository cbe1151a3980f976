import type { ModuleDef } from '../../elixir/model.js';
import type { ProcessKind } from '../process-kinds.js';
import type { ChildSpec } from './child-spec.js';

/** One process that a supervisor starts, or a place where the source does not say which. */
export interface SupervisedNode {
  /** Absent where the source does not say. */
  module?: string;
  kind: ProcessKind;
  spec: ChildSpec;
  /** The name it registers, as `inspect/1` prints it. */
  name?: string;
  strategy?: string;
  /** Where the strategy is written. */
  strategyAt?: Spot;
  maxRestarts?: number;
  maxSeconds?: number;
  /** Where it stands in its supervisor's list. */
  owner: ModuleDef;
  start: number;
  end: number;
  /** In start order; what is started at run time comes last. */
  children: SupervisedNode[];
  parent?: SupervisedNode;
  conditional: boolean;
  /** Why the source does not say what it is, or how many of it there are. */
  unknown?: string;
  /** True where it is started at run time, and not by the list of its supervisor. */
  runtime: boolean;
  /** Where else it stands, in the other lists that its supervisor may be given instead. */
  also?: readonly Spot[];
}

/** A range in a module's file. */
export interface Spot {
  owner: ModuleDef;
  start: number;
  end: number;
}

/** A process that is started in any case by its supervisor's list, as yet without name, options and children. */
export function newNode(kind: ProcessKind, spec: ChildSpec, { owner, start, end }: Spot): SupervisedNode {
  return { kind, spec, owner, start, end, children: [], conditional: false, runtime: false };
}
