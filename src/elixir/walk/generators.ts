import type { Expr } from '../../syntax/ast.js';
import type { Loop } from '../model.js';
import { innerScope } from '../scope.js';
import type { Visit } from './form.js';
import { branch, placed } from './situations.js';
import { NESTED } from './use.js';

/** `with`: from the second `<-` on, what stands there may be left out. */
export function withForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const inner = innerScope(scope);
  let inside = situation;
  for (const arg of call.args) {
    if (arg.kind === 'operator' && arg.name === '<-') {
      const [pattern, value] = arg.args;
      if (pattern) walker.walk(pattern, inner, inside, NESTED);
      if (pattern && value) walker.walk(value, inner, inside, { result: 'tested', pattern });
      inside = branch(situation);
    } else walker.walk(arg, inner, inside, NESTED);
  }
  walker.body(blocks.do, inner, branch(situation), use);
  walker.body(blocks.else, scope, branch(situation), use);
}

/** `for`: each generator is a loop around what follows it. */
export function forForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const inner = innerScope(scope);
  let inside = situation;
  for (const arg of call.args) {
    const generator = generatorOf(arg);
    if (generator) {
      walker.walk(generator.collection, inner, inside, NESTED);
      walker.walk(generator.pattern, inner, inside, NESTED);
      const outer = inside.loop;
      const loop: Loop = {
        collection: generator.collection,
        start: call.start,
        end: call.end,
        ...(outer ? { outer } : {}),
      };
      inside = placed(inside, { loop });
    } else walker.walk(arg, inner, inside, NESTED);
  }
  // With `reduce:` the body is clauses; either way its value ends up where the comprehension's does.
  walker.body(blocks.do, inner, inside, use);
}

/** The pattern and collection of `x <- xs` and `<<x <- xs>>`. */
function generatorOf(arg: Expr): { pattern: Expr; collection: Expr } | undefined {
  const expr = arg.kind === 'bitstring' ? arg.items.at(-1) : arg;
  if (expr?.kind !== 'operator' || expr.name !== '<-') return undefined;
  const [pattern, collection] = expr.args;
  if (!pattern || !collection) return undefined;
  if (arg.kind !== 'bitstring') return { pattern, collection };
  return { pattern: { ...arg, items: [...arg.items.slice(0, -1), pattern] }, collection };
}
