import type {
  AtomExpr,
  BlockBody,
  Blocks,
  CallExpr,
  Clause,
  Expr,
  InterpolatedExpr,
  ListExpr,
  MapExpr,
  TextExpr,
  TupleExpr,
} from './ast.js';
import { wordAt } from './words.js';

/** What a node of the parser's tree becomes once its children have become parts. */
export type Part =
  | { kind: 'expr'; expr: Expr }
  | { kind: 'token' }
  | { kind: 'text' }
  | { kind: 'args'; exprs: Expr[] }
  | { kind: 'pairs'; pairs: TupleExpr[] }
  | { kind: 'key'; atom: AtomExpr | InterpolatedExpr }
  | { kind: 'clause'; clause: Clause }
  | { kind: 'head'; params: Expr[]; guard: Expr }
  | { kind: 'body'; body: BlockBody }
  | { kind: 'section'; name: SectionName; body: BlockBody }
  | { kind: 'do'; blocks: Blocks }
  | { kind: 'content'; content: Pick<MapExpr, 'pairs' | 'base'> }
  | { kind: 'dot'; left: Expr; name: string; nameStart: number };

type SectionName = keyof Blocks;

/** A finished child of a node. */
export interface Child {
  type: string;
  field: string | null;
  start: number;
  end: number;
  part: Part;
}

/** A node whose children are finished. */
export interface Node {
  type: string;
  start: number;
  end: number;
  children: Child[];
}

const SECTIONS: ReadonlySet<string> = new Set(['do', 'else', 'rescue', 'catch', 'after']);

function isSection(name: string): name is SectionName {
  return SECTIONS.has(name);
}

const exprOf = (expr: Expr): Part => ({ kind: 'expr', expr });

/** Reduces one node; `text` is the whole source. */
export function reduce(node: Node, text: string): Part {
  const reducer = REDUCERS[node.type];
  return reducer ? reducer(node, text) : exprOf({ kind: 'error', start: node.start, end: node.end });
}

type Reducer = (node: Node, text: string) => Part;

const REDUCERS: Record<string, Reducer> = {
  identifier: (node, text) =>
    exprOf({ kind: 'variable', name: wordAt(text, node.start, node.end), start: node.start, end: node.end }),
  operator_identifier: (node, text) =>
    exprOf({ kind: 'variable', name: wordAt(text, node.start, node.end), start: node.start, end: node.end }),
  alias: (node, text) =>
    exprOf({
      kind: 'alias',
      name: compact(wordAt(text, node.start, node.end)),
      module: undefined,
      start: node.start,
      end: node.end,
    }),
  atom: (node, text) => exprOf(atom(wordAt(text, node.start + 1, node.end), node)),
  boolean: (node, text) => exprOf(atom(text.slice(node.start, node.end), node)),
  nil: (node) => exprOf(atom('nil', node)),
  integer: (node, text) => exprOf(number(text.slice(node.start, node.end), node)),
  float: (node, text) => exprOf(number(text.slice(node.start, node.end), node)),
  char: (node, text) =>
    exprOf({
      kind: 'text',
      of: 'char',
      value: text.slice(node.start + 1, node.end),
      start: node.start,
      end: node.end,
    }),
  quoted_content: () => ({ kind: 'text' }),
  escape_sequence: () => ({ kind: 'text' }),
  sigil_name: () => ({ kind: 'text' }),
  sigil_modifiers: () => ({ kind: 'text' }),
  interpolation: (node) => exprOf(blockOf(node)),
  string: (node, text) => exprOf(quoted('string', node, text)),
  charlist: (node, text) => exprOf(quoted('charlist', node, text)),
  sigil: (node, text) => exprOf(sigil(node, text)),
  quoted_atom: (node, text) => exprOf(quotedAtom(node, text)),
  keyword: (node, text) => ({
    kind: 'key',
    atom: atom(wordAt(text, node.start, endOfKey(node, text)), node),
  }),
  quoted_keyword: (node, text) => ({ kind: 'key', atom: quotedAtom(node, text) }),
  pair: pair,
  keywords: (node) => ({ kind: 'pairs', pairs: pairsOf(node) }),
  list: (node) => exprOf({ kind: 'list', items: itemsOf(node), start: node.start, end: node.end }),
  tuple: (node) => exprOf({ kind: 'tuple', items: argumentsOf(node), start: node.start, end: node.end }),
  bitstring: (node) => exprOf({ kind: 'bitstring', items: itemsOf(node), start: node.start, end: node.end }),
  map: map,
  struct: (node) => exprOf(onlyExpr(node)),
  map_content: mapContent,
  arguments: (node) => ({ kind: 'args', exprs: argumentsOf(node) }),
  dot: dot,
  call: call,
  access_call: (node) => exprOf(access(node)),
  unary_operator: (node, text) => exprOf(unary(node, text)),
  binary_operator: binary,
  anonymous_function: (node) =>
    exprOf({ kind: 'fn', clauses: clausesOf(node), start: node.start, end: node.end }),
  stab_clause: stab,
  body: (node) => ({ kind: 'body', body: bodyOf(node) }),
  block: (node) => exprOf(parenthesised(node)),
  do_block: doBlock,
  else_block: section,
  rescue_block: section,
  catch_block: section,
  after_block: section,
};

