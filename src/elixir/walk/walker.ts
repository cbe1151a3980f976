import type {
  AttributeExpr,
  BlockBody,
  Blocks,
  CallExpr,
  Clause,
  Expr,
  OperatorExpr,
} from '../../syntax/ast.js';
import { expressionsIn } from '../binaries.js';
import {
  defineFunction,
  defineModule,
  delegate,
  isDefinition,
  MODULES,
  noteAttribute,
  noteCallback,
  noteSpec,
} from '../define.js';
import { applyDirective, isDirective } from '../directives.js';
import { DEFINERS } from '../kernel.js';
import type { Closure, ModuleDef, Situation } from '../model.js';
import { innerScope, moduleOf, type Scope } from '../scope.js';
import { walkCall } from './calls.js';
import { walkClosure } from './closures.js';
import { FORMS } from './forms.js';
import { walkQuote } from './quotes.js';
import { RecordedCalls } from './recorded-calls.js';
import { branch, placed } from './situations.js';
import { DISCARDED, NESTED, type Use } from './use.js';

/** Attributes whose value is a type or documentation, not code. */
const TYPES: ReadonlySet<string> = new Set(['spec', 'type', 'typep', 'opaque', 'callback', 'macrocallback']);

const UNQUOTES: ReadonlySet<string> = new Set(['unquote', 'unquote_splicing']);

/**
 * Walks expressions once, in the order of the source: keeps the lexical scope, resolves aliases and callees in
 * place, and collects every call with the situation it stands in.
 */
export class Walker {
  /** Every module found, in order of appearance. */
  readonly modules: ModuleDef[] = [];

  /** Every call found, and where local ones go. */
  readonly calls = new RecordedCalls();

  #impl = false;

  constructor(readonly file: string) {}

  /** Walks one expression; directives in it change `scope`. */
  walk(expr: Expr, scope: Scope, situation: Situation, use: Use): void {
    switch (expr.kind) {
      case 'alias': {
        const module = moduleOf(expr, scope, situation.owner);
        if (module !== undefined) expr.module = module;
        return;
      }
      case 'list':
      case 'tuple':
        return this.each(expr.items, scope, situation);
      case 'bitstring':
        return this.each(expr.items.flatMap(expressionsIn), scope, situation);
      case 'interpolated':
        return this.each(expr.parts, scope, situation);
      case 'map':
        if (expr.base) this.walk(expr.base, scope, situation, NESTED);
        if (expr.struct) this.walk(expr.struct, scope, situation, NESTED);
        for (const { key, value } of expr.pairs) {
          this.walk(key, scope, situation, NESTED);
          this.walk(value, scope, situation, NESTED);
        }
        return;
      case 'access':
        return this.each([expr.target, expr.key], scope, situation);
      case 'operator':
        return this.#operator(expr, scope, situation, use);
      case 'attribute':
        return this.#attribute(expr, scope, situation);
      case 'block':
        return this.#block(expr.items, scope, situation, use);
      case 'fn':
        return this.closure(expr, scope, situation, { arg: 0 });
      case 'capture':
        return this.closure(expr, scope, situation, { arg: 0 });
      case 'call':
        return this.#call(expr, scope, situation, use);
      default:
        return;
    }
  }

