import { button, html } from '../../page/client/elements.js';
import type { PageData } from '../page-data.js';
import type { State } from './state.js';
import type { Viewport } from './viewport.js';

/** The bar above the picture. */
export interface Toolbar {
  element: HTMLElement;
  search: HTMLInputElement;
  /** Empties the search field, and chooses all applications. */
  reset(): void;
  /** Says how much is shown. */
  tell(words: string): void;
}

/** What happens in the toolbar and is decided elsewhere. */
export interface ToolbarEvents {
  onSearch(query: string): void;
  /** Enter in the search field. */
  onFound(): void;
  onApplication(application: number | undefined): void;
  onEdges(isShown: boolean): void;
  onFindings(): void;
  onHelp(): void;
}

/** What a page puts into the toolbar besides. */
export interface ToolbarParts {
  before: readonly Node[];
  after: readonly Node[];
}

/** The toolbar, with only what this page can use. */
export function createToolbar(
  data: PageData,
  state: State,
  viewport: Viewport,
  events: ToolbarEvents,
  parts: ToolbarParts,
): Toolbar {
  const search = html('input', {
    type: 'search',
    placeholder: 'Search module, name, file',
    'aria-label': 'Search module, name or file',
    'aria-keyshortcuts': '/',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  search.addEventListener('input', () => events.onSearch(search.value.trim().toLowerCase()));
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    events.onFound();
  });
  const choice = applicationChoice(data, events);
  const status = html('output', { class: 'status', 'aria-live': 'polite' });
  const element = html(
    'header',
    { class: 'toolbar' },
    ...parts.before,
    search,
    status,
    html('span', { class: 'space' }),
    ...(data.applications.length > 1 ? [choice] : []),
    ...(data.edges.length === 0 ? [] : [edgesButton(state, events)]),
    button(`Findings ${data.findings.length}`, 'All findings', events.onFindings, { class: 'wide' }),
    html(
      'span',
      { class: 'group', role: 'group', 'aria-label': 'Zoom' },
      button('−', 'Smaller', () => viewport.zoomBy(0.8)),
      button('+', 'Larger', () => viewport.zoomBy(1.25)),
      button('⤢', 'Show everything', viewport.fit),
    ),
    ...parts.after,
    button('?', 'Legend and keys', events.onHelp),
  );
  const reset = () => {
    search.value = '';
    choice.value = '';
  };
  return { element, search, reset, tell: (words) => status.replaceChildren(words) };
}

function applicationChoice(data: PageData, { onApplication }: ToolbarEvents): HTMLSelectElement {
  const options = data.applications.map(({ name }, index) => html('option', { value: index }, name));
  const choice = html(
    'select',
    { 'aria-label': 'Application' },
    html('option', { value: '' }, 'All applications'),
    ...options,
  );
  choice.addEventListener('change', () =>
    onApplication(choice.value === '' ? undefined : Number(choice.value)),
  );
  return choice;
}

function edgesButton(state: State, { onEdges }: ToolbarEvents): HTMLElement {
  const toggle = button('Edges', 'Calls, casts, monitors, links and subscriptions between processes', () => {
    const isShown = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(isShown));
    onEdges(isShown);
  });
  toggle.classList.add('wide');
  toggle.setAttribute('aria-pressed', String(state.showEdges));
  return toggle;
}
