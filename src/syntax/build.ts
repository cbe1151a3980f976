import type { Comment, Expr, SyntaxFault, SyntaxFile } from './ast.js';
import type { Child, Part } from './reduce/node.js';
import { reduce } from './reduce/reduce.js';

/** What the builder needs of a tree cursor; the native and the WebAssembly parser both have it. */
export interface Cursor {
  readonly nodeType: string;
  /** The number of the node's type in the grammar: as good as its name, and cheaper to ask for. */
  readonly nodeTypeId: number;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  /** The number of the field, as good as its name and cheaper to ask for; 0 or nothing where there is none. */
  readonly currentFieldId: number | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Deeper nesting is left out, since whatever walks the result does so by recursion. */
export const MAX_DEPTH = 800;

interface Frame {
  type: NodeType;
  field: string | null;
  start: number;
  end: number;
  children: Child[];
  /** The depth of the deepest expression among the children. */
  depth: number;
}

/** What the grammar says about a type of node. */
interface NodeType {
  name: string;
  named: boolean;
  /** True where the children's fields matter. */
  hasFields: boolean;
  /** True where a token among the children says what the node is. */
  hasOperator: boolean;
  /** True where the node's own text is all there is. */
  isLeaf: boolean;
}

const LEAVES: ReadonlySet<string> = new Set([
  'alias',
  'atom',
  'char',
  'escape_sequence',
  'float',
  'identifier',
  'integer',
  'keyword',
  'operator_identifier',
  'quoted_content',
  'sigil_modifiers',
  'sigil_name',
]);

const WITH_FIELDS: ReadonlySet<string> = new Set([
  'pair',
  'call',
  'dot',
  'access_call',
  'unary_operator',
  'binary_operator',
  'stab_clause',
]);

const WITH_OPERATOR: ReadonlySet<string> = new Set([
  'unary_operator',
  'binary_operator',
  'dot',
  'stab_clause',
]);

/** Tokens that something else has to close. */
const OPENERS: ReadonlySet<string> = new Set(['do', 'fn', '(', '[', '{', '<<', '#{']);

/** Nodes whose children stand one below the other. */
const SEQUENCES: ReadonlySet<string> = new Set([
  'source',
  'block',
  'body',
  'do_block',
  'else_block',
  'rescue_block',
  'catch_block',
  'after_block',
  'interpolation',
]);

/** More types than a grammar has; what could not be read has the highest number of all. */
const NAMED_TYPES = 4096;

/** What is known of a grammar, by its numbers, as far as it was met. */
export interface KnownGrammar {
  types: (NodeType | undefined)[];
  fields: (string | undefined)[];
}

/** A grammar of which nothing was met. */
export function newGrammar(): KnownGrammar {
  return { types: [], fields: [] };
}

class Builder {
  readonly comments: Comment[] = [];
  readonly faults: SyntaxFault[] = [];
  /** Where a text that is broken as a whole has its last token that nothing closes. */
  #open: { name: string; start: number; end: number } | undefined;

  /** @param grammar what was met so far, kept from one text to the next */
  constructor(
    readonly cursor: Cursor,
    readonly text: string,
    readonly sound: boolean,
    readonly grammar: KnownGrammar,
  ) {}

  /** Walks the whole tree once, without recursion, and reduces each node when its children are done. */
  run(): SyntaxFile {
    const { cursor } = this;
    const stack: Frame[] = [this.#frame(this.#type())];
    let descend = cursor.gotoFirstChild();
    for (;;) {
      if (descend && this.#enter(stack)) {
        descend = cursor.gotoFirstChild();
        if (descend) continue;
        this.#leave(stack);
      }
      if (cursor.gotoNextSibling()) {
        descend = true;
        continue;
      }
      if (stack.length === 1) break;
      cursor.gotoParent();
      this.#leave(stack);
      descend = false;
    }
    const source = stack[0] as Frame;
    if (!this.sound) this.#noteJoined(source);
    const isBroken = source.type.name === 'ERROR' || (!this.sound && this.faults.length === 0);
    if (isBroken) this.#brokenAsAWhole(source);
    const items = source.children.flatMap(({ part }) => (part.kind === 'expr' ? [part.expr] : []));
    return {
      root: { kind: 'block', start: 0, end: this.text.length, items },
      comments: this.comments,
      faults: this.faults,
    };
  }

  /** The parser may give up a text as a whole, so that its root is the error. */
  #brokenAsAWhole({ start, end }: Frame): void {
    const { name, ...place } = this.#open ?? { start, end };
    this.faults.push({
      ...place,
      message: name === undefined ? 'unexpected text' : `nothing closes \`${name}\``,
    });
  }