/** The end of a keyword's key, its colon left out. */
function endOfKey({ start, end }: Node, text: string): number {
  const colon = text.lastIndexOf(':', end - 1);
  return colon > start ? colon : end;
}

function atom(value: string, node: { start: number; end: number }): AtomExpr {
  return { kind: 'atom', value, start: node.start, end: node.end };
}

function compact(alias: string): string {
  return /\s/.test(alias) ? alias.replace(/\s+/g, '') : alias;
}

function number(text: string, node: Node): Expr {
  const plain = text.replace(/_/g, '');
  const value = Number(plain);
  const known = Number.isFinite(value) && (Number.isSafeInteger(value) || plain.includes('.'));
  const { start, end } = node;
  return known ? { kind: 'number', text, value, start, end } : { kind: 'number', text, start, end };
}

/** The expressions among the children, keyword pairs as tuples. */
function itemsOf(node: Node): Expr[] {
  const items: Expr[] = [];
  for (const { part } of node.children) {
    if (part.kind === 'expr') items.push(part.expr);
    else if (part.kind === 'pairs') items.push(...part.pairs);
  }
  return fitted(items);
}

const NONE: never[] = [];

/** The same items without the room that a grown array keeps in reserve; there are hundreds of thousands of them. */
function fitted<Item>(items: Item[]): Item[] {
  return items.length === 0 ? NONE : items.slice();
}

/** Arguments of a call or items of a tuple: trailing keywords are one list. */
function argumentsOf(node: Node): Expr[] {
  const args: Expr[] = [];
  for (const { part, start, end } of node.children) {
    if (part.kind === 'expr') args.push(part.expr);
    else if (part.kind === 'pairs') args.push({ kind: 'list', items: part.pairs, bare: true, start, end });
  }
  return fitted(args);
}

function clausesOf(node: Node): Clause[] {
  const clauses: Clause[] = [];
  for (const { part } of node.children) if (part.kind === 'clause') clauses.push(part.clause);
  return fitted(clauses);
}

function pairsOf(node: Node): TupleExpr[] {
  const pairs: TupleExpr[] = [];
  for (const { part } of node.children) if (part.kind === 'pairs') pairs.push(...part.pairs);
  return fitted(pairs);
}

/** The children as one expression: a block unless there is exactly one. */
function blockOf(node: Node): Expr {
  const items = itemsOf(node);
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'block', items, start: node.start, end: node.end };
}

function bodyOf(node: Node): BlockBody {
  const clauses = clausesOf(node);
  return clauses.length > 0 ? { clauses } : { expr: blockOf(node) };
}

function onlyExpr(node: Node): Expr {
  for (const { part } of node.children) if (part.kind === 'expr') return part.expr;
  return { kind: 'error', start: node.start, end: node.end };
}

function parenthesised(node: Node): Expr {
  const clauses = clausesOf(node);
  return clauses.length > 0
    ? { kind: 'fn', clauses, bare: true, start: node.start, end: node.end }
    : blockOf(node);
}

function fieldExpr(node: Node, field: string): Expr | undefined {
  for (const child of node.children) {
    if (child.field !== field) continue;
    if (child.part.kind === 'expr') return child.part.expr;
    if (child.part.kind === 'pairs')
      return { kind: 'list', items: child.part.pairs, start: child.start, end: child.end };
    if (child.part.kind === 'dot') return fieldAccess(child.part, child);
  }
  return undefined;
}

function operatorText(node: Node, text: string): string {
  const token = node.children.find((child) => child.field === 'operator');
  return token ? text.slice(token.start, token.end).replace(/\s+/g, ' ') : '';
}

// --- text -----------------------------------------------------------------------------------------------

