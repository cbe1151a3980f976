import { keyStep, type Step } from '../../elixir/bindings.js';
import { tailsOf } from '../../elixir/flow.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import type { Origin, Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import { stepsTaken } from '../steps.js';
import { itemMade } from './collections.js';
import { inContainer } from './containers.js';
import { inLiteral } from './literals.js';
import { returnedFrom } from './returns.js';
import { ofVariable } from './variables.js';

/** The longest way into a value that is followed. */
const DEPTH = 8;

/** Follows one value back, for one question. */
export class Tracer {
  #left: number;
  readonly #asked = new Map<Expr, Set<string>>();

  constructor(
    readonly project: Project,
    budget: number,
  ) {
    this.#left = budget;
  }

  /** The expressions that a value, or the part of it at the end of `path`, comes from. */
  trace(expr: Expr, path: readonly Step[], at: Standpoint): Origin[] {
    this.#left -= 1;
    stepsTaken.origins += 1;
    if (this.#left <= 0 || path.length > DEPTH) return [{ expr, path, at }];
    const ends = at.clause ? tailsOf(expr) : [];
    if (ends.length > 1 || (ends[0] && ends[0].expr !== expr))
      return ends.flatMap((end) => this.trace(end.expr, path, at));
    return this.#step(expr, path, at) ?? [{ expr, path, at }];
  }

  /** The origins of an expression that can be followed further; `undefined` where it is an origin itself. */
  #step(expr: Expr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    switch (expr.kind) {
      case 'variable':
        return ofVariable(this, expr.name, expr.start, path, at);
      case 'attribute': {
        const value = expr.value ? undefined : at.owner.attributes.get(expr.name)?.at(-1);
        return value && this.trace(value, path, { owner: at.owner, entered: [] });
      }
      case 'operator':
        return this.#operator(expr.name, expr.args, path, at);
      case 'access': {
        const step = keyStep(expr.key);
        return step === 'unknown' ? undefined : this.trace(expr.target, [step, ...path], at);
      }
      case 'map':
      case 'list':
      case 'tuple':
        return inLiteral(this, expr, path, at);
      case 'call':
        return this.#call(expr, path, at);
      default:
        return undefined;
    }
  }

  #operator(
    name: string,
    args: readonly Expr[],
    path: readonly Step[],
    at: Standpoint,
  ): Origin[] | undefined {
    // Two lists joined are one whole, in this order; a part of it is of either.
    if (name === '++' && path.length === 0) return undefined;
    if (name === '||' || name === 'or' || name === '++')
      return args.flatMap((arg) => this.trace(arg, path, at));
    if (name === '&&' || name === 'and') return args.slice(1).flatMap((arg) => this.trace(arg, path, at));
    return undefined;
  }

  #call(call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    const { receiver, name, args } = call;
    if (receiver && call.module === undefined && args.length === 0 && !call.parens && name !== '') {
      return this.trace(receiver, [{ kind: 'key', key: name }, ...path], at);
    }
    if (name === 'then' && args[1]?.kind === 'fn')
      return args[1].clauses.flatMap(({ body }) => this.trace(body, path, at));
    return (
      inContainer(this, call, path, at) ??
      itemMade(this, call, path, at) ??
      returnedFrom(this, call, path, at)
    );
  }

  /** Notes that a part of a parameter is asked for; true where it was before, as in functions that call themselves. */
  wasAsked(param: Expr, path: readonly Step[]): boolean {
    const key = JSON.stringify(path);
    const asked = this.#asked.get(param) ?? new Set();
    if (asked.has(key)) return true;
    this.#asked.set(param, asked.add(key));
    return false;
  }
}
