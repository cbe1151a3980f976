import { bindingAt, type Step } from '../../elixir/bindings.js';
import { calleeOf } from '../../elixir/callee.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { isBareName, isInstanceId, type PartClass, partClassOfWord, worse } from './instance-words.js';

/** An expression that makes an atom when it runs, and what the atom is made of. */
export interface AtomMaker {
  expr: Expr;
  /** The parts that are not written out. */
  parts: readonly Expr[];
  /** True where the parts must be text: `String.to_atom/1` takes no atom. */
  text: boolean;
  /** True for `Module.concat`, whose first part is as a rule a module. */
  concat: boolean;
}

/** Functions that give a new atom for text that was never an atom before (`String.to_atom/1`, `:erlang.binary_to_atom/2`). */
const TEXT_TO_ATOM: ReadonlySet<string> = new Set([
  'String.to_atom',
  'List.to_atom',
  ':erlang.binary_to_atom',
  ':erlang.list_to_atom',
]);

/**
 * How an expression makes an atom at run time: `:"…#{}"`, `~w(#{})a`, `String.to_atom/1` and its like, or
 * `Module.concat`. `to_existing_atom` and `Module.safe_concat` make none (`String`, `Module`).
 */
export function atomMaker(expr: Expr): AtomMaker | undefined {
  if (expr.kind === 'interpolated') {
    const makes =
      expr.of === 'atom' || (expr.of === 'sigil' && /^w$/i.test(expr.sigil ?? '') && expr.modifiers === 'a');
    return makes
      ? { expr, parts: expr.parts.filter(({ kind }) => kind !== 'text'), text: false, concat: false }
      : undefined;
  }
  if (expr.kind === 'capture' && expr.named) {
    const { module, name } = expr.named;
    return TEXT_TO_ATOM.has(`${module}.${name}`) ? { expr, parts: [], text: true, concat: false } : undefined;
  }
  if (expr.kind !== 'call') return undefined;
  const key = calleeOf(expr);
  if (TEXT_TO_ATOM.has(key)) return { expr, parts: expr.args.slice(0, 1), text: true, concat: false };
  if (key !== 'Module.concat') return undefined;
  const parts = expr.args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]));
  return { expr, parts, text: false, concat: true };
}

/** What the atoms of a maker are bounded by, and the part that decides it. */
export interface AtomBound {
  kind: PartClass;
  /** The part as written, for a message. */
  part?: Expr;
}

/**
 * Judges how many different atoms a maker can make, by where its parts come from.
 *
 * @param at where it stands, with the calls that led there: their arguments are what counts
 */
export function boundOf(maker: AtomMaker, at: Standpoint, project: Project): AtomBound {
  if (maker.expr.kind === 'capture') return { kind: 'data' };
  let worst: AtomBound = { kind: 'constant' };
  for (const [index, part] of maker.parts.entries()) {
    const judge = new Judge(project, maker);
    const kind = judge.expr(part, at, maker.text, maker.concat && index === 0);
    const sure = judge.certain && !isInstanceId(wordsOf(part).at(-1) ?? '');
    const bounded = kind === 'data' && !sure ? (boundByName(part, maker) ?? kind) : kind;
    if (worse(bounded, worst.kind)) worst = { kind: bounded, part };
  }
  return worst;
}

/** What the part's own words say where its callers say nothing sure: `stack_id`, `conf.scope`. */
function boundByName(part: Expr, { text, concat }: AtomMaker): PartClass | undefined {
  const words = wordsOf(part);
  const kind = partClassOfWord(words, { text, module: false });
  return kind === 'data' || (!concat && isBareName(words.at(-1) ?? '')) ? undefined : kind;
}

