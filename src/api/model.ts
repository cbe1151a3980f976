import type {
  CallSite,
  FileFacts,
  FunctionClause,
  FunctionDef,
  ModuleDef,
  UseDirective,
} from '../elixir/model.js';
import type { Evidence, Place } from '../lint/finding.js';
import type { Callback, ServerKind } from '../otp/processes/callback.js';
import type { Nature } from '../otp/processes/nature.js';
import type { NodeKind } from '../tree/model.js';

/** All modules of one Mix project, joined; an umbrella with all its apps counts as one. Rules read it, and change nothing. */
export interface Project {
  /** In order of their files, and within a file of appearance. */
  readonly modules: readonly Module[];
  /** Who supervises whom, as far as the source says. */
  readonly supervision: Supervision;
  /** The module of a full name such as `MyApp.Cache`, where the project defines it. */
  moduleNamed(name: string | undefined): Module | undefined;
  /** The project's view of a module as its source defines it, such as the `owner` of a call. */
  moduleOf(def: ModuleDef): Module | undefined;
  /** A function by module, name and arity, default arguments considered, where the project defines it. */
  functionNamed(module: string, name: string, arity: number): FunctionDef | undefined;
  /** The function of the project that a call goes to; undefined for one of a library, and where the source does not say. */
  targetOf(call: CallSite): FunctionDef | undefined;
  /** The calls in the project that go to a function of it. */
  callersOf(fn: FunctionDef): readonly CallSite[];
  /** Lines and columns of two offsets in a module's file, for a problem or a step of evidence. */
  place(owner: ModuleDef, range: { start: number; end: number }): Place;
  /** The place of a call, without what is piped into it. */
  placeOfCall(call: CallSite): Place;
  /** The place of the head of a clause: `def name(args) when guard`. */
  placeOfHead(clause: FunctionClause): Place;
  /** A step of evidence at a call. */
  evidence(call: CallSite, message: string): Evidence;
  /** A step of evidence at the head of a clause. */
  evidenceAtHead(clause: FunctionClause, message: string): Evidence;
  /** The whole text of a module's file, which offsets are about. */
  textOf(owner: ModuleDef): string;
}

/** One module with what the rest of the project adds to it. */
export interface Module {
  /** Full; empty for the code of a script that stands in no module. */
  readonly name: string;
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  /** What its source says: functions with their clauses, attributes, `use`, `import` and so on. */
  readonly def: ModuleDef;
  /** The facts of its file. */
  readonly facts: FileFacts;
  /** Every call in its functions and body, in order of appearance, captures such as `&run/1` among them. */
  readonly sites: readonly CallSite[];
  /** Every `use`, those that macros of the project add included. */
  readonly uses: readonly UseDirective[];
  /** What it is by its behaviours: `gen_server`, `supervisor`, `live_view`, `oban_worker`, … */
  readonly natures: ReadonlySet<Nature>;
  /** The process that runs its callbacks, where it is one. */
  readonly server: Server | undefined;
  /** True for code that runs in production: no test, script, Mix task or benchmark. */
  readonly production: boolean;
  readonly project: Project;
  /** True where it is one of these. */
  is(...natures: Nature[]): boolean;
  /** Its own function of that name and arity, default arguments considered. */
  functionNamed(name: string, arity: number): FunctionDef | undefined;
  /** The clauses of that function, in order; empty where there is none. */
  clausesOf(name: string, arity: number): readonly FunctionClause[];
}

/** A module as the process that runs its callbacks. */
export interface Server {
  readonly kind: ServerKind;
  /** A clause of a callback each, in order. */
  readonly callbacks: readonly Callback[];
}

/** Who supervises whom in a project, as far as its source says. */
export interface Supervision {
  /** The processes that supervisors start for a module, in the order of applications and start. */
  nodesOf(module: string): readonly SupervisedProcess[];
  /** Every process below an application, supervisors before their children. */
  nodes(): Iterable<SupervisedProcess>;
}

/** A process that a supervisor starts, or a place where the source does not say which. */
export interface SupervisedProcess {
  /** The module that is started; absent where the source does not say. */
  readonly module?: string;
  readonly kind: NodeKind;
  readonly spec: { readonly id: string; readonly restart: 'permanent' | 'transient' | 'temporary' };
  /** The name it registers, as `inspect/1` prints it. */
  readonly name?: string;
  /** Of supervisors: `one_for_one` and so on. */
  readonly strategy?: string;
  readonly maxRestarts?: number;
  readonly maxSeconds?: number;
  /** In start order; what is started at run time comes last. */
  readonly children: readonly SupervisedProcess[];
  /** Absent for the top supervisor of an application. */
  readonly parent?: SupervisedProcess;
  /** True where some condition decides whether it is started. */
  readonly conditional: boolean;
  /** True where it is started at run time, and not by the list of its supervisor. */
  readonly runtime: boolean;
  /** Why the source does not say what it is. */
  readonly unknown?: string;
  /** Where it stands in its supervisor's list: `project.place(process.owner, process)`. */
  readonly owner: ModuleDef;
  readonly start: number;
  readonly end: number;
}
