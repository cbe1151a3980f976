import type { Comment, Expr, SyntaxFault, SyntaxFile } from './ast.js';
import { type Child, type Part, reduce } from './reduce.js';

/** What the builder needs of a tree cursor; the native and the WebAssembly parser both have it. */
export interface Cursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Deeper nesting is left out, since whatever walks the result does so by recursion. */
export const MAX_DEPTH = 800;

interface Frame {
  type: string;
  field: string | null;
  start: number;
  end: number;
  children: Child[];
  /** The depth of the deepest expression among the children. */
  depth: number;
}

class Builder {
  readonly comments: Comment[] = [];
  readonly faults: SyntaxFault[] = [];

  constructor(
    readonly cursor: Cursor,
    readonly text: string,
  ) {}

  /** Walks the whole tree once, without recursion, and reduces each node when its children are done. */
  run(): SyntaxFile {
    const stack: Frame[] = [this.#frame()];
    const { cursor } = this;
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
    const items = source.children.flatMap(({ part }) => (part.kind === 'expr' ? [part.expr] : []));
    return {
      root: { kind: 'block', start: 0, end: this.text.length, items },
      comments: this.comments,
      faults: this.faults,
    };
  }

  #frame(): Frame {
    const { cursor } = this;
    const { startIndex: start, endIndex: end } = cursor;
    return { type: cursor.nodeType, field: cursor.currentFieldName, start, end, children: [], depth: 0 };
  }

  /** Pushes a frame for the node under the cursor, or deals with it at once; true where it was pushed. */
  #enter(stack: Frame[]): boolean {
    const { cursor } = this;
    const parent = stack[stack.length - 1] as Frame;
    if (!cursor.nodeIsNamed) {
      if (cursor.nodeIsMissing)
        this.#fault(cursor.startIndex, cursor.endIndex, `missing \`${cursor.nodeType}\``, parent);
      else if (cursor.currentFieldName === 'operator') this.#token(parent);
      return false;
    }
    if (cursor.nodeType === 'comment') {
      this.#comment(cursor.startIndex, cursor.endIndex);
      return false;
    }
    if (cursor.nodeType === 'ERROR' || cursor.nodeIsMissing) {
      const shown = cursor.nodeIsMissing ? `missing ${cursor.nodeType}` : 'unexpected text';
      this.#fault(cursor.startIndex, cursor.endIndex, shown, parent);
      return false;
    }
    stack.push(this.#frame());
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
    const parent = stack[stack.length - 1] as Frame;
    const { type, field, start, end } = frame;
    const depth = frame.depth + 1;
    let part: Part;
    if (depth > MAX_DEPTH) {
      this.faults.push({ start, end, message: `nested more than ${MAX_DEPTH} deep` });
      part = { kind: 'expr', expr: { kind: 'error', start, end } };
    } else {
      part = reduce(frame, this.text);
      parent.depth = Math.max(parent.depth, depth);
    }
    parent.children.push({ type, field, start, end, part });
  }
}

/**
 * Turns the tree under a cursor, which must stand on the root, into plain data.
 *
 * @param text the source that the cursor's offsets belong to
 */
export function buildSyntax(cursor: Cursor, text: string): SyntaxFile {
  return new Builder(cursor, text).run();
}
