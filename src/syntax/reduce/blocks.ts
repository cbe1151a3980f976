import type { BlockBody, Blocks, Expr, ListExpr } from '../ast.js';
import { bodyOf } from './clauses.js';
import type { Node, Part, SectionName } from './node.js';

const SECTIONS: ReadonlySet<string> = new Set(['do', 'else', 'rescue', 'catch', 'after']);

function isSection(name: string): name is SectionName {
  return SECTIONS.has(name);
}

/** `do … end` with all its parts. */
export function doBlock(node: Node): Part {
  const section = node.children.find(({ part }) => part.kind === 'section');
  // `else` and its like stand inside the node: what is before the first of them is the `do` part.
  const blocks: Blocks = { do: bodyOf(section ? { ...node, end: section.start } : node) };
  for (const { part } of node.children) if (part.kind === 'section') blocks[part.name] = part.body;
  return { kind: 'do', blocks };
}

/** `else`, `rescue`, `catch` or `after` with what stands behind it. */
export function section(node: Node): Part {
  const name = node.type.slice(0, -'_block'.length);
  return { kind: 'section', name: isSection(name) ? name : 'after', body: bodyOf(node) };
}

/** Takes `do:`, `else:` and so on out of the trailing keywords, where a `do:` is among them. */
export function splitBlocks(args: Expr[]): { args: Expr[]; blocks: Blocks | undefined } {
  const last = args[args.length - 1];
  if (last?.kind !== 'list' || !last.bare) return { args, blocks: undefined };
  const blocks: Blocks = {};
  const others: Expr[] = [];
  for (const item of last.items) {
    const [key, value] = item.kind === 'tuple' ? item.items : [];
    if (key?.kind === 'atom' && value && isSection(key.value)) blocks[key.value] = sectionValue(value);
    else others.push(item);
  }
  if (!blocks.do) return { args, blocks: undefined };
  const rest: ListExpr[] = others.length > 0 ? [{ ...last, items: others }] : [];
  return { args: args.slice(0, -1).concat(rest), blocks };
}

/** `else: (_ -> 1)` holds clauses. */
function sectionValue(value: Expr): BlockBody {
  return value.kind === 'fn' && value.bare ? { clauses: value.clauses } : { expr: value };
}
