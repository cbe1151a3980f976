import { ENUMERATING } from '../../elixir/collections.js';
import { conditionsAround } from '../../elixir/conditions.js';
import { clauseExprs, variablesIn } from '../../elixir/flow.js';
import { atomOf, keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, FunctionDef, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { perProject } from '../../project/memory.js';
import type { Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { CallExpr, CaptureExpr, Expr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';
import { isMarked } from '../processes/clause-marks.js';
import { type AtomMaker, atomMaker, boundOf } from './atoms.js';
import { namedAtoms } from './named-atoms.js';
import { type OutsideData, outsideDataIn } from './outside-data.js';

/** An atom made at run time from data that is no name of a process. */
export interface DataAtom {
  expr: Expr;
  owner: ModuleDef;
  /** What decides how many there are: a part, or the text that is decoded. */
  part?: Expr;
  /** True where each item of the part makes one. */
  items: boolean;
  /** True for a decoder that makes an atom of every key. */
  keys: boolean;
  /** Where the data comes from, where that is outside the program for sure. */
  outside?: OutsideData;
}

/** Every atom that production code makes from data for something else than a process name; the first of each part. */
export function dataAtoms(project: Project): DataAtom[] {
  const names = new Set(namedAtoms(project).map(({ maker }) => maker.expr));
  return project.modules
    .filter(({ def, production }) => production && !def.quoted)
    .flatMap(({ def }) => [
      ...def.bodyCalls.filter(({ name }) => name === 'plug').flatMap((site) => clientsIn(site)),
      ...def.functions.flatMap((fn) =>
        fn.clauses.flatMap((clause) => firstOfEach(atomsIn(clause, names, project))),
      ),
    ]);
}

/** `plug Tesla.Middleware.JSON, engine_opts: [keys: :atoms]`. */
function clientsIn({ args, situation: { owner, quoted } }: CallSite): DataAtom[] {
  const options = args.flatMap((arg) => (arg.kind === 'list' ? arg.items : []));
  return quoted ? [] : options.filter(isClientOption).map((option) => ofClient(option, owner));
}

/** True for functions whose atoms are no data of a running program. */
function isExempt(fn: FunctionDef, project: Project): boolean {
  return namesBroadway(fn, project) || isCompileTime(fn, project);
}

/** `process_name/2` of a Broadway pipeline makes names of processes (`Broadway`, "process_name/2"). */
function namesBroadway({ name, arity, module }: FunctionDef, project: Project): boolean {
  return name === 'process_name' && arity === 2 && project.moduleOf(module)?.is('broadway') === true;
}

function firstOfEach(atoms: readonly DataAtom[]): DataAtom[] {
  const key = ({ part, expr }: DataAtom): string => (part && wordsIn(part)) || `${part?.start ?? expr.start}`;
  const seen = new Set<string>();
  return atoms.filter((atom) => !seen.has(key(atom)) && seen.add(key(atom)));
}

/** What tells a part from others: its variables, their fields and the keys that are got from them. */
function wordsIn(part: Expr): string {
  const words = new Set<string>();
  visit(part, (expr) => {
    if (expr.kind === 'variable') words.add(expr.name);
    if (expr.kind === 'call' && expr.receiver && expr.args.length === 0) words.add(`.${expr.name}`);
    const keys = expr.kind === 'access' ? [expr.key] : expr.kind === 'call' ? expr.args : [];
    for (const key of keys) if (key.kind === 'atom' || key.kind === 'text') words.add(`:${key.value}`);
    return true;
  });
  return [...words].join(' ');
}

function atomsIn(clause: FunctionClause, names: ReadonlySet<Expr>, project: Project): DataAtom[] {
  const found: DataAtom[] = [];
  const mapped: Mapped[] = [];
  if (clause.fn.kind.startsWith('defmacro') || !isMarked(clause, 'atom')) return found;
  for (const root of clauseExprs(clause)) {
    if (clause.params.includes(root)) continue;
    visit(root, (expr) => {
      if (expr.kind === 'call' && !expr.receiver && COMPILED.has(expr.name)) return false;
      if (expr.kind === 'call') mapped.push(...mappedBy(expr));
      const atom = names.has(expr) ? undefined : atomAt(expr, clause, mapped, project);
      if (atom) found.push(atom);
      return true;
    });
  }
  return found;
}

/** A capture that gets each item of a collection. */
interface Mapped {
  capture: CaptureExpr;
  collection: Expr;
}

function mappedBy({ module, args: [collection, ...others] }: CallExpr): Mapped[] {
  if (module === undefined || !ENUMERATING.has(module) || !collection) return [];
  return others.flatMap((capture) => (capture.kind === 'capture' ? [{ capture, collection }] : []));
}

/** Code that is put into a module when it is compiled. */
const COMPILED: ReadonlySet<string> = new Set(['quote', 'unquote', 'unquote_splicing']);

function atomAt(
  expr: Expr,
  clause: FunctionClause,
  mapped: readonly Mapped[],
  project: Project,
): DataAtom | undefined {
  const decoded = expr.kind === 'call' ? decodedWithAtoms(expr, clause) : undefined;
  const maker = decoded ? undefined : atomMaker(expr);
  const client = isClientOption(expr);
  if ((!decoded && !maker && !client) || isExempt(clause.fn, project)) return undefined;
  const site = clause.calls.find((call) => call.expr === expr);
  if (site?.situation.devOnly || site?.situation.quoted) return undefined;
  const at: Standpoint = { owner: clause.fn.module, clause, entered: [] };
  if (decoded) {
    const [text] = decoded.args;
    return withOutside(
      { expr, owner: clause.fn.module, ...(text ? { part: text } : {}), items: false, keys: true },
      decoded,
      at,
      project,
    );
  }
  if (client) return ofClient(expr, clause.fn.module);
  if (!maker) return undefined;
  const collection = collectionFor(maker, mapped);
  const counted = collection ? { ...maker, expr: collection, parts: [collection] } : maker;
  const bound = boundOf(counted, at, project);
  if (bound.kind !== 'data' || isListed(expr, counted.parts, clause)) return undefined;
  const part = bound.part ?? counted.parts[0];
  const items = collection !== undefined;
  const { module: owner } = clause.fn;
  return withOutside({ expr, owner, ...(part ? { part } : {}), items, keys: false }, part, at, project);
}

function withOutside(atom: DataAtom, from: Expr | undefined, at: Standpoint, project: Project): DataAtom {
  const outside = from && outsideDataIn(from, at, project);
  return outside ? { ...atom, outside } : atom;
}

/** For `&String.to_atom/1` and `&:"key_#{&1}"` the collection whose items they get. */
function collectionFor({ expr, parts }: AtomMaker, mapped: readonly Mapped[]): Expr | undefined {
  const isOpen = (part: Expr): boolean => findExpr(part, ({ kind }) => kind === 'placeholder') !== undefined;
  if (parts.length > 0 && !parts.some(isOpen)) return undefined;
  return mapped.findLast(({ capture }) => capture.start <= expr.start && expr.end <= capture.end)?.collection;
}

/** True where a guard or a condition around it lets only listed values through: `when field in ~w(name date)`. */
function isListed(expr: Expr, parts: readonly Expr[], clause: FunctionClause): boolean {
  const names = new Set(parts.flatMap((part) => [...variablesIn(part)]));
  return conditionsAround({ start: expr.start, end: expr.end, situation: { clause } }).some(
    (condition) =>
      findExpr(condition, (test) => {
        return subjectsOf(test).some((subject) => subject.kind === 'variable' && names.has(subject.name));
      }) !== undefined,
  );
}

/** What a test looks up: `value in list`, `Enum.member?(list, value)`, `list[value]`, `valid_filter?(value)`. */
function subjectsOf(test: Expr): readonly Expr[] {
  if (test.kind === 'operator') return test.name === 'in' ? test.args.slice(0, 1) : [];
  if (test.kind === 'access') return [test.key];
  if (test.kind !== 'call') return [];
  if (test.name === 'member?' || test.name === 'has_key?') return test.args.slice(1, 2);
  return VALIDATION.test(test.name) ? test.args : [];
}

const VALIDATION = /(^|_)(valid|allowed|known|supported|permitted|whitelisted)(_|\?|$)/;

const DECODERS: ReadonlySet<string> = new Set([
  'Jason',
  'Poison',
  'Poison.Parser',
  'JSON',
  'Toml',
  ':jsx',
  ':jiffy',
]);

/** `Jason.decode!(text, keys: :atoms)` and its like (`Jason.decode/2`, "keys"; `:jsx`, "labels"). */
function decodedWithAtoms(call: CallExpr, clause: FunctionClause): CallExpr | undefined {
  if (call.module === undefined || !DECODERS.has(call.module) || !/^(decode|parse)/.test(call.name))
    return undefined;
  const [, last] = call.args;
  const options = last && followValue(last, clause.fn.module, clause);
  const atoms =
    atomOf(keywordValue(options, 'keys')) === 'atoms' || atomOf(keywordValue(options, 'labels')) === 'atom';
  return atoms ? call : undefined;
}

/** Options of HTTP clients whose decoder makes an atom of every key (`Tesla.Middleware.JSON`, `Req`, "decode_json"). */
const CLIENT_OPTIONS: ReadonlySet<string> = new Set(['engine_opts', 'decode_json']);

function isClientOption(expr: Expr): boolean {
  const [key, value] = expr.kind === 'tuple' && expr.keyword ? expr.items : [];
  return (
    key?.kind === 'atom' && CLIENT_OPTIONS.has(key.value) && atomOf(keywordValue(value, 'keys')) === 'atoms'
  );
}

function ofClient(expr: Expr, owner: ModuleDef): DataAtom {
  const { start, end } = expr;
  return { expr, owner, items: false, keys: true, outside: { what: 'a response', owner, start, end } };
}

// --- compile time -------------------------------------------------------------------------------------------

const HOOKS: ReadonlySet<string> = new Set([
  '__using__',
  '__before_compile__',
  '__after_compile__',
  '__on_definition__',
  '__deriving__',
]);

/** True for macros, and for functions that only macros, module bodies and Mix tasks lead to. */
const isCompileTime = perProject((asked: FunctionDef, project: Project): boolean => {
  const reached = new Set([asked]);
  let led = false;
  for (const fn of reached) {
    if (fn.kind.startsWith('defmacro') || HOOKS.has(fn.name)) {
      led = true;
      continue;
    }
    const callers = runningCallers(fn, project);
    if (callers.length === 0) return false;
    for (const { situation } of callers) {
      if (situation.quoted || !situation.clause || isMixTask(situation.owner, project)) led = true;
      else reached.add(situation.clause.fn);
    }
  }
  return led;
});

/** Who calls a function, itself and tests apart: what a test does outside functions runs later. */
function runningCallers(fn: FunctionDef, project: Project): CallSite[] {
  return project.callersOf(fn).filter(({ situation: { owner, clause } }) => {
    if (clause?.fn === fn) return false;
    return owner.quoted || project.moduleOf(owner)?.production === true || isMixTask(owner, project);
  });
}

function isMixTask(owner: ModuleDef, project: Project): boolean {
  return project.moduleOf(owner)?.is('mix_task') === true;
}
