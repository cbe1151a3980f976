import { keywordsOf } from '../../elixir/literals.js';
import type { Expr } from '../../syntax/ast.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import type { ChildSpec } from './child-spec.js';
import { overridden } from './spec-options.js';

/** What `use Behaviour, options` puts into `child_spec/1` (`GenServer`, `Supervisor`, `Agent`, `Task`). */
export function usedSpec(module: ProjectModule, base: ChildSpec, project: Project): ChildSpec {
  const result: ChildSpec = { ...base, restart: module.is('task') ? 'temporary' : 'permanent' };
  const use = module.uses.find((directive) => SPEC_MAKERS.has(directive.module));
  return use?.options ? overridden(result, use.options, { owner: module.def, entered: [] }, project) : result;
}

const SPEC_MAKERS: ReadonlySet<string> = new Set([
  'GenServer',
  'GenStage',
  'GenStateMachine',
  'Agent',
  'Task',
  'Supervisor',
  'DynamicSupervisor',
  'Broadway',
  'WebSockex',
]);

/** The changes that an expression makes to `super(arg)`; `undefined` where it is not about `super`. */
export function overSuper(expr: Expr): Expr[] | undefined {
  if (expr.kind === 'map' && expr.base) {
    const inner = overSuper(expr.base);
    return inner && [...inner, { ...expr, base: expr.base }];
  }
  if (expr.kind !== 'call') return undefined;
  if (expr.name === 'super' && !expr.receiver) return [];
  const [first, second, third] = expr.args;
  const inner = first && overSuper(first);
  if (!inner) return undefined;
  if (expr.module === 'Supervisor' && expr.name === 'child_spec' && second) return [...inner, second];
  if (expr.module === 'Map' && expr.name === 'merge' && second) return [...inner, second];
  if (expr.module === 'Map' && expr.name === 'put' && second && third) {
    const { start, end } = expr;
    return [...inner, { kind: 'map', pairs: [{ key: second, value: third }], start, end }];
  }
  return keywordsOf(second).length > 0 ? undefined : inner;
}
