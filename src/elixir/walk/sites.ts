import type { CallExpr } from '../../syntax/ast.js';
import type { CallSite, Situation } from '../model.js';
import { moduleOf, type Scope } from '../scope.js';
import type { Use } from './use.js';

/** A call where it stands; what module it goes to has been resolved before (`resolve`). */
export function siteOf(call: CallExpr, situation: Situation, use: Use): CallSite {
  const { name, arity, args, start, end, nameStart, module } = call;
  // What is added to an object later takes more room than what it is made with.
  const site: CallSite = {
    module,
    callee: undefined,
    name,
    arity,
    args,
    expr: call,
    captured: false,
    situation,
    result: use.result,
    start,
    end,
    nameStart,
  };
  if (use.pattern) site.pattern = use.pattern;
  return site;
}

/** Fills in the module that a call goes to, where its place alone says so. */
export function resolve(call: CallExpr, scope: Scope, situation: Situation): void {
  // The body of `defimpl P, for: [A, B]` is walked for each type.
  if (!call.receiver && call.module !== undefined) forgetModule(call);
  if (!call.receiver) return;
  const module =
    call.name === '' || call.name === 'unquote' ? undefined : moduleOf(call.receiver, scope, situation.owner);
  if (module !== undefined) call.module = module;
}

function forgetModule(call: CallExpr): void {
  call.module = undefined;
  call.callee = undefined;
}
