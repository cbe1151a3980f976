import type { CallSite, FunctionClause } from './model.js';

/** `Module.name/arity` of a call, `name/arity` for one of its own module, `fun.(…)` for one of a variable. */
export function callText(site: CallSite): string {
  const { module, name, arity, expr } = site;
  const receiver = expr.kind === 'call' && name === '' ? expr.receiver : undefined;
  if (receiver?.kind === 'variable') return `${receiver.name}.(…)`;
  const own = module === undefined || module === site.situation.owner.name || module === 'Kernel';
  return own ? `${name}/${arity}` : `${module}.${name}/${arity}`;
}

/** `name/arity` of the function that a clause belongs to. */
export function functionText({ fn }: FunctionClause): string {
  return `${fn.name}/${fn.arity}`;
}