  #attribute(expr: AttributeExpr, scope: Scope, situation: Situation): void {
    if (expr.value && expr.name === 'callback') noteCallback(expr.value, situation.owner);
    if (expr.value && expr.name === 'spec') noteSpec(expr.value, situation.owner);
    if (!expr.value || TYPES.has(expr.name)) return;
    if (!situation.clause && expr.name === 'impl') this.#impl = true;
    else if (!situation.clause) noteAttribute(expr.name, expr.value, scope, situation.owner);
    this.walk(expr.value, scope, situation, NESTED);
  }

  /** Whether `@impl` stands before the definition that is walked now; it counts for one definition. */
  takeImpl(): boolean {
    const impl = this.#impl;
    this.#impl = false;
    return impl;
  }

  /** Walks expressions that are parts of another one. */
  each(exprs: readonly Expr[], scope: Scope, situation: Situation): void {
    for (const expr of exprs) this.walk(expr, scope, situation, NESTED);
  }

  #block(items: readonly Expr[], scope: Scope, situation: Situation, use: Use): void {
    for (const [index, item] of items.entries()) {
      this.walk(item, scope, situation, index === items.length - 1 ? use : DISCARDED);
    }
  }

  #operator(expr: OperatorExpr, scope: Scope, situation: Situation, use: Use): void {
    const [left, right] = expr.args;
    if (expr.name === '=' && left && right) {
      this.walk(left, scope, situation, NESTED);
      if (left.kind === 'variable' && (right.kind === 'fn' || right.kind === 'capture')) {
        const closure: Closure = { arg: 0 };
        this.closure(right, scope, situation, closure);
        scope.closures?.set(left.name, closure);
      } else this.walk(right, scope, situation, { result: 'bound', pattern: left });
    } else if (
      right &&
      left &&
      (expr.name === '&&' || expr.name === '||' || expr.name === 'and' || expr.name === 'or')
    ) {
      this.walk(left, scope, situation, { result: 'tested' });
      this.walk(right, scope, branch(situation), use);
    } else this.each(expr.args, scope, situation);
  }

  /** Walks an anonymous function or a capture that stands where `closure` says. */
  closure(expr: Expr, scope: Scope, situation: Situation, closure: Closure): void {
    walkClosure(this, expr, scope, situation, closure);
  }

  /** Walks one `pattern when guard -> body` in a scope of its own. */
  clause(clause: Clause, scope: Scope, situation: Situation, use: Use): void {
    const inner = innerScope(scope);
    this.each(clause.params, inner, situation);
    if (clause.guard) this.walk(clause.guard, inner, situation, NESTED);
    this.walk(clause.body, inner, situation, use);
  }

  /** Walks what stands in a block in a scope of its own. */
  body(body: BlockBody | undefined, scope: Scope, situation: Situation, use: Use): void {
    if (body?.expr) this.walk(body.expr, innerScope(scope), situation, use);
    if (body?.clauses) for (const clause of body.clauses) this.clause(clause, scope, situation, use);
  }

  /** Walks the parts of a `try`, or of a function with `rescue` and the like. */
  handlers(blocks: Blocks, scope: Scope, situation: Situation, use: Use): void {
    const guarded = blocks.rescue !== undefined || blocks.catch !== undefined;
    this.body(blocks.do, scope, guarded ? placed(situation, { rescued: true }) : situation, use);
    for (const name of ['rescue', 'catch', 'else'] as const)
      this.body(blocks[name], scope, branch(situation), use);
    this.body(blocks.after, scope, situation, DISCARDED);
  }

  #call(call: CallExpr, scope: Scope, situation: Situation, use: Use): void {
    if (!call.receiver) {
      const form = FORMS[call.name];
      if (form && call.blocks)
        return form({ walker: this, call, blocks: call.blocks, scope, situation, use });
      if (call.name === 'quote') return walkQuote(this, call, scope, situation);
      if (isDirective(call)) return applyDirective(this, call, scope, situation);
      if (scope.macro && UNQUOTES.has(call.name))
        return this.each(call.args, scope.macro.scope, scope.macro.situation);
      if (isDefinition(call) && (!situation.clause || MODULES.has(call.name)))
        return this.#define(call, scope, situation);
    }
    if (scope.macro && call.receiver && UNQUOTES.has(call.name)) {
      this.walk(call.receiver, scope, situation, NESTED);
      return this.each(call.args, scope.macro.scope, scope.macro.situation);
    }
    walkCall(this, call, scope, situation, use);
  }

  /** `def`, `defmodule` and their like in a module body. */
  #define(call: CallExpr, scope: Scope, situation: Situation): void {
    if (call.name === 'defdelegate') delegate(this, call, scope, situation);
    else if (DEFINERS.has(call.name)) defineFunction(this, call, scope, situation);
    else defineModule(this, call, scope, situation);
  }
}
