import type { Expr } from '../../syntax/ast.js';
import type { Visit } from './form.js';
import { inProduction, negate } from './mix-env.js';
import { branch, placed } from './situations.js';

/** `case`: where it asks for `Mix.env()`, the clauses that production never takes are marked. */
export function caseForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const [subject] = call.args;
  for (const arg of call.args) walker.walk(arg, scope, situation, { result: 'tested' });
  const production = subject && inProduction(subject);
  const inside = branch(situation);
  if (production === undefined) return walker.body(blocks.do, scope, inside, use);
  const outside = placed(inside, { devOnly: true });
  for (const clause of blocks.do?.clauses ?? [])
    walker.clause(clause, scope, isAnswer(clause.params[0], !production) ? outside : inside, use);
}

/** True for the pattern `true` or `false`, as asked. */
function isAnswer(pattern: Expr | undefined, answer: boolean): boolean {
  return pattern?.kind === 'atom' && pattern.value === String(answer);
}

/** `if` and `unless`, likewise. */
export function ifForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const [condition] = call.args;
  if (condition) walker.walk(condition, scope, situation, { result: 'tested' });
  const inside = branch(situation);
  const production =
    condition && (call.name === 'if' ? inProduction(condition) : negate(inProduction(condition)));
  const outside = placed(inside, { devOnly: true });
  walker.body(blocks.do, scope, production === false ? outside : inside, use);
  walker.body(blocks.else, scope, production === true ? outside : inside, use);
}

/** `cond`. */
export function condForm({ walker, blocks, scope, situation, use }: Visit): void {
  walker.body(blocks.do, scope, branch(situation), use);
}
