import type { CallExpr, Expr } from '../../syntax/ast.js';
import { originsOf, type Standpoint } from '../origins.js';
import type { Project } from '../project.js';

/** In place of a part that is known only at run time. */
const OPEN = '_';
const DEPTH = 6;

/**
 * A process name with its fixed parts written out and the others left open: `{:via, Registry, {MyApp.Names,
 * {MyApp.Room, _}}}`.
 */
export function nameShape(expr: Expr, at: Standpoint, project: Project, depth = DEPTH): string {
  if (depth === 0) return OPEN;
  const part = (inner: Expr): string => nameShape(inner, at, project, depth);
  switch (expr.kind) {
    case 'alias':
      return expr.module ?? expr.name;
    case 'atom':
      return `:${expr.value}`;
    case 'text':
      return JSON.stringify(expr.value);
    case 'number':
      return expr.text;
    case 'tuple':
      return `{${expr.items.map(part).join(', ')}}`;
    case 'variable':
      return expr.name === '__MODULE__' ? at.owner.name : followed(expr, at, project, depth);
    case 'call':
      return concatenated(expr, part) ?? followed(expr, at, project, depth);
    case 'attribute':
    case 'access':
      return followed(expr, at, project, depth);
    default:
      return OPEN;
  }
}

/** The shape that all origins of a value share. */
function followed(expr: Expr, at: Standpoint, project: Project, depth: number): string {
  const origins = originsOf(expr, [], at, project).filter(
    ({ expr: origin }) => origin.kind !== 'atom' || origin.value !== 'nil',
  );
  const shapes = new Set(
    origins.map((origin) =>
      origin.expr === expr || origin.path.length > 0
        ? OPEN
        : nameShape(origin.expr, origin.at, project, depth - 1),
    ),
  );
  const [only] = shapes;
  return shapes.size === 1 && only !== undefined ? only : OPEN;
}

function concatenated(call: CallExpr, part: (expr: Expr) => string): string | undefined {
  if (call.module !== 'Module' || call.name !== 'concat') return undefined;
  const [first] = call.args;
  const parts = call.args.length === 1 && first?.kind === 'list' ? first.items : call.args;
  return parts.map(part).join('.');
}

/** True where two shapes can be the same name, and what is fixed in them tells it from others. */
export function sameShape(one: string, other: string): boolean {
  if (one === other) return isTelling(one);
  if (one.startsWith(`${OPEN}.`)) return other.endsWith(one.slice(1));
  if (other.startsWith(`${OPEN}.`)) return one.endsWith(other.slice(1));
  return isTelling(one) && fixedParts(one).join() === fixedParts(other).join();
}

const FRAME: ReadonlySet<string> = new Set([
  ':via',
  ':global',
  ':nil',
  'Registry',
  ':syn',
  ':gproc',
  'Horde.Registry',
]);

function fixedParts(shape: string): string[] {
  return (shape.match(/:?[\w.]+|"[^"]*"/g) ?? []).filter((part) => part !== OPEN);
}

/** True for a shape that names something of the project, or is fixed altogether. */
function isTelling(shape: string): boolean {
  const parts = fixedParts(shape);
  return (
    parts.some((part) => !FRAME.has(part)) &&
    (!shape.includes(OPEN) || parts.filter((part) => !FRAME.has(part)).length > 0)
  );
}
