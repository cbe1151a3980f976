import { wordAt } from '../words.js';
import { doBlock, section } from './blocks.js';
import { call } from './calls.js';
import { argumentsOf, blockOf, clausesOf, itemsOf, onlyExpr, pairsOf } from './children.js';
import { bodyOf, parenthesised, stab } from './clauses.js';
import { access, map, mapContent, pair } from './containers.js';
import { dot } from './dots.js';
import { atom, compact, endOfKey, number } from './leaves.js';
import { exprOf, type Node, type Part } from './node.js';
import { binary, unary } from './operators.js';
import { quoted, quotedAtom, sigil } from './quoted.js';

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
