import type { PageData } from '../page-data.js';
import type { Picture } from './picture.js';
import type { State } from './state.js';

/** What keys do, besides walking the tree. */
export interface KeyActions {
  open(index: number): void;
  toggle(index: number): void;
  search(): void;
  /** Escape was pressed. */
  closeOrClear(): void;
}

/** Keys that work everywhere but in the fields of the toolbar, as long as the trees are shown. */
export function listenToKeys(actions: KeyActions, { viewport }: Picture, isShown: () => boolean): void {
  const shortcuts: Record<string, () => void> = {
    '/': actions.search,
    '+': () => viewport.zoomBy(1.25),
    '=': () => viewport.zoomBy(1.25),
    '-': () => viewport.zoomBy(0.8),
    '0': viewport.fit,
  };
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isShown()) return;
    if (event.key === 'Escape') return actions.closeOrClear();
    if (event.target instanceof Element && event.target.matches('input, select, textarea')) return;
    const action = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** The keys of an ARIA tree; as the tree grows to the right, so do the arrows. */
export function listenToTreeKeys(data: PageData, state: State, picture: Picture, actions: KeyActions): void {
  const move = (index: number | undefined) => {
    if (index !== undefined) picture.focus(index);
  };
  const near = (step: number) => {
    const boxes = picture.boxes();
    return boxes[boxes.findIndex(({ index }) => index === state.current) + step]?.index;
  };
  const firstChild = () =>
    picture.boxes().find(({ index }) => data.nodes[index]?.parent === state.current)?.index;
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(near(1)),
    ArrowUp: () => move(near(-1)),
    ArrowLeft: () => move(data.nodes[state.current]?.parent),
    ArrowRight: () => (state.folded.has(state.current) ? actions.toggle(state.current) : move(firstChild())),
    Home: () => move(picture.boxes()[0]?.index),
    End: () => move(picture.boxes().at(-1)?.index),
    Enter: () => actions.open(state.current),
    ' ': () => actions.toggle(state.current),
  };
  picture.element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });
}
