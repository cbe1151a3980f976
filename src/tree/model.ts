import type { Finding, Unknowns } from '../lint/finding.js';

/** What a node of the supervision tree is, as far as the source says. */
export type NodeKind =
  | 'supervisor'
  | 'dynamic_supervisor'
  | 'partition_supervisor'
  | 'task_supervisor'
  | 'registry'
  | 'worker'
  | 'task'
  | 'agent'
  | 'unknown';

/** A process, or a group of processes alike, as its supervisor starts it. */
export interface TreeNode {
  /** The module that is started, by its full name: `MyApp.Cache`, `Registry`, `:cowboy_listener`. */
  module: string;
  /** The module whose function starts the process, where the module's own `child_spec/1` names another one. */
  starts?: string;
  kind: NodeKind;
  /** The child id as Elixir code writes it. */
  id: string;
  /** The name that it registers, as Elixir code writes it; absent where it registers none or the source does not say. */
  name?: string;
  /** Of supervisors only. */
  strategy?: string;
  maxRestarts?: number;
  maxSeconds?: number;
  /** Absent where the source does not say. */
  restart?: string;
  /** Where the module is defined; for one from outside of the project, such as `Registry`, where it is started. */
  file?: string;
  line?: number;
  /**
   * Last line of the module, where the project defines it: a finding between the two lines concerns this node. For
   * a supervisor that `Application.start/2` starts without a module, the last line of the application's module.
   */
  endLine?: number;
  /** In start order. */
  children: TreeNode[];
  /** True where some condition decides whether it is started. */
  conditional: boolean;
  /** Why the source does not say more; also set where only the children are not all known. */
  unknown?: string;
  /** True where it is started at run time, any number of times. */
  runtime?: boolean;
}

/** The supervision tree of one application. */
export interface ApplicationTree {
  /** The application's callback module. */
  application: string;
  /** Where that module is defined. */
  file: string;
  line: number;
  tree: TreeNode;
}

/** Something that one process does to another one. */
export type EdgeKind = 'call' | 'cast' | 'monitor' | 'link' | 'subscription';

/** A tie between two processes, which the supervision tree does not show. */
export interface ProcessEdge {
  /** The module whose code does it. A module that is no node of a tree is drawn outside the trees. */
  from: string;
  /** The module, or the registered name, of the process that it is done to. */
  to: string;
  kind: EdgeKind;
  /** Where it is done. */
  file: string;
  line: number;
  /** What passes, such as the message. */
  label?: string;
}

/** The trees of some projects. */
export interface Trees {
  applications: ApplicationTree[];
  edges: ProcessEdge[];
  /** How many children the trees lack because the source does not name them. */
  unknownChildren: number;
}

/** All that the renderers know. */
export interface TreeDocument extends Trees {
  findings: Finding[];
  /** How much the source of the same files does not say, where that is to be told. */
  unknown?: Unknowns;
  /** How many files were not read. */
  skippedFiles?: number;
  /** The version of otp-lint. */
  version: string;
}