  /** A line break that is missing is no node of the tree: what it should part shows that it does. */
  #noteJoined({ type, children }: Frame): void {
    if (!SEQUENCES.has(type.name)) return;
    for (const [at, { part, type: name, start, end }] of children.entries()) {
      const before = children[at - 1];
      if (before?.part.kind !== 'expr' || part.kind !== 'expr') continue;
      if (before.type === 'ERROR' || name === 'ERROR') continue;
      if (/[\n;]/.test(this.text.slice(before.end, start))) continue;
      this.faults.push({ start, end, message: 'missing line break' });
    }
  }

  /** Every answer of the cursor is a call into the parser's own language: ask for the number, know the rest. */
  #type(): NodeType {
    const { cursor } = this;
    const { types } = this.grammar;
    const id = cursor.nodeTypeId;
    const known = id < NAMED_TYPES ? types[id] : undefined;
    if (known) return known;
    const name = cursor.nodeType;
    const type: NodeType = {
      name,
      named: cursor.nodeIsNamed,
      hasFields: WITH_FIELDS.has(name),
      hasOperator: WITH_OPERATOR.has(name),
      isLeaf: LEAVES.has(name),
    };
    if (id < NAMED_TYPES) types[id] = type;
    return type;
  }

  #field(): string | null {
    const { cursor } = this;
    const { fields } = this.grammar;
    const id = cursor.currentFieldId;
    if (!id) return null;
    const name = fields[id] ?? cursor.currentFieldName;
    if (name !== null) fields[id] = name;
    return name;
  }

  #frame(type: NodeType, parent?: Frame): Frame {
    const { cursor } = this;
    const field = parent?.type.hasFields ? this.#field() : null;
    return { type, field, start: cursor.startIndex, end: cursor.endIndex, children: [], depth: 0 };
  }

  /** Pushes a frame for the node under the cursor, or deals with it at once; true where it was pushed. */
  #enter(stack: Frame[]): boolean {
    const { cursor } = this;
    const parent = stack[stack.length - 1] as Frame;
    const type = this.#type();
    const missing = !this.sound && cursor.nodeIsMissing;
    if (!type.named) {
      if (missing) this.#fault(cursor.startIndex, cursor.endIndex, `missing \`${type.name}\``, parent);
      else if (parent.type.hasOperator && this.#field() === 'operator') this.#token(parent);
      else if (parent.type.name === 'ERROR' && OPENERS.has(type.name))
        this.#open = { name: type.name, start: cursor.startIndex, end: cursor.endIndex };
      return false;
    }
    if (type.name === 'comment') {
      this.#comment(cursor.startIndex, cursor.endIndex);
      return false;
    }
    if (type.name === 'ERROR' || missing) {
      const shown = missing ? `missing ${type.name}` : 'unexpected text';
      this.#fault(cursor.startIndex, cursor.endIndex, shown, parent);
      return false;
    }
    const frame = this.#frame(type, parent);
    if (type.isLeaf && this.sound) {
      this.#finish(frame, parent);
      return false;
    }
    stack.push(frame);
    return true;
  }

  #token(parent: Frame): void {
    const { startIndex: start, endIndex: end } = this.cursor;
    parent.children.push({ type: 'operator', field: 'operator', start, end, part: { kind: 'token' } });
  }

  #comment(start: number, end: number): void {
    const lineStart = this.text.lastIndexOf('\n', start - 1) + 1;
    const ownLine = this.text.slice(lineStart, start).trim() === '';
    this.comments.push({ start, end, text: this.text.slice(start, end).trimEnd(), ownLine });
  }

  #fault(start: number, end: number, message: string, parent: Frame): void {
    this.faults.push({ start, end, message });
    const expr: Expr = { kind: 'error', start, end };
    parent.children.push({ type: 'ERROR', field: null, start, end, part: { kind: 'expr', expr } });
  }

  #leave(stack: Frame[]): void {
    const frame = stack.pop() as Frame;
    this.#finish(frame, stack[stack.length - 1] as Frame);
  }

  #finish(frame: Frame, parent: Frame): void {
    if (!this.sound) this.#noteJoined(frame);
    const { type, field, start, end } = frame;
    const depth = frame.depth + 1;
    let part: Part;
    if (depth > MAX_DEPTH) {
      this.faults.push({ start, end, message: `nested more than ${MAX_DEPTH} deep` });
      part = { kind: 'expr', expr: { kind: 'error', start, end } };
    } else {
      part = reduce({ type: type.name, start, end, children: frame.children }, this.text);
      parent.depth = Math.max(parent.depth, depth);
    }
    parent.children.push({ type: type.name, field, start, end, part });
  }
}

/**
 * Turns the tree under a cursor, which must stand on the root, into plain data.
 *
 * @param text the source that the cursor's offsets belong to
 * @param sound true where the parser found nothing wrong in the text
 * @param grammar what is known of the grammar; the same for every text of one parser
 */
export function buildSyntax(
  cursor: Cursor,
  text: string,
  sound: boolean,
  grammar: KnownGrammar = newGrammar(),
): SyntaxFile {
  return new Builder(cursor, text, sound, grammar).run();
}
