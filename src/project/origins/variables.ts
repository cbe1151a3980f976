import { bindingAt, type Step } from '../../elixir/bindings.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { CallExpr } from '../../syntax/ast.js';
import type { Origin, Standpoint } from '../origins.js';
import { ofParameter } from './parameters.js';
import type { Tracer } from './tracer.js';

/** What a variable holds at an offset. */
export function ofVariable(
  tracer: Tracer,
  name: string,
  offset: number,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const binding = at.clause && name !== '__MODULE__' ? bindingAt(at.clause, name, offset) : undefined;
  if (!binding || !at.clause) return undefined;
  switch (binding.kind) {
    case 'value':
      return tracer.trace(binding.value, [...binding.path, ...path], at);
    case 'parameter':
      return (
        ofParameter(tracer, at.clause, binding.index, [...binding.path, ...path], at) ??
        inPattern(at.clause, binding, path, at)
      );
    case 'given':
      return givenToFunction(
        tracer,
        binding.call,
        binding.arg,
        binding.index,
        [...binding.path, ...path],
        at,
      );
    default:
      return undefined;
  }
}

/** A part of a parameter that nobody in sight gives: the pattern says what it is a part of. */
function inPattern(
  clause: FunctionClause,
  binding: { index: number; path: Step[] },
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const param = clause.params[binding.index];
  return param && binding.path.length > 0
    ? [{ expr: param, path: [...binding.path, ...path], at }]
    : undefined;
}

/** What a call gives to the function that is its argument: an item of what `Enum` and `Stream` go through. */
function givenToFunction(
  tracer: Tracer,
  call: CallExpr,
  arg: number,
  index: number,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const [subject] = call.args;
  if (!subject || arg === 0) return undefined;
  const makes = (call.module === 'Map' || call.module === 'Keyword') && call.name === 'new';
  if (makes || call.module === 'Enum' || call.module === 'Stream' || call.module === 'Task') {
    return index === 0 ? tracer.trace(subject, [{ kind: 'each' }, ...path], at) : undefined;
  }
  if ((call.name === 'then' || call.name === 'tap') && !call.receiver) return tracer.trace(subject, path, at);
  return undefined;
}