/** Functions that give another form of what they are given, by module; the whole module where no names are listed. */
const TRANSFORMS: ReadonlySet<string> = new Set([
  'String',
  'Macro',
  'Integer',
  'Base',
  'List',
  'Phoenix.Naming',
  'Path',
  'Inflex',
  'Recase',
]);
const NEUTRAL: ReadonlySet<string> = new Set([
  'Kernel.to_string',
  'Kernel.inspect',
  'Kernel.to_charlist',
  'String.Chars.to_string',
  ':erlang.integer_to_binary',
]);
const ATOM_TEXT: ReadonlySet<string> = new Set([
  'Atom.to_string',
  'Atom.to_charlist',
  ':erlang.atom_to_binary',
  ':erlang.atom_to_list',
  'Module.split',
]);
/** Functions that take one item out of a collection. */
const PICKS: ReadonlySet<string> = new Set([
  'Enum.at',
  'Enum.fetch!',
  'Enum.random',
  'Kernel.elem',
  'Kernel.hd',
]);
const COUNTS: ReadonlySet<string> = new Set([
  'Range.new',
  'Kernel.rem',
  'Kernel.length',
  'Integer.mod',
  'Enum.count',
  ':erlang.phash2',
  'System.schedulers',
  'System.schedulers_online',
  ':erlang.system_info',
]);
const SETTINGS: ReadonlySet<string> = new Set([
  'Application.get_env',
  'Application.fetch_env',
  'Application.fetch_env!',
  'Application.compile_env',
  'Application.compile_env!',
  'Application.get_application',
  'Application.get_all_env',
  'System.get_env',
  'System.fetch_env',
  'System.fetch_env!',
  'Kernel.node',
  'Node.self',
  'Mix.env',
]);
const UNIQUE =
  /uuid|ulid|nanoid|random|rand|unique|generate|make_ref|system_time|monotonic_time|utc_now|strong_|timestamp|\bself$/i;
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', 'div', '/']);

/** How many expressions one judgement may look at. */
const QUESTIONS = 80;

/** Judges one part of an atom. */
class Judge {
  /** True once a part comes from outside, or is unique by the way it is made. */
  certain = false;
  #depth = 0;
  #left = QUESTIONS;

  constructor(
    readonly project: Project,
    readonly maker: AtomMaker,
  ) {}

  /** @param text whether it must be text  @param module whether it is as a rule a module */
  expr(expr: Expr, at: Standpoint, text: boolean, module = false): PartClass {
    this.#left -= 1;
    if (this.#depth > 6 || this.#left <= 0) return 'constant';
    this.#depth += 1;
    const origins = originsOf(expr, [], at, this.project);
    // Callers that give no such part are not all there are.
    const known = origins.length > 0 ? origins : [{ expr, path: [], at }];
    const kind = this.#worst(known, (origin) => this.#origin(origin, { expr, at, text, module }));
    this.#depth -= 1;
    const isAtom =
      (expr.kind === 'variable' && (guardOf(expr.name, at) === 'is_atom' || isAtomBySpec(expr.name, at))) ||
      (!text && !this.certain && hasAtomDefault(known));
    return kind === 'data' && isAtom ? 'instance' : kind;
  }

  #surely(): PartClass {
    this.certain = true;
    return 'data';
  }

