/**
 * Elixir source as plain data, free of the parser that made it.
 *
 * It follows Elixir's own quoted form (`Macro.t()`, see the `Macro` module's documentation) with what a
 * reader of source needs besides: places, and pipes, `do` blocks and one-line `do:` brought to one form.
 * `start` and `end` are offsets into the source text in UTF-16 units, the end exclusive.
 */
interface Located {
  start: number;
  end: number;
}

/** `:name`, a keyword key, `true`, `false` or `nil`. */
export interface AtomExpr extends Located {
  kind: 'atom';
  value: string;
}

/** A number as written; `value` is there for integers that JavaScript can hold. */
export interface NumberExpr extends Located {
  kind: 'number';
  text: string;
  value?: number;
}

/** A string, charlist, character or sigil without interpolation. */
export interface TextExpr extends Located {
  kind: 'text';
  of: 'string' | 'charlist' | 'char' | 'sigil';
  value: string;
  /** The sigil's name (`w`, `r`, `H`) and modifiers. */
  sigil?: string;
  modifiers?: string;
}

/** A string, charlist, atom (`:"a#{b}"`) or sigil with interpolation. */
export interface InterpolatedExpr extends Located {
  kind: 'interpolated';
  of: 'string' | 'charlist' | 'atom' | 'sigil';
  /** The literal pieces, as text nodes, and the interpolated expressions, in order. */
  parts: Expr[];
  sigil?: string;
  modifiers?: string;
}

/** `Foo.Bar`, also behind a head as in `__MODULE__.Foo`. */
export interface AliasExpr extends Located {
  kind: 'alias';
  /** As written, without the head. */
  name: string;
  head?: Expr;
  /** The full module name once aliases in scope are expanded; absent where it cannot be known. */
  module?: string | undefined;
}

export interface VariableExpr extends Located {
  kind: 'variable';
  name: string;
}

/** A list; a keyword list is a list of two-element tuples marked `keyword`. `[a | b]` holds one operator `|`. */
export interface ListExpr extends Located {
  kind: 'list';
  items: Expr[];
  /** True where it stands without brackets as the last argument of a call. */
  bare?: boolean;
}

export interface TupleExpr extends Located {
  kind: 'tuple';
  items: Expr[];
  /** True for `key: value`. */
  keyword?: boolean;
}

/** `%{...}`, `%{base | ...}` and `%Struct{...}`. */
export interface MapExpr extends Located {
  kind: 'map';
  pairs: { key: Expr; value: Expr }[];
  base?: Expr;
  struct?: Expr;
}

export interface BitstringExpr extends Located {
  kind: 'bitstring';
  items: Expr[];
}

/** One `pattern when guard -> body`. */
export interface Clause extends Located {
  params: Expr[];
  guard?: Expr;
  body: Expr;
}

export interface FnExpr extends Located {
  kind: 'fn';
  clauses: Clause[];
  /** True for parenthesised clauses, `(a -> b)`, which are no function by themselves. */
  bare?: boolean;
}

/** `&Mod.fun/1`, `&fun/1` (a `named` capture) or `&(&1 + 1)`. */
export interface CaptureExpr extends Located {
  kind: 'capture';
  /** For a named capture: a call without arguments whose `arity` is the captured one. */
  named?: CallExpr;
  body?: Expr;
}

/** `&1`. */
export interface PlaceholderExpr extends Located {
  kind: 'placeholder';
  index: number;
}

/** The parts of a `do … end` or of `do:`, `else:` and so on. */
export interface Blocks {
  do?: BlockBody;
  else?: BlockBody;
  rescue?: BlockBody;
  catch?: BlockBody;
  after?: BlockBody;
}

/** Either expressions or `->` clauses. */
export type BlockBody = { expr: Expr; clauses?: undefined } | { clauses: Clause[]; expr?: undefined };

/**
 * A call or special form: `f(x)`, `Mod.f(x)`, `x.y`, `case x do … end`, `x |> f()`.
 * A pipe's left side is the first of `args`.
 */
export interface CallExpr extends Located {
  kind: 'call';
  /** What stands before the dot. */
  receiver?: Expr;
  /** Empty for `fun.(x)`. */
  name: string;
  args: Expr[];
  blocks?: Blocks;
  /** Number of arguments as Elixir counts them: a `do` block is one more. */
  arity: number;
  piped?: boolean;
  /** False for `x.y` and `foo 1`. */
  parens: boolean;
  /** Offset of the name, or of the dot in `fun.(x)`. */
  nameStart: number;
  /**
   * The full name of the module that defines what is called, `:ets` for an Erlang module, or absent where the
   * source does not say. Filled in by the Elixir layer.
   */
  module?: string | undefined;
  /** `Module.function`, once somebody asked for it (`calleeOf`). */
  callee?: string | undefined;
}

/** Any operator except `|>`, `&` and `@`: `=`, `|`, `::`, `<-`, `\\`, `when`, `+`, `not`, … */
export interface OperatorExpr extends Located {
  kind: 'operator';
  name: string;
  args: Expr[];
}

/** `@name` or `@name value`. */
export interface AttributeExpr extends Located {
  kind: 'attribute';
  name: string;
  value?: Expr;
}

export interface BlockExpr extends Located {
  kind: 'block';
  items: Expr[];
}

/** `container[key]`. */
export interface AccessExpr extends Located {
  kind: 'access';
  target: Expr;
  key: Expr;
}

/** A place that the parser could not read. */
export interface ErrorExpr extends Located {
  kind: 'error';
}

export type Expr =
  | AtomExpr
  | NumberExpr
  | TextExpr
  | InterpolatedExpr
  | AliasExpr
  | VariableExpr
  | ListExpr
  | TupleExpr
  | MapExpr
  | BitstringExpr
  | FnExpr
  | CaptureExpr
  | PlaceholderExpr
  | CallExpr
  | OperatorExpr
  | AttributeExpr
  | BlockExpr
  | AccessExpr
  | ErrorExpr;

/** A comment with its text from `#` on. `ownLine` is true where nothing but white space stands before it. */
export interface Comment {
  start: number;
  end: number;
  text: string;
  ownLine: boolean;
}

/** A place where the source is not Elixir. */
export interface SyntaxFault {
  start: number;
  end: number;
  message: string;
}

/** One source text read. */
export interface SyntaxFile {
  root: BlockExpr;
  comments: Comment[];
  faults: SyntaxFault[];
}