/** The literal pieces (as text nodes) and interpolated expressions of a quoted node. */
function piecesOf(node: Node, text: string): Expr[] {
  const parts: Expr[] = [];
  for (const { part, type, start, end } of node.children) {
    if (part.kind === 'expr') parts.push(part.expr);
    else if (type === 'quoted_content' || type === 'escape_sequence') {
      const last = parts[parts.length - 1];
      const piece = text.slice(start, end);
      if (last?.kind === 'text' && last.of === 'string' && last.end === start) {
        last.value += piece;
        last.end = end;
      } else parts.push({ kind: 'text', of: 'string', value: piece, start, end });
    }
  }
  return fitted(parts);
}

function quoted(of: 'string' | 'charlist' | 'sigil', node: Node, text: string): TextExpr | InterpolatedExpr {
  const parts = piecesOf(node, text);
  const [only] = parts;
  if (parts.length === 0) return { kind: 'text', of, value: '', start: node.start, end: node.end };
  if (parts.length === 1 && only?.kind === 'text' && !hasInterpolation(node)) {
    return { kind: 'text', of, value: only.value, start: node.start, end: node.end };
  }
  return { kind: 'interpolated', of, parts, start: node.start, end: node.end };
}

function hasInterpolation(node: Node): boolean {
  return node.children.some((child) => child.type === 'interpolation');
}

function sigil(node: Node, text: string): Expr {
  const name = node.children.find((child) => child.type === 'sigil_name');
  const modifiers = node.children.find((child) => child.type === 'sigil_modifiers');
  return {
    ...quoted('sigil', node, text),
    sigil: name ? text.slice(name.start, name.end) : '',
    modifiers: modifiers ? text.slice(modifiers.start, modifiers.end) : '',
  };
}

function quotedAtom(node: Node, text: string): AtomExpr | InterpolatedExpr {
  const parts = piecesOf(node, text);
  if (hasInterpolation(node))
    return { kind: 'interpolated', of: 'atom', parts, start: node.start, end: node.end };
  const [only] = parts;
  return atom(only?.kind === 'text' ? only.value : '', node);
}

// --- containers -----------------------------------------------------------------------------------------

function pair(node: Node): Part {
  const key = node.children.find((child) => child.part.kind === 'key')?.part;
  const value = fieldExpr(node, 'value') ?? { kind: 'error', start: node.start, end: node.end };
  const keyExpr: Expr = key?.kind === 'key' ? key.atom : { kind: 'error', start: node.start, end: node.end };
  return {
    kind: 'pairs',
    pairs: [{ kind: 'tuple', items: [keyExpr, value], keyword: true, start: node.start, end: node.end }],
  };
}

function mapPairs(exprs: readonly Expr[]): MapExpr['pairs'] {
  const pairs: MapExpr['pairs'] = [];
  for (const expr of exprs) addPairs(expr, pairs);
  return fitted(pairs);
}

function addPairs(expr: Expr, pairs: MapExpr['pairs']): void {
  const isPair = expr.kind === 'operator' ? expr.name === '=>' : expr.kind === 'tuple' && expr.keyword;
  if (expr.kind === 'list') for (const item of expr.items) addPairs(item, pairs);
  else if (isPair) {
    const [key, value] = expr.kind === 'operator' ? expr.args : expr.kind === 'tuple' ? expr.items : [];
    if (key && value) pairs.push({ key, value });
  } else pairs.push({ key: expr, value: { kind: 'error', start: expr.start, end: expr.end } });
}

function mapContent(node: Node): Part {
  const items = itemsOf(node);
  const [first] = items;
  if (first?.kind === 'operator' && first.name === '|') {
    const [base, rest] = first.args;
    if (base && rest) {
      return { kind: 'content', content: { base, pairs: mapPairs([rest, ...items.slice(1)]) } };
    }
  }
  return { kind: 'content', content: { pairs: mapPairs(items) } };
}

function map(node: Node): Part {
  const result: MapExpr = { kind: 'map', pairs: [], start: node.start, end: node.end };
  for (const { part, type } of node.children) {
    if (part.kind === 'content') Object.assign(result, part.content);
    else if (type === 'struct' && part.kind === 'expr') result.struct = part.expr;
  }
  return exprOf(result);
}

function access(node: Node): Expr {
  const target = fieldExpr(node, 'target') ?? { kind: 'error', start: node.start, end: node.end };
  const key = fieldExpr(node, 'key') ?? { kind: 'error', start: node.start, end: node.end };
  return { kind: 'access', target, key, start: node.start, end: node.end };
}

// --- operators ------------------------------------------------------------------------------------------