  /** The worst of several parts; what is unbounded cannot get worse, and the rest is not looked at. */
  #worst<Part>(parts: readonly Part[], judge: (part: Part) => PartClass): PartClass {
    let worst: PartClass = 'constant';
    for (const part of parts) {
      const kind = judge(part);
      if (worse(kind, worst)) worst = kind;
      if (worst === 'data') break;
    }
    return worst;
  }

  #all(exprs: readonly Expr[], at: Standpoint, text: boolean): PartClass {
    return this.#worst(exprs, (expr) => this.expr(expr, at, text));
  }

  #origin(origin: Origin, asked: Asked): PartClass {
    const { expr, at } = origin;
    const { text } = asked;
    // An atom that was made elsewhere is counted there.
    if (at.clause !== asked.at.clause && atomMaker(expr)) return 'instance';
    // A part of a parameter that nobody in sight gives.
    if (origin.path.length > 0 && at.clause?.params.includes(expr)) return this.#leaf(origin, asked);
    switch (expr.kind) {
      case 'alias':
      case 'atom':
      case 'number':
      case 'text':
      case 'attribute':
        return 'constant';
      case 'capture':
        return expr.named ? 'constant' : this.#leaf(origin, asked);
      case 'interpolated':
        return this.#all(
          expr.parts.filter(({ kind }) => kind !== 'text'),
          at,
          false,
        );
      case 'list':
      case 'tuple':
        return this.#all(expr.items, at, text);
      case 'operator':
        return expr.name === '--'
          ? this.#leaf(origin, asked)
          : this.#operator(expr.name, expr.args, at, text);
      case 'call':
        return this.#call(origin, asked);
      case 'variable':
        return expr.name === '__MODULE__' ? 'constant' : this.#leaf(origin, asked);
      default:
        return this.#leaf(origin, asked);
    }
  }

  #operator(name: string, args: readonly Expr[], at: Standpoint, text: boolean): PartClass {
    if (name === '..' || name === '..//') return 'counter';
    if (name === '<>') return this.#all(args, at, true);
    return this.#all(args, at, ARITHMETIC.has(name) ? false : text);
  }

  #call(origin: Origin, asked: Asked): PartClass {
    const { expr, at, path } = origin;
    const { text } = asked;
    if (expr.kind !== 'call') return 'data';
    const field = expr.receiver !== undefined && expr.module === undefined && !expr.parens;
    if (field || (expr.args.length > 0 && path.some((step) => step.kind === 'key')))
      return this.#leaf(origin, asked);
    const key = calleeOf(expr);
    if (expr.name === 'unquote' && !expr.receiver) return 'constant';
    if (SETTINGS.has(key)) return 'constant';
    if (COUNTS.has(key) || isPosition(key, path)) return 'counter';
    if (UNIQUE.test(key)) return this.#surely();
    if (NEUTRAL.has(key)) return this.#all(expr.args.slice(0, 1), at, false);
    if (PICKS.has(key)) return this.#all(expr.args.slice(0, 1), at, text);
    if (ATOM_TEXT.has(key)) return this.#atomText(expr.args, at);
    if (expr.module !== undefined && TRANSFORMS.has(expr.module)) {
      return this.#all(expr.args.slice(0, 1), at, expr.module === 'String' || text);
    }
    if (expr.args.length === 0) return 'constant';
    if (expr.name === '') return this.#leaf(origin, asked);
    if (expr.module === 'Enum' || expr.module === 'Stream')
      return this.#all(
        expr.args.filter(({ kind }) => kind !== 'fn' && kind !== 'capture'),
        at,
        text,
      );
    return this.#all(expr.args, at, text);
  }

  /** What was an atom before is no new one: at worst there are as many as there are instances. */
  #atomText(args: readonly Expr[], at: Standpoint): PartClass {
    return this.#all(args.slice(0, 1), at, false) === 'constant' ? 'constant' : 'instance';
  }

  #leaf(origin: Origin, { expr: part, text, module }: Asked): PartClass {
    const { expr, path, at } = origin;
    const words = path.length > 0 ? (changedOf(expr) ?? wordsOf(expr)) : wordsOf(expr);
    for (const step of path) {
      if (step.kind === 'key' && step.text && !isInstanceId(step.key)) return this.#surely();
      if (step.kind === 'key') words.push(step.key);
    }
    // An element of something is told by the variable that holds it.
    if (path.length > 0 && path.at(-1)?.kind !== 'key') words.splice(0, words.length, ...wordsOf(part));
    if (isPlugOption(origin, this.project)) return 'constant';
    const guarded = expr.kind === 'variable' && path.length === 0 ? guardOf(expr.name, at) : undefined;
    if (guarded === 'in') return 'constant';
    if (guarded === 'is_atom') return 'instance';
    return partClassOfWord(words, {
      text: text || guarded === 'is_binary' || guarded === 'is_integer',
      module,
    });
  }
}

/** True for the index that `Enum.with_index` gives with each item. */
function isPosition(key: string, [item, part]: readonly Step[]): boolean {
  return key === 'Enum.with_index' && item?.kind === 'each' && part?.kind === 'item' && part.index === 1;
}

