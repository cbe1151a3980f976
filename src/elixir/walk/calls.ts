import type { Blocks, CallExpr, Expr } from '../../syntax/ast.js';
import { noteStruct } from '../define.js';
import type { CallSite, Situation } from '../model.js';
import type { Scope } from '../scope.js';
import { recordApplied } from './applied.js';
import { handOver } from './closures.js';
import { resolve, siteOf } from './sites.js';
import { branch, placed } from './situations.js';
import { NESTED, type Use } from './use.js';
import type { Walker } from './walker.js';

/** Expressions with nothing inside that could be a call or a module. */
const LEAVES: ReadonlySet<string> = new Set(['variable', 'atom', 'number', 'text', 'placeholder', 'error']);

/** Walks and records a call of a function or of a macro that is not one of Elixir's own forms. */
export function walkCall(walker: Walker, call: CallExpr, scope: Scope, situation: Situation, use: Use): void {
  if (call.receiver) walker.walk(call.receiver, scope, situation, NESTED);
  if (call.name === 'defstruct' && !call.receiver) noteStruct(call, situation.owner);
  resolve(call, scope, situation);
  const site = siteOf(call, situation, use);
  walker.calls.record(site, scope);
  if (call.name === '' && call.receiver?.kind === 'variable') handOver(call.receiver.name, scope, site, 0);
  walkArguments(walker, call.args, site, scope, situation);
  if (call.blocks) foreignBlocks(walker, call.blocks, scope, situation, use);
  recordApplied(walker, site, scope, situation);
}

/** Blocks of a macro that is not Elixir's own. */
function foreignBlocks(walker: Walker, blocks: Blocks, scope: Scope, situation: Situation, use: Use): void {
  for (const body of Object.values(blocks))
    walker.body(body, scope, body.clauses ? branch(situation) : situation, use);
}

function walkArguments(
  walker: Walker,
  args: readonly Expr[],
  site: CallSite,
  scope: Scope,
  situation: Situation,
): void {
  const logged = situation.logged || site.module === 'Logger';
  for (const [arg, expr] of args.entries()) {
    if (expr.kind === 'fn' || expr.kind === 'capture') {
      walker.closure(expr, scope, logged ? placed(situation, { logged }) : situation, {
        via: site,
        arg,
      });
    } else {
      if (expr.kind === 'variable') handOver(expr.name, scope, site, arg);
      if (LEAVES.has(expr.kind)) continue;
      walker.walk(expr, scope, placed(situation, { logged, parent: { site, arg } }), { result: 'argument' });
    }
  }
}
