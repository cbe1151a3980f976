import { variablesIn } from '../../elixir/flow.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { Nesting } from '../../project/nesting.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered } from '../../project/reach.js';
import type { BlockBody, CallExpr, Clause, Expr } from '../../syntax/ast.js';
import { childrenOf } from '../../syntax/visit.js';
import { argsIn, keysIn, type Perform } from './oban.js';

/** A place that matches or reads the arguments of a job by a key. */
export interface KeyRead {
  key: string;
  /** True for an atom, false for a string. */
  atom: boolean;
  how: 'matches' | 'reads';
  clause: FunctionClause;
  start: number;
  end: number;
}

/** The variables that hold a job and its arguments at one place. */
interface Names {
  jobs: ReadonlySet<string>;
  args: ReadonlySet<string>;
}

/** `Map` functions whose second argument is a key. */
const KEYED: ReadonlySet<string> = new Set([
  'get',
  'fetch',
  'fetch!',
  'has_key?',
  'pop',
  'pop!',
  'get_lazy',
  'update!',
  'get_and_update',
]);
/** `Map` functions whose second argument is a list of keys. */
const LISTED: ReadonlySet<string> = new Set(['take', 'drop', 'split']);

/**
 * The keys by which a clause that is given a job takes the job's arguments apart, in order; through private
 * functions that only ever get such arguments.
 */
export function argumentReadsOf(perform: Perform, module: ProjectModule): KeyRead[] {
  const scan = new Scan(module);
  scan.perform(perform);
  return scan.found;
}

class Scan {
  readonly found: KeyRead[] = [];
  readonly #seen = new Set<FunctionClause>();
  readonly #nesting = new Nesting();

  constructor(readonly module: ProjectModule) {}

  perform({ clause, job, args }: Perform): void {
    const names: Names = { jobs: wholeNames(job), args: wholeNames(args) };
    this.#match(args, clause);
    this.#clause(clause, names);
  }

  #clause(clause: FunctionClause, names: Names): void {
    if (this.#seen.has(clause)) return;
    this.#seen.add(clause);
    if (clause.guard) this.#walk(clause.guard, names, clause);
    if (clause.body) this.#walk(clause.body, names, clause);
    for (const body of Object.values(clause.blocks)) this.#body(body, names, clause);
  }

