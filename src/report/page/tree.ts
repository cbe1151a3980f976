import { html } from '../../page/client/elements.js';
import { readData } from '../../tree/page/data.js';
import { createTreeView, type TreeView } from '../../tree/page/view.js';
import type { Part } from './parts.js';

/** The supervision trees, drawn when they are first asked for; nothing where there are none. */
export function createTree(): Part[] {
  const element = document.getElementById('tree');
  if (!element) return [];
  let view: TreeView | undefined;
  return [
    {
      element,
      has: (id) => id.startsWith('node-'),
      goTo: (id) => view?.goTo(Number(id.replace('node-', ''))),
      onShown() {
        if (view) return;
        view = createTreeView(readData(), {
          before: [],
          after: [],
          isShown: () => !element.hidden,
          findingItem,
        });
        element.append(view.toolbar, view.element);
        view.begin();
      },
    },
  ];
}

/** A finding in few words, which lead to where it stands in full. */
function findingItem(index: number): HTMLLIElement {
  const article = document.getElementById(`finding-${index}`);
  const part = (selector: string) => article?.querySelector(selector)?.cloneNode(true);
  const head = ['.level', '.rule', '.flag'].flatMap((selector) => part(selector) ?? []);
  const place = article?.querySelector('p.place')?.textContent ?? '';
  const message = part('.message');
  return html(
    'li',
    { class: article?.dataset.level },
    html('div', { class: 'finding-head' }, ...head),
    ...(message ? [message] : []),
    html('a', { class: 'place', href: `#finding-${index}` }, place),
  );
}
