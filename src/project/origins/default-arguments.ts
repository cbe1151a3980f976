import type { FunctionClause, FunctionDef } from '../../elixir/model.js';

/** The head that holds a function's defaults. */
export function defaultHead(fn: FunctionDef): FunctionClause | undefined {
  return (
    fn.clauses.find((clause) =>
      clause.params.some((param) => param.kind === 'operator' && param.name === '\\\\'),
    ) ?? fn.clauses[0]
  );
}

/**
 * Which of a call's arguments a parameter gets, 0-based: arguments fill the parameters without a default, and
 * from the left as many of the others as there are arguments (`Kernel.def/2`, "Default arguments").
 */
export function positionOf(fn: FunctionDef, index: number, given: number): number | undefined {
  if (given === fn.arity) return index;
  let spare = given - fn.minArity;
  let position = 0;
  for (const [at, param] of (defaultHead(fn)?.params ?? []).entries()) {
    const optional = param.kind === 'operator' && param.name === '\\\\';
    const filled = !optional || spare > 0;
    if (optional && filled) spare -= 1;
    if (at === index) return filled ? position : undefined;
    if (filled) position += 1;
  }
  return undefined;
}
