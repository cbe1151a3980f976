import type { CallExpr, Expr } from '../../syntax/ast.js';
import { moduleNamed, modulesChosenFrom } from '../module-values.js';
import { alternatives } from './alternatives.js';
import type { ChildReading } from './child-reading.js';
import {
  branchChildren,
  followedChildren,
  isBranching,
  returnedChildren,
  variableChildren,
} from './given-children.js';
import { childrenOfCall } from './list-calls.js';
import {
  conditionalChild,
  type ListedChild,
  madeByCall,
  unknownChild,
  writtenChild,
} from './listed-child.js';

/** How many modules may be chosen from for each to be drawn. */
const FEW = 3;

/** `Supervisor.Spec.worker/3` and `supervisor/3`. */
const SPEC_MACROS: ReadonlySet<string> = new Set(['worker', 'supervisor']);

/** What one entry of a list of children stands for: itself, or what the expression in its place gives. */
export function childrenOfEntry(expr: Expr, reading: ChildReading): ListedChild[] {
  const { at } = reading;
  switch (expr.kind) {
    case 'atom':
      return expr.value === 'nil' || expr.value === 'false' ? [] : [writtenChild(expr, at)];
    case 'variable':
      return variableChildren(expr, reading, (value, where) => reading.item(value, where));
    case 'list':
    case 'attribute':
      return reading.list(expr);
    case 'block': {
      const last = expr.items.at(-1);
      return last ? reading.item(last) : [];
    }
    case 'operator': {
      const [left, right] = expr.args;
      if ((expr.name === '&&' || expr.name === 'and') && right)
        return reading.item(right).map(conditionalChild);
      if (expr.name === '||' && left && right) return alternatives([reading.item(left), reading.item(right)]);
      return reading.list(expr);
    }
    case 'tuple': {
      const [target, arg] = expr.items;
      return (target && chosenChildren(expr, target, arg, reading)) ?? [writtenChild(expr, at)];
    }
    case 'call':
      return callChildren(expr, reading);
    default:
      return [writtenChild(expr, at)];
  }
}

/** `{module, arg}` and `module.child_spec(arg)` where the module is one of several that the source lists. */
function chosenChildren(
  expr: Expr,
  target: Expr,
  arg: Expr | undefined,
  { at, project }: ChildReading,
): ListedChild[] | undefined {
  if (target.kind === 'alias' || target.kind === 'atom' || (expr.kind === 'tuple' && expr.items.length !== 2))
    return undefined;
  if (moduleNamed(target, at, project) !== undefined) return undefined;
  const modules = modulesChosenFrom(target, arg, at, project);
  if (modules.length === 0) return undefined;
  if (modules.length > FEW)
    return [unknownChild(expr, at, `it is one of ${modules.length} modules: ${modules.join(', ')}`)];
  const { start, end } = expr;
  return modules.map((module) => {
    const alias: Expr = { kind: 'alias', name: module, module, start, end };
    const item: Expr = arg ? { kind: 'tuple', items: [alias, arg], start, end } : alias;
    return { expr: item, at, conditional: modules.length > 1 };
  });
}

function callChildren(call: CallExpr, reading: ChildReading): ListedChild[] {
  const read = reading.item.bind(reading);
  if (isBranching(call)) return branchChildren(call, reading, read);
  const itself = writtenChild(call, reading.at);
  if (call.name === 'child_spec' && call.receiver && call.args.length === 1 && call.module === undefined)
    return chosenChildren(call, call.receiver, call.args[0], reading) ?? [itself];
  if (isSpec(call)) return [itself];
  const returned = returnedChildren(call, reading, read);
  if (returned) return returned;
  if (call.module === 'Enum' || call.module === 'List' || (call.name === 'for' && !call.receiver))
    return childrenOfCall(call, reading);
  return (
    followedChildren(call, reading, read) ??
    (call.name === 'child_spec' ? [itself] : [madeByCall(call, reading.at)])
  );
}

/** True for a call that is a child spec: `Module.child_spec(arg)`, `Supervisor.child_spec/2`, `worker(…)`. */
function isSpec({ name, args, receiver, module }: CallExpr): boolean {
  if (SPEC_MACROS.has(name)) return true;
  if (name !== 'child_spec') return false;
  return (args.length === 1 && receiver !== undefined) || module === 'Supervisor' || module === ':poolboy';
}