  /** Notes the keys that a pattern of arguments matches. */
  #match(pattern: Expr | undefined, clause: FunctionClause): void {
    for (const key of keysIn(pattern)) this.found.push({ ...key, how: 'matches', clause });
  }

  #read(key: Expr | undefined, expr: Expr, clause: FunctionClause): void {
    if (key?.kind !== 'atom' && key?.kind !== 'text') return;
    const start = expr.kind === 'call' && expr.piped && expr.receiver ? expr.receiver.start : expr.start;
    this.found.push({
      key: key.value,
      atom: key.kind === 'atom',
      how: 'reads',
      clause,
      start,
      end: expr.end,
    });
  }

  /** Walks one expression and gives back what is known after it. */
  #walk(expr: Expr, names: Names, clause: FunctionClause): Names {
    switch (expr.kind) {
      case 'block': {
        let inner = names;
        for (const item of expr.items) inner = this.#walk(item, inner, clause);
        return names;
      }
      case 'operator': {
        const [left, right] = expr.args;
        if ((expr.name === '=' || expr.name === '<-') && left && right)
          return this.#bind(left, right, names, clause);
        break;
      }
      case 'fn':
        for (const inner of expr.clauses) this.#inner(inner, names, clause);
        return names;
      case 'access':
        if (isArgs(expr.target, names)) this.#read(expr.key, expr, clause);
        break;
      case 'call':
        return this.#call(expr, names, clause);
      default:
        break;
    }
    for (const child of childrenOf(expr)) this.#walk(child, names, clause);
    return names;
  }

  #bind(left: Expr, right: Expr, names: Names, clause: FunctionClause): Names {
    this.#walk(right, names, clause);
    const rest = without(names, left);
    if (isArgs(right, names)) {
      this.#match(left, clause);
      return { jobs: rest.jobs, args: union(rest.args, wholeNames(left)) };
    }
    if (!isJob(right, names)) return rest;
    const args = argsIn(left);
    this.#match(args, clause);
    return { jobs: union(rest.jobs, wholeNames(left)), args: union(rest.args, wholeNames(args)) };
  }

  #call(call: CallExpr, names: Names, clause: FunctionClause): Names {
    const [first, second] = call.args;
    if (call.receiver && isArgs(call.receiver, names) && isField(call)) {
      this.found.push({ key: call.name, atom: true, how: 'reads', clause, start: call.start, end: call.end });
    }
    if (first && isArgs(first, names)) this.#given(call, second, clause);
    if (call.receiver) this.#walk(call.receiver, names, clause);
    // What a `with` or `for` binds in its head holds in its body.
    let inner = names;
    for (const arg of call.args) inner = this.#walk(arg, inner, clause);
    for (const [name, body] of Object.entries(call.blocks ?? {}))
      this.#body(body, name === 'else' ? names : inner, clause, call.name === 'case' ? first : undefined);
    this.#enter(call, names, clause);
    return names;
  }

  #given(call: CallExpr, key: Expr | undefined, clause: FunctionClause): void {
    if (call.module === 'Map' && KEYED.has(call.name)) this.#read(key, call, clause);
    const listed = (call.module === 'Map' && LISTED.has(call.name)) || call.name === 'get_in';
    if (listed && key?.kind === 'list') this.#read(key.items[0], call, clause);
  }

  #body(body: BlockBody | undefined, names: Names, clause: FunctionClause, subject?: Expr): void {
    if (body?.expr) this.#walk(body.expr, names, clause);
    for (const inner of body?.clauses ?? []) this.#inner(inner, names, clause, subject);
  }

  #inner(inner: Clause, names: Names, clause: FunctionClause, subject?: Expr): void {
    const args = subject && isArgs(subject, names) ? inner.params[0] : undefined;
    this.#match(args, clause);
    const rest = inner.params.reduce<Names>(without, names);
    const here: Names = { jobs: rest.jobs, args: union(rest.args, wholeNames(args)) };
    if (inner.guard) this.#walk(inner.guard, here, clause);
    this.#walk(inner.body, here, clause);
  }

  /** Follows the arguments into a private function that gets nothing else. */
  #enter(call: CallExpr, names: Names, clause: FunctionClause): void {
    const at = call.args.findIndex((arg) => isArgs(arg, names));
    if (at === -1 || call.module !== this.module.name) return;
    const site = clause.calls.find((candidate) => candidate.expr === call);
    const target = site && this.module.project.targetOf(site);
    if (!site || target?.kind !== 'defp' || this.module.project.callersOf(target).length !== 1) return;
    for (const entered of clausesEntered(site, this.module.project)) {
      if (this.#seen.has(entered)) continue;
      this.#match(entered.params[at], entered);
      const inner: Names = { jobs: new Set(), args: wholeNames(entered.params[at]) };
      this.#nesting.ask(() => this.#clause(entered, inner), undefined);
    }
  }
}

/** The variables that a pattern binds to all of what it matches. */
function wholeNames(pattern: Expr | undefined): Set<string> {
  if (pattern?.kind === 'variable' && pattern.name !== '_') return new Set([pattern.name]);
  if (pattern?.kind !== 'operator' || pattern.name !== '=') return new Set();
  return new Set(pattern.args.flatMap((part) => [...wholeNames(part)]));
}

function isJob(expr: Expr, { jobs }: Names): boolean {
  return expr.kind === 'variable' && jobs.has(expr.name);
}

function isArgs(expr: Expr, names: Names): boolean {
  if (expr.kind === 'variable') return names.args.has(expr.name);
  if (expr.kind !== 'call' || !expr.receiver) return false;
  return expr.name === 'args' && isField(expr) && isJob(expr.receiver, names);
}

/** `value.field`. */
function isField(call: CallExpr): boolean {
  return !call.parens && call.args.length === 0 && !call.blocks && call.name !== '';
}

function without(names: Names, pattern: Expr): Names {
  const bound = variablesIn(pattern);
  if (bound.size === 0) return names;
  const keep = (set: ReadonlySet<string>): Set<string> =>
    new Set([...set].filter((name) => !bound.has(name)));
  return { jobs: keep(names.jobs), args: keep(names.args) };
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a, ...b]);
}

/**
 * A call of production code that runs a worker itself, with arguments that Oban has not sent through JSON.
 *
 * @returns `undefined` where nothing but Oban runs it
 */
export function directRunOf(perform: Perform, project: Project): CallSite | undefined {
  return project.callersOf(perform.clause.fn).find((site) => {
    const caller = project.moduleOf(site.situation.owner);
    if (!caller?.production || site.situation.quoted) return false;
    const given = argsIn(site.args[0]);
    return given !== undefined && (given.kind !== 'map' || keysIn(given).some(({ atom }) => atom));
  });
}
