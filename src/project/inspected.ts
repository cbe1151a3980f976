import { shownExpr } from '../elixir/shown.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import { originsOf, type Standpoint } from './origins.js';
import type { Project } from './project.js';

/**
 * A value as `inspect/1` would print it, variables and attributes followed where they stand for one thing.
 * What is known only at run time is shown as it is written.
 */
export function inspected(expr: Expr, at: Standpoint, project: Project, depth = 4): string {
  switch (expr.kind) {
    case 'alias':
      return expr.module ?? expr.name;
    case 'tuple':
      return `{${expr.items.map((item) => inspected(item, at, project, depth)).join(', ')}}`;
    case 'list':
      return `[${expr.items.map((item) => inspected(item, at, project, depth)).join(', ')}]`;
    case 'number':
      return String(expr.value ?? expr.text);
    case 'variable':
      if (expr.name === '__MODULE__') return at.owner.name;
      return followedText(expr, at, project, depth);
    case 'call':
      if (expr.module === 'Module' && expr.name === 'concat')
        return concatenated(expr.args, at, project, depth) ?? shownExpr(expr);
      if (expr.module === 'Application') return configured(expr, at, project, depth) ?? shownExpr(expr);
      return followedText(expr, at, project, depth);
    case 'attribute':
    case 'access':
      return followedText(expr, at, project, depth);
    default:
      return shownExpr(expr);
  }
}

function followedText(expr: Expr, at: Standpoint, project: Project, depth: number): string {
  const origins = depth > 0 ? originsOf(expr, [], at, project).filter(({ path }) => path.length === 0) : [];
  const [only] = origins;
  return only && origins.length === 1 && only.expr !== expr
    ? inspected(only.expr, only.at, project, depth - 1)
    : shownExpr(expr);
}

/** What configuration says, or the default of the call that asks. */
function configured(call: CallExpr, at: Standpoint, project: Project, depth: number): string | undefined {
  const value = project.settings.config.valueFor(call, at.owner.name) ?? call.args[2];
  return value && depth > 0 ? inspected(value, at, project, depth - 1) : undefined;
}

/** `Module.concat(A, B)` and `Module.concat([A, B])`. */
function concatenated(
  args: readonly Expr[],
  at: Standpoint,
  project: Project,
  depth: number,
): string | undefined {
  const [first] = args;
  const parts = args.length === 1 && first?.kind === 'list' ? first.items : args;
  const texts = parts.map((part) => inspected(part, at, project, depth));
  return texts.every((text) => /^[A-Z]/.test(text)) ? texts.join('.') : undefined;
}
