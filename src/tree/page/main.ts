import './licences.js';
import type { PageData } from '../page-data.js';
import { html } from './elements.js';
import { listenToKeys, listenToTreeKeys } from './keys.js';
import { createPanel } from './panel.js';
import { createPicture } from './picture.js';
import { ancestorsOf, type State, shownNodes } from './state.js';
import { createToolbar } from './toolbar.js';

// The renderer writes exactly this into the page.
const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
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
const panel = createPanel(data, { onGoTo: goTo, onClose: closePanel });
const toolbar = createToolbar(data, state, picture.viewport, {
  onSearch: (query) => {
    state.query = query;
    redraw();
    picture.viewport.begin();
  },
  onFound: () => {
    const found = shownNodes(data, state).found ?? new Set();
    const first = picture.boxes().find(({ index }) => found.size === 0 || found.has(index));
    if (first) picture.focus(first.index);
  },
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
});
const actions = { open, toggle, search: focusSearch, closeOrClear };
listenToKeys(actions, picture);
listenToTreeKeys(data, state, picture, actions);

const main = html('main', {}, picture.element, panel.element);
if (data.nodes.length === 0)
  main.prepend(html('p', { class: 'empty' }, 'No application with a supervision tree was found.'));
document.body.append(toolbar.element, main);
redraw();
picture.viewport.begin();

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

/** Shows a node wherever it is hidden, and what is known of it. */
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

function closeOrClear(): void {
  if (panel.isOpen()) return closePanel();
  if (state.query === '') return;
  showAll();
  redraw();
  picture.focus(state.current);
  reveal(state.current);
}
