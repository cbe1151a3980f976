import type { Expr, OperatorExpr } from '../../syntax/ast.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import { alternatives } from './alternatives.js';
import { childrenOfEntry } from './child-entries.js';
import type { ChildReading } from './child-reading.js';
import { variableChildren } from './given-children.js';
import { childrenOfCall } from './list-calls.js';
import { conditionalChild, type ListedChild, unknownChild } from './listed-child.js';

const DEPTH = 24;

/**
 * Reads a list of children as far as the source writes it out: through variables, `++`, `if`, `case`,
 * comprehensions over literals, `Enum` and `List` functions, attributes and functions of the project.
 *
 * @param at where the expression stands
 * @returns the entries in start order; what cannot be followed is an entry with the reason
 */
export function listedChildren(expr: Expr, at: Standpoint, project: Project): ListedChild[] {
  return new Reading(project, at, DEPTH).list(expr);
}

/** Reads one entry of a list of children: itself, or what the variable or function behind it gives. */
export function listedChild(expr: Expr, at: Standpoint, project: Project): ListedChild[] {
  return new Reading(project, at, DEPTH).item(expr);
}

class Reading implements ChildReading {
  constructor(
    readonly project: Project,
    readonly at: Standpoint,
    readonly depth: number,
  ) {}

  get exhausted(): boolean {
    return this.depth === 0;
  }

  list(expr: Expr, at = this.at): ListedChild[] {
    return this.exhausted ? [tooDeep(expr, at)] : childrenOfList(expr, this.#inside(at));
  }

  item(expr: Expr, at = this.at): ListedChild[] {
    return this.exhausted ? [tooDeep(expr, at)] : childrenOfEntry(expr, this.#inside(at));
  }

  #inside(at: Standpoint): Reading {
    return new Reading(this.project, at, this.depth - 1);
  }
}

function tooDeep(expr: Expr, at: Standpoint): ListedChild {
  return unknownChild(expr, at, 'it is nested too deeply');
}

function childrenOfList(expr: Expr, reading: ChildReading): ListedChild[] {
  const { at } = reading;
  switch (expr.kind) {
    case 'block': {
      const last = expr.items.at(-1);
      return last ? reading.list(last) : [];
    }
    case 'operator':
      return operatorChildren(expr, reading);
    case 'list':
      return expr.items.flatMap((item) => childrenOfItem(item, reading));
    case 'variable':
      return variableChildren(expr, reading, (value, where) => reading.list(value, where));
    case 'attribute': {
      const value = expr.value ? undefined : at.owner.attributes.get(expr.name)?.at(-1);
      return value
        ? reading.list(value, { owner: at.owner, entered: [] })
        : [unknownChild(expr, at, `\`@${expr.name}\` is not written out`)];
    }
    case 'atom':
      return expr.value === 'nil' ? [] : [unknownChild(expr, at, 'it is no list')];
    case 'call':
      return childrenOfCall(expr, reading);
    case 'alias':
    case 'tuple':
    case 'map':
      return reading.item(expr);
    default:
      return [unknownChild(expr, at, 'it is made at run time')];
  }
}

function operatorChildren(expr: OperatorExpr, reading: ChildReading): ListedChild[] {
  const [left, right] = expr.args;
  if (!left || !right) return [unknownChild(expr, reading.at, 'it is made at run time')];
  switch (expr.name) {
    case '++':
      return [...reading.list(left), ...reading.list(right)];
    case '--':
      return reading.list(left).map(conditionalChild);
    case '=':
      return reading.list(right);
    case '||':
      return alternatives([reading.list(left), reading.list(right)]);
    case '&&':
    case 'and':
      return reading.list(right).map(conditionalChild);
    default:
      return [unknownChild(expr, reading.at, 'it is made at run time')];
  }
}

/** An item of a literal list, with the list behind it in `[item | list]`. */
function childrenOfItem(item: Expr, reading: ChildReading): ListedChild[] {
  if (item.kind !== 'operator' || item.name !== '|') return reading.item(item);
  const [head, rest] = item.args;
  return [...(head ? reading.item(head) : []), ...(rest ? reading.list(rest) : [])];
}