function unary(node: Node, text: string): Expr {
  const name = operatorText(node, text);
  const operand = fieldExpr(node, 'operand') ?? { kind: 'error', start: node.start, end: node.end };
  if (name === '@') return attribute(operand, node);
  if (name === '&') return capture(operand, node);
  if (name === '-' && operand.kind === 'number' && operand.value !== undefined) {
    return {
      kind: 'number',
      text: `-${operand.text}`,
      value: -operand.value,
      start: node.start,
      end: node.end,
    };
  }
  return { kind: 'operator', name, args: [operand], start: node.start, end: node.end };
}

function attribute(operand: Expr, node: Node): Expr {
  if (operand.kind === 'call' && !operand.receiver) {
    const [value] = operand.args;
    return {
      kind: 'attribute',
      name: operand.name,
      ...(value ? { value } : {}),
      start: node.start,
      end: node.end,
    };
  }
  return {
    kind: 'attribute',
    name: operand.kind === 'variable' ? operand.name : '',
    start: node.start,
    end: node.end,
  };
}

function capture(operand: Expr, node: Node): Expr {
  if (operand.kind === 'number' && operand.value !== undefined) {
    return { kind: 'placeholder', index: operand.value, start: node.start, end: node.end };
  }
  if (operand.kind === 'operator' && operand.name === '/') {
    const [target, arity] = operand.args;
    if (target && arity?.kind === 'number' && arity.value !== undefined) {
      // A number of any size makes room for such a one in all calls.
      const named = capturedFunction(target, arity.value | 0);
      if (named) return { kind: 'capture', named, start: node.start, end: node.end };
    }
  }
  return { kind: 'capture', body: operand, start: node.start, end: node.end };
}

function capturedFunction(target: Expr, arity: number): CallExpr | undefined {
  if (target.kind === 'variable') {
    const { name, start, end } = target;
    return { kind: 'call', name, args: NONE, arity, parens: false, nameStart: start, start, end };
  }
  if (target.kind === 'call' && target.args.length === 0 && !target.blocks)
    return callLike(target, { args: NONE, arity, start: target.start, end: target.end });
  return undefined;
}

function binary(node: Node, text: string): Part {
  const name = operatorText(node, text);
  const leftChild = node.children.find((child) => child.field === 'left');
  const right = fieldExpr(node, 'right') ?? { kind: 'error', start: node.start, end: node.end };
  if (name === 'when' && leftChild?.part.kind === 'args') {
    return { kind: 'head', params: leftChild.part.exprs, guard: right };
  }
  const left = fieldExpr(node, 'left') ?? { kind: 'error', start: node.start, end: node.end };
  if (name === '|>') {
    const piped = pipeInto(left, right, node);
    if (piped) return exprOf(piped);
  }
  return exprOf({ kind: 'operator', name, args: [left, right], start: node.start, end: node.end });
}

/** `left |> right` as the call it stands for (`Kernel.|>/2`). */
function pipeInto(left: Expr, right: Expr, node: Node): Expr | undefined {
  if (right.kind === 'call') {
    const args = [left].concat(right.args);
    return callLike(right, { args, arity: right.arity + 1, piped: true, start: node.start, end: node.end });
  }
  if (right.kind === 'variable') {
    const { name, start } = right;
    return {
      kind: 'call',
      name,
      args: [left],
      arity: 1,
      piped: true,
      parens: false,
      nameStart: start,
      start: node.start,
      end: node.end,
    };
  }
  return undefined;
}

/** A call like another. An object that is spread anew each time becomes one of a kind, which takes its own room. */
function callLike(
  { receiver, name, blocks, parens, nameStart, piped: wasPiped }: CallExpr,
  { args, arity, piped = wasPiped, start, end }: Pick<CallExpr, 'args' | 'arity' | 'piped' | 'start' | 'end'>,
): CallExpr {
  const call = newCall({ receiver, name, args, arity, parens, nameStart, start, end });
  if (blocks) call.blocks = blocks;
  if (piped) call.piped = true;
  return call;
}

// --- calls ----------------------------------------------------------------------------------------------

function dot(node: Node, text: string): Part {
  const left = fieldExpr(node, 'left') ?? { kind: 'error', start: node.start, end: node.end };
  const right = node.children.find((child) => child.field === 'right');
  const operator = node.children.find((child) => child.field === 'operator');
  if (!right) return { kind: 'dot', left, name: '', nameStart: operator?.start ?? node.end };
  const expr = right.part.kind === 'expr' ? right.part.expr : undefined;
  if (expr?.kind === 'alias') {
    if (left.kind === 'alias') {
      const { head } = left;
      return exprOf({
        kind: 'alias',
        name: `${left.name}.${expr.name}`,
        ...(head ? { head } : {}),
        module: undefined,
        start: node.start,
        end: node.end,
      });
    }
    return exprOf({ kind: 'alias', name: expr.name, head: left, start: node.start, end: node.end });
  }
  if (expr?.kind === 'tuple') {
    const { items } = expr;
    const common = {
      arity: items.length,
      parens: true,
      nameStart: right.start,
      start: node.start,
      end: node.end,
    };
    return exprOf({ kind: 'call', receiver: left, name: '{}', args: items, ...common });
  }
  const name = expr?.kind === 'text' ? expr.value : wordAt(text, right.start, right.end);
  return { kind: 'dot', left, name, nameStart: right.start };
}

