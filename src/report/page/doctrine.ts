import type { Part } from './parts.js';
import { listenToSearch, Searched } from './search.js';

/** The doctrine: pages beside a list of them, which can be searched. */
export function createDoctrine(): Part {
  const element = document.getElementById('doctrine') ?? document.body;
  const pages = [...element.querySelectorAll<HTMLElement>('.page')];
  const searched = new Searched(pages);
  const links = new Map(
    [...element.querySelectorAll<HTMLAnchorElement>('.contents a')].map((link) => [link.hash.slice(1), link]),
  );
  const status = element.querySelector('[role=status]');
  const none = element.querySelector<HTMLElement>('.none');
  const search = listenToSearch(element, update);
  update();
  return { element, has: (id) => id.startsWith('explain-'), goTo };

  function update(): void {
    const found = searched.found(search?.value ?? '');
    for (const page of pages) {
      page.hidden = !found.has(page);
      const item = links.get(page.id)?.parentElement;
      if (item) item.hidden = page.hidden;
    }
    status?.replaceChildren(`${found.size} of ${pages.length}`);
    if (none) none.hidden = found.size > 0;
  }

  function goTo(id: string): void {
    const page = document.getElementById(id);
    if (!page) return;
    if (page.hidden) {
      if (search) search.value = '';
      update();
    }
    for (const link of links.values()) link.removeAttribute('aria-current');
    const link = links.get(id);
    link?.setAttribute('aria-current', 'true');
    link?.scrollIntoView({ block: 'nearest' });
    page.scrollIntoView();
    page.querySelector('h2')?.focus({ preventScroll: true });
  }
}
