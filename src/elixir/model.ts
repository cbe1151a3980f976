import type { Range } from '../lint/finding.js';
import type { Blocks, Comment, Expr, SyntaxFault } from '../syntax/ast.js';

/** A range in UTF-16 offsets turned into lines and columns on demand. */
export interface Lines {
  /** The 1-based line and column range of two offsets. */
  range(start: number, end: number): Range;
  /** The 1-based line of an offset. */
  lineOf(offset: number): number;
}

/** What one source file says, as plain data. */
export interface FileFacts {
  /** Relative to the working directory, with forward slashes. */
  file: string;
  /** The text that all offsets are about, without its byte order mark. */
  text: string;
  lines: Lines;
  comments: Comment[];
  faults: SyntaxFault[];
  /** Every module of the file, nested ones too, in order of appearance. */
  modules: ModuleDef[];
}

export type ModuleKind = 'module' | 'protocol' | 'impl';

/** `use Module, options`. */
export interface UseDirective {
  module: string;
  options?: Expr;
  start: number;
  end: number;
}

/** `import Module, only: […]`. */
export interface ImportDirective {
  module: string;
  /** `name/arity` of what is imported; absent for everything. */
  only?: string[];
  except?: string[];
  start: number;
  end: number;
}

/** One module as its source defines it. */
export interface ModuleDef {
  name: string;
  kind: ModuleKind;
  file: string;
  start: number;
  end: number;
  /** Offset range of the header, for findings about the module as a whole. */
  headStart: number;
  headEnd: number;
  uses: UseDirective[];
  behaviours: { module: string; start: number; end: number }[];
  /** What it asks of modules that take it on, as `name/arity` (`@callback`). */
  callbacks: string[];
  /** The parameters that a `@spec` says are atoms, as `name/arity:index`. */
  atomParams: string[];
  imports: ImportDirective[];
  /** Values given to `@name value`, in order; only the last counts for constants. */
  attributes: Map<string, Expr[]>;
  functions: FunctionDef[];
  /** Calls that run when the module is compiled. */
  bodyCalls: CallSite[];
  /** Field defaults of `defstruct`; absent where there is none. */
  structFields?: string[];
  /** True where it is written inside `quote`, and so is defined by whoever uses the macro. */
  quoted: boolean;
  /** True where a part of it could not be read: nothing may be concluded from what is absent. */
  damaged: boolean;
  /** What the `quote` blocks of a function put into whoever unquotes them, by the function's name. */
  quotes: Map<string, ModuleDef>;
  /** Modules given to `@before_compile`. */
  beforeCompile: string[];
}

export type FunctionKind = 'def' | 'defp' | 'defmacro' | 'defmacrop' | 'defdelegate' | 'defguard';

/** A function with all its clauses. */
export interface FunctionDef {
  name: string;
  /** The highest arity; with defaults it answers to `minArity`…`arity`. */
  arity: number;
  minArity: number;
  kind: FunctionKind;
  module: ModuleDef;
  clauses: FunctionClause[];
}

/** One clause. A head without a body has no `body`. */
export interface FunctionClause {
  /** The function it belongs to. */
  fn: FunctionDef;
  index: number;
  params: Expr[];
  guard?: Expr;
  body?: Expr;
  /** `rescue`, `catch`, `else` and `after` of the function itself; `do` is `body`. */
  blocks: Blocks;
  /** True where `@impl` stands before it. */
  impl: boolean;
  start: number;
  end: number;
  /** Range of the head (`def name(args) when guard`). */
  headStart: number;
  headEnd: number;
  calls: CallSite[];
}

/** A comprehension or an `Enum`/`Stream` call that runs something once per item. */
export interface Loop {
  /** What is iterated over. */
  collection: Expr;
  /** `for`, or the iterating call. */
  start: number;
  end: number;
  /** The iterating call; absent for a comprehension. */
  site?: CallSite;
  outer?: Loop;
}

/** An anonymous function (or capture) that a call stands in. */
export interface Closure {
  /** The call that the function is an argument of; absent where it is only stored or returned. */
  via?: CallSite;
  /** Its position among the arguments of `via`, 0-based, a pipe's left side being 0. */
  arg: number;
  outer?: Closure;
}

/** Where a call stands; shared between calls that stand alike. */
export interface Situation {
  owner: ModuleDef;
  /** The clause; absent in a module body. */
  clause?: FunctionClause | undefined;
  /** Inside `quote`: belongs to whoever uses the macro. */
  quoted: boolean;
  /** Number of enclosing branches (`case`, `if`, `cond`, `with`, `&&`, …) that may leave it out. */
  branches: number;
  /** Inside a `try` or a function that has `rescue` or `catch`. */
  rescued: boolean;
  /** Inside an argument of a `Logger` call. */
  logged: boolean;
  /** Under a condition on `Mix.env()` that leaves production out. */
  devOnly: boolean;
  loop?: Loop | undefined;
  closure?: Closure | undefined;
  /** The innermost call it is an argument of, with the argument's position; a closure in between ends it. */
  parent?: { site: CallSite; arg: number } | undefined;
}

/** What becomes of a call's value: `tail` is the value of the clause or of the closure it stands in. */
export type ResultUse = 'discarded' | 'tail' | 'bound' | 'argument' | 'tested' | 'nested';

/** One call, or one named capture (`&Task.async/1`), where it stands. */
export interface CallSite {
  /** Full module name (`:ets` for an Erlang module, `Kernel` for built-ins); absent where it is not known. */
  module?: string | undefined;
  name: string;
  /** `Module.function`, once somebody asked for it (`calleeOf`). */
  callee?: string | undefined;
  arity: number;
  args: Expr[];
  /** What is written: a call, a capture, or the call that names this one by module, function and arguments. */
  expr: Expr;
  /** True where the arguments are not in sight: `&name/arity`, or a function given by name. */
  captured: boolean;
  situation: Situation;
  result: ResultUse;
  /** The pattern its value is matched with, where `result` is `bound` (or tested by `case`, absent then). */
  pattern?: Expr;
  start: number;
  end: number;
  /** Offset of the function's name. */
  nameStart: number;
  /** What stands for the module where it is no name: `apply(state.adapter, :send, [x])`. */
  target?: Expr;
  /** Where a local call is no function of its module: what is imported there. */
  imports?: readonly ImportDirective[];
}