function fieldAccess(
  part: { left: Expr; name: string; nameStart: number },
  place: { start: number; end: number },
): Expr {
  const { left: receiver, name, nameStart } = part;
  return {
    kind: 'call',
    receiver,
    name,
    args: NONE,
    arity: 0,
    parens: false,
    nameStart,
    start: place.start,
    end: place.end,
  };
}

function call(node: Node, text: string): Part {
  const { start, end, children } = node;
  let target: Part | undefined;
  let args: Expr[] = NONE;
  let parens = false;
  let blocks: Blocks | undefined;
  for (const { part, field, start: at } of children) {
    if (field === 'target') target = part;
    else if (part.kind === 'args') {
      args = part.exprs;
      parens = text[at] === '(';
    } else if (part.kind === 'do') blocks = part.blocks;
  }
  const arity = args.length + (blocks ? 1 : 0);
  if (!blocks) ({ args, blocks } = splitBlocks(args));
  const { receiver, name, nameStart } = calleeOf(target, node);
  const expr = newCall({ receiver, name, args, arity, parens, nameStart, start, end });
  if (blocks) expr.blocks = blocks;
  return exprOf(expr);
}

type Called = Pick<CallExpr, 'name' | 'args' | 'arity' | 'parens' | 'nameStart' | 'start' | 'end'>;

/** What is added to an object later takes more room than what it is made with. */
function newCall({
  receiver,
  name,
  args,
  arity,
  parens,
  nameStart,
  start,
  end,
}: Called & { receiver: Expr | undefined }): CallExpr {
  const module = undefined;
  const callee = undefined;
  return receiver
    ? { kind: 'call', receiver, name, args, arity, parens, nameStart, module, callee, start, end }
    : { kind: 'call', name, args, arity, parens, nameStart, module, callee, start, end };
}

/** What a call calls: a function behind a dot, one of this module or an import, or a value (`f.()`, `f()()`). */
function calleeOf(
  target: Part | undefined,
  { start, end }: Node,
): Pick<CallExpr, 'receiver' | 'name' | 'nameStart'> {
  if (target?.kind === 'dot')
    return { receiver: target.left, name: target.name, nameStart: target.nameStart };
  const callee = target?.kind === 'expr' ? target.expr : undefined;
  if (callee?.kind === 'variable') return { name: callee.name, nameStart: callee.start };
  return { receiver: callee ?? { kind: 'error', start, end }, name: '', nameStart: start };
}

/** Takes `do:`, `else:` and so on out of the trailing keywords, where a `do:` is among them. */
function splitBlocks(args: Expr[]): { args: Expr[]; blocks: Blocks | undefined } {
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

// --- clauses and blocks ---------------------------------------------------------------------------------

function stab(node: Node): Part {
  const left = node.children.find((child) => child.field === 'left');
  const right = node.children.find((child) => child.field === 'right');
  const body: Expr =
    right?.part.kind === 'body' && right.part.body.expr
      ? right.part.body.expr
      : { kind: 'block', items: [], start: node.start, end: node.end };
  const clause: Clause = { params: [], body, start: node.start, end: node.end };
  if (left?.part.kind === 'args') clause.params = left.part.exprs;
  else if (left?.part.kind === 'head') {
    clause.params = left.part.params;
    clause.guard = left.part.guard;
  } else if (left?.part.kind === 'expr') clause.params = [left.part.expr];
  return { kind: 'clause', clause };
}

function doBlock(node: Node): Part {
  const section = node.children.find(({ part }) => part.kind === 'section');
  // `else` and its like stand inside the node: what is before the first of them is the `do` part.
  const blocks: Blocks = { do: bodyOf(section ? { ...node, end: section.start } : node) };
  for (const { part } of node.children) if (part.kind === 'section') blocks[part.name] = part.body;
  return { kind: 'do', blocks };
}

function section(node: Node): Part {
  const name = node.type.slice(0, -'_block'.length);
  return { kind: 'section', name: isSection(name) ? name : 'after', body: bodyOf(node) };
}
