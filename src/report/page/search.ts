import { isTyping } from './parts.js';

/** What can be searched, with its texts in lower case. */
export class Searched<Item extends HTMLElement> {
  #texts: ReadonlyMap<Item, string> | undefined;

  constructor(readonly items: readonly Item[]) {}

  /** The items that hold every word of a query. */
  found(query: string): ReadonlySet<Item> {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return new Set(this.items);
    // Not before somebody searches: a big report should open at once.
    this.#texts ??= new Map(this.items.map((item) => [item, (item.textContent ?? '').toLowerCase()]));
    const texts = this.#texts;
    return new Set(this.items.filter((item) => words.every((word) => texts.get(item)?.includes(word))));
  }
}

/** Makes `/` lead to the search field of a part, and Escape empty it, while the part is shown. */
export function listenToSearch(part: HTMLElement, onChange: () => void): HTMLInputElement | null {
  const search = part.querySelector<HTMLInputElement>('input[type=search]');
  search?.addEventListener('input', onChange);
  document.addEventListener('keydown', (event) => {
    if (part.hidden || !search || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      search.value = '';
      search.blur();
      onChange();
    }
    if (event.key === '/' && !isTyping(event)) {
      event.preventDefault();
      search.focus();
    }
  });
  return search;
}
