import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { BlockBody, CallExpr, Expr } from '../../syntax/ast.js';
import { childrenOf } from '../../syntax/visit.js';

/** What is to be found on every path. */
export interface Wanted {
  /** True for a call that is looked for. */
  call(site: CallSite): boolean;
  /** True for a clause that counts as a find when it is entered. */
  clause(clause: FunctionClause): boolean;
  /** The clauses that a callback goes on to when it answers `{:continue, term}`. */
  continued?(term: Expr): readonly FunctionClause[];
}

const ENDS: ReadonlySet<string> = new Set(['raise', 'reraise', 'exit', 'throw']);
/** Functions that run the function they are given, once and in place (`Kernel`, `:telemetry`, `:timer`). */
const RUNS_ONCE: ReadonlySet<string> = new Set(['then', 'tap', 'span', 'tc']);
const SHORT_CIRCUITS: ReadonlySet<string> = new Set(['&&', '||', 'and', 'or']);

/**
 * True where every way through a clause makes a call that is looked for, itself or in functions of the project that
 * it calls. A way that raises, or that answers `{:stop, …}`, ends the process and is not counted.
 */
export function alwaysCalls(clause: FunctionClause, wanted: Wanted, project: Project): boolean {
  return new Paths(wanted, project).through(clause);
}

class Paths {
  readonly #entered = new Set<FunctionClause>();

  constructor(
    readonly wanted: Wanted,
    readonly project: Project,
  ) {}

  through(clause: FunctionClause): boolean {
    if (this.#entered.has(clause) || !clause.body) return false;
    this.#entered.add(clause);
    const sites = new Map<Expr, CallSite>(clause.calls.map((site) => [site.expr, site]));
    const found = this.#on(clause.body, sites);
    this.#entered.delete(clause);
    return found;
  }

  #on(expr: Expr, sites: ReadonlyMap<Expr, CallSite>): boolean {
    if (expr.kind === 'fn' || expr.kind === 'capture') return false;
    if (expr.kind === 'tuple' && atomOf(expr.items[0]) === 'stop') return true;
    if (expr.kind === 'tuple' && atomOf(expr.items[0]) === 'continue' && this.#goesOn(expr.items[1]))
      return true;
    if (expr.kind === 'operator' && SHORT_CIRCUITS.has(expr.name))
      return expr.args[0] !== undefined && this.#on(expr.args[0], sites);
    if (expr.kind === 'call') return this.#onCall(expr, sites);
    return childrenOf(expr).some((child) => this.#on(child, sites));
  }

  #onCall(call: CallExpr, sites: ReadonlyMap<Expr, CallSite>): boolean {
    if (!call.receiver && call.blocks) return this.#onForm(call, sites);
    if (!call.receiver && ENDS.has(call.name)) return true;
    const site = sites.get(call);
    if (site && (this.wanted.call(site) || this.#enters(site))) return true;
    if (call.receiver && this.#on(call.receiver, sites)) return true;
    return call.args.some((arg) => this.#on(arg, sites) || this.#runs(call, arg, sites));
  }

  #enters(site: CallSite): boolean {
    const clauses = clausesEntered(site, this.project);
    return (
      clauses.length > 0 && clauses.every((clause) => this.wanted.clause(clause) || this.through(clause))
    );
  }

  #goesOn(term: Expr | undefined): boolean {
    const clauses = (term && this.wanted.continued?.(term)) ?? [];
    return clauses.length > 0 && clauses.every((clause) => this.through(clause));
  }

  #runs(call: CallExpr, arg: Expr, sites: ReadonlyMap<Expr, CallSite>): boolean {
    return (
      arg.kind === 'fn' && RUNS_ONCE.has(call.name) && arg.clauses.every(({ body }) => this.#on(body, sites))
    );
  }

  #onForm(call: CallExpr, sites: ReadonlyMap<Expr, CallSite>): boolean {
    const { name, args, blocks } = call;
    const [first] = args;
    if (first && this.#on(first, sites)) return true;
    const main = this.#throughout(blocks?.do, sites);
    if (blocks?.after && name === 'try' && this.#throughout(blocks.after, sites)) return true;
    if (name === 'if' || name === 'unless') return main && this.#throughout(blocks?.else, sites);
    if (name === 'with') return main && this.#throughout(blocks?.else, sites);
    if (name === 'receive') return main && (!blocks?.after || this.#throughout(blocks.after, sites));
    return main && (name === 'case' || name === 'cond' || name === 'try');
  }

  #throughout(body: BlockBody | undefined, sites: ReadonlyMap<Expr, CallSite>): boolean {
    if (body?.expr) return this.#on(body.expr, sites);
    return body?.clauses?.every((clause) => this.#on(clause.body, sites)) === true;
  }
}
