import './licences.js';
import { html } from '../../page/client/elements.js';
import type { PageData } from '../page-data.js';
import { listenToKeys, listenToTreeKeys } from './keys.js';
import { createPanel } from './panel.js';
import { createPicture } from './picture.js';
import { ancestorsOf, type State, shownNodes } from './state.js';
import { createToolbar, type ToolbarParts } from './toolbar.js';

/** How a page shows the trees. */
export interface TreeViewOptions extends ToolbarParts {
  /** Keys do something only while this is true. */
  isShown(): boolean;
  /** An item of a list for a finding. */
  findingItem(index: number): HTMLLIElement;
}

/** The trees with all that belongs to them; the page puts toolbar and element where it wants them. */
export interface TreeView {
  toolbar: HTMLElement;
  element: HTMLElement;
  /** Chooses what is seen at first; must be called when the element can be seen, so that it has a size. */
  begin(): void;
  /** Shows a node wherever it is hidden, and what is known of it. */
  goTo(index: number): void;
}

/** Draws the trees. */
export function createTreeView(data: PageData, options: TreeViewOptions): TreeView {
  const state: State = {
    folded: new Set(),
    query: '',
    application: undefined,
    showEdges: data.showEdges,
    current: 0,
  };
  const picture = createPicture(data, state, {
    onOpen: open,
    onFocus: (index) => {
      state.current = index;
      reveal(index);
      if (panel.isOpen()) panel.showNode(index);
    },
    onToggle: toggle,
  });
  const panel = createPanel(data, { onGoTo: goTo, onClose: closePanel, findingItem: options.findingItem });
  const toolbar = createToolbar(
    data,
    state,
    picture.viewport,
    {
      onSearch: (query) => {
        state.query = query;
        redraw();
        picture.viewport.begin();
      },
      onFound: focusFound,
      onApplication: (application) => {
        state.application = application;
        redraw();
        picture.viewport.begin();
      },
      onEdges: (isShown) => {
        state.showEdges = isShown;
        redraw();
      },
      onFindings: () => panel.showFindings(),
      onHelp: () => panel.showHelp(),
    },
    options,
  );
  const actions = { open, toggle, search: focusSearch, closeOrClear };
  listenToKeys(actions, picture, options.isShown);
  listenToTreeKeys(data, state, picture, actions);
  const element = html('div', { class: 'trees' }, picture.element, panel.element);
  if (data.nodes.length === 0)
    element.prepend(html('p', { class: 'empty' }, 'No application with a supervision tree was found.'));
  redraw();
  return { toolbar: toolbar.element, element, begin: () => picture.viewport.begin(), goTo };

  function redraw(): void {
    const shown = shownNodes(data, state);
    picture.draw(shown);
    toolbar.tell(statusOf(shown.found, shown.nodes.size));
  }

  function statusOf(found: ReadonlySet<number> | undefined, shown: number): string {
    const all = data.nodes.length;
    if (found) return `${found.size} of ${all}`;
    return shown === all ? `${all} ${all === 1 ? 'node' : 'nodes'}` : `${shown} of ${all} nodes`;
  }

  function reveal(index: number): void {
    const box = picture.boxes().find((candidate) => candidate.index === index);
    if (box) picture.viewport.reveal(box);
  }

  function open(index: number): void {
    panel.showNode(index);
    picture.focus(index);
    reveal(index);
  }

  function toggle(index: number): void {
    if (data.nodes[index]?.children === 0 || state.query !== '') return;
    if (!state.folded.delete(index)) state.folded.add(index);
    state.current = index;
    redraw();
    reveal(index);
  }

  function goTo(index: number): void {
    if (!shownNodes(data, state).nodes.has(index)) {
      showAll();
      for (const above of ancestorsOf(data, index)) state.folded.delete(above);
      redraw();
    }
    open(index);
  }

  function showAll(): void {
    state.query = '';
    state.application = undefined;
    toolbar.reset();
  }

  function closePanel(): void {
    panel.close();
    picture.focus(state.current);
  }

  function focusSearch(): void {
    toolbar.search.focus();
    toolbar.search.select();
  }

  function focusFound(): void {
    const found = shownNodes(data, state).found ?? new Set();
    const first = picture.boxes().find(({ index }) => found.size === 0 || found.has(index));
    if (first) picture.focus(first.index);
  }

  function closeOrClear(): void {
    if (panel.isOpen()) return closePanel();
    if (state.query === '') return;
    showAll();
    redraw();
    picture.focus(state.current);
    reveal(state.current);
  }
}
