import type { PageData, PageNode } from '../page-data.js';

/** What the reader has chosen to see. */
export interface State {
  /** Supervisors whose children are hidden. */
  folded: Set<number>;
  /** In lower case; empty where nothing is searched. */
  query: string;
  /** The only application shown; absent for all. */
  application: number | undefined;
  showEdges: boolean;
  /** The node that has the focus, or had it last. */
  current: number;
}

/** The nodes that are shown, and those of them that the search has found. */
export interface Shown {
  nodes: Set<number>;
  /** Absent where nothing is searched. */
  found: Set<number> | undefined;
}

/** A search shows what it finds and the supervisors above; else everything is shown that is not folded away. */
export function shownNodes(data: PageData, state: State): Shown {
  const isOfApplication = (index: number) =>
    state.application === undefined || data.nodes[index]?.application === state.application;
  const members = [...data.nodes.keys()].filter(isOfApplication);
  if (state.query === '') return { nodes: unfolded(data, members, state.folded), found: undefined };
  const words = state.query.split(/\s+/).filter((word) => word !== '');
  const found = members.filter((index) => {
    const searched = searchedIn(data.nodes[index]);
    return words.every((word) => searched.includes(word));
  });
  const nodes = new Set<number>();
  for (const index of found) for (const above of [index, ...ancestorsOf(data, index)]) nodes.add(above);
  return { nodes, found: new Set(found) };
}

/** What the search looks through. */
const SEARCHED: readonly string[] = ['Module', 'Name', 'Child id', 'Defined at'];

function searchedIn(node: PageNode | undefined): string {
  const facts = (node?.facts ?? []).filter(([term]) => SEARCHED.includes(term));
  return facts.map(([, text]) => text.toLowerCase()).join('\n');
}

/** The supervisors above a node, the nearest first. */
export function ancestorsOf(data: PageData, index: number): number[] {
  const ancestors: number[] = [];
  for (let above = data.nodes[index]?.parent; above !== undefined; above = data.nodes[above]?.parent) {
    ancestors.push(above);
  }
  return ancestors;
}

function unfolded(data: PageData, members: readonly number[], folded: ReadonlySet<number>): Set<number> {
  const shown = new Set<number>();
  for (const index of members) {
    const parent = data.nodes[index]?.parent;
    // Parents come before their children.
    if (parent === undefined || (shown.has(parent) && !folded.has(parent))) shown.add(index);
  }
  return shown;
}