/** True for an option whose default is an atom: whoever gives another one gives an atom. */
function hasAtomDefault(origins: readonly Origin[]): boolean {
  const [option, fallback] = origins;
  return (
    origins.length === 2 &&
    option?.path.at(-1)?.kind === 'key' &&
    fallback?.expr.kind === 'atom' &&
    !/^(nil|true|false)$/.test(fallback.expr.value) &&
    option.at.clause === fallback.at.clause
  );
}

/** True for (a part of) the options of a plug, which a router or an endpoint gives (`Plug`, "init/1"). */
function isPlugOption({ expr, at: { clause, owner } }: Origin, project: Project): boolean {
  if (!clause || project.moduleOf(owner)?.is('plug') !== true) return false;
  const { name, arity } = clause.fn;
  const index = name === 'call' && arity === 2 ? 1 : 0;
  if (index === 0 && (name !== 'init' || arity !== 1)) return false;
  if (clause.params[index] === expr) return true;
  const binding = expr.kind === 'variable' ? bindingAt(clause, expr.name, expr.start) : undefined;
  return binding?.kind === 'parameter' && binding.index === index;
}

/** What a part was asked about. */
interface Asked {
  expr: Expr;
  at: Standpoint;
  text: boolean;
  module: boolean;
}

/** The words that say what a value is: a variable, fields of it, or a function's name. */
function wordsOf(expr: Expr): string[] {
  if (expr.kind === 'variable') return [expr.name];
  if (expr.kind === 'map' && expr.struct?.kind === 'alias') return [lastSegment(expr.struct.name)];
  if (expr.kind === 'operator' && expr.name === '=')
    return expr.args.map(wordsOf).find((words) => words.length > 0) ?? [];
  if (expr.kind !== 'call') return [];
  const field = expr.receiver && expr.args.length === 0 && !expr.parens;
  return [...(field && expr.receiver ? wordsOf(expr.receiver) : []), expr.name];
}

const OWN = /^_?(\w+_)?(opts|options|conf|config|state)$/;

/** The options or the state that a call hands back changed: `put_limits(opts, 5)`, `Enum.reduce(ids, state, …)`. */
function changedOf(expr: Expr): string[] | undefined {
  if (expr.kind === 'variable') return OWN.test(expr.name) ? [expr.name] : undefined;
  if (expr.kind === 'tuple') return expr.items.map(changedOf).find((words) => words);
  if (expr.kind !== 'call') return undefined;
  const changed = expr.args[expr.module === 'Enum' && expr.name === 'reduce' ? 1 : 0];
  return changed && changedOf(changed);
}

/** `AccountOptions` as `account_options`. */
function lastSegment(module: string): string {
  const name = module.slice(module.lastIndexOf('.') + 1);
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, '_$&').toLowerCase();
}

const TYPE_GUARDS: ReadonlySet<string> = new Set(['is_atom', 'is_binary', 'is_integer', 'is_bitstring']);

/** What a guard of the clause demands of a variable: a type, or to be `in` a literal list. */
function guardOf(name: string, at: Standpoint): string | undefined {
  const guard = findExpr(at.clause?.guard, (expr) => {
    if (expr.kind === 'operator' && expr.name === 'in') {
      const [item, list] = expr.args;
      return item?.kind === 'variable' && item.name === name && list?.kind === 'list';
    }
    if (expr.kind !== 'call' || !TYPE_GUARDS.has(expr.name)) return false;
    const [subject] = expr.args;
    return subject?.kind === 'variable' && subject.name === name;
  });
  return guard?.kind === 'call' || guard?.kind === 'operator' ? guard.name : undefined;
}

/** True for a parameter that the `@spec` of its function says is an atom. */
function isAtomBySpec(name: string, { clause, owner }: Standpoint): boolean {
  const index = clause?.params.findIndex((param) => param.kind === 'variable' && param.name === name);
  return clause !== undefined && owner.atomParams.includes(`${clause.fn.name}/${clause.fn.arity}:${index}`);
}
