import type { Part } from './parts.js';
import { isTyping } from './parts.js';
import { listenToSearch, Searched } from './search.js';

type View = 'rule' | 'module';

/** The findings: searched, filtered by level, in groups by rule or by module. */
export function createFindings(): Part {
  const element = document.getElementById('findings') ?? document.body;
  const every = <E extends HTMLElement>(selector: string) => [...element.querySelectorAll<E>(selector)];
  const articles = every('article');
  const searched = new Searched(articles);
  const byPlace = articles.toSorted((a, b) => orderOf(a) - orderOf(b));
  const ruleGroups = new Map(articles.map((article) => [article, article.closest<HTMLElement>('.group')]));
  const groups = every('.group[data-view]');
  const moduleGroups = new Map(
    groups.filter(isOfModule).map((group): [string, HTMLElement] => [group.dataset.module ?? '', group]),
  );
  const levelButtons = every('button[data-level]');
  const viewButtons = every('button[data-show]');
  const status = element.querySelector('[role=status]');
  const none = element.querySelector<HTMLElement>('.none');
  const search = listenToSearch(element, update);
  let view: View = 'rule';

  for (const button of levelButtons) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(!isPressed(button)));
      update();
    });
  }
  for (const button of viewButtons)
    button.addEventListener('click', () => show(button.dataset.show === 'module' ? 'module' : 'rule'));
  document.addEventListener('keydown', (event) => {
    if (element.hidden || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') step(1);
    if (event.key === 'k') step(-1);
  });
  return { element, has: (id) => /^(finding|rule)-/.test(id), goTo };

  /** Shows what the search and the levels leave. */
  function update(): void {
    const found = searched.found(search?.value ?? '');
    const levels = new Set(levelButtons.filter(isPressed).map(({ dataset }) => dataset.level));
    for (const article of articles)
      article.hidden = !levels.has(article.dataset.level) || !found.has(article);
    for (const group of groups) {
      const left = group.querySelectorAll('article:not([hidden])').length;
      group.hidden = group.dataset.view !== view || left === 0;
      group.querySelector('h2 .count')?.replaceChildren(String(left));
    }
    const left = visible().length;
    status?.replaceChildren(`${left} of ${articles.length}`);
    if (none) none.hidden = left > 0;
  }

  function visible(): HTMLElement[] {
    return every('article:not([hidden])');
  }

  /** Moves the findings into the groups of a view. */
  function show(next: View): void {
    view = next;
    for (const article of next === 'rule' ? articles : byPlace) {
      const group =
        next === 'rule' ? ruleGroups.get(article) : moduleGroups.get(article.dataset.module ?? '');
      group?.querySelector('.items')?.append(article);
    }
    for (const button of viewButtons)
      button.setAttribute('aria-pressed', String(button.dataset.show === next));
    update();
  }

  function showAll(): void {
    if (search) search.value = '';
    for (const button of levelButtons) button.setAttribute('aria-pressed', 'true');
    update();
  }

  function goTo(id: string): void {
    const place = document.getElementById(id);
    if (!place) return;
    if (place.matches('.group') && view !== 'rule') show('rule');
    if (place.hidden) showAll();
    place.scrollIntoView();
    const heading = place.querySelector('h2');
    (heading ?? place).focus({ preventScroll: true });
  }

  function step(by: number): void {
    const shown = visible();
    const at = shown.findIndex((article) => article.contains(document.activeElement));
    const next = at < 0 && by < 0 ? -1 : at + by;
    const article = shown[Math.max(0, Math.min(next, shown.length - 1))];
    article?.focus({ preventScroll: true });
    article?.scrollIntoView({ block: 'nearest' });
  }
}

function orderOf({ id }: HTMLElement): number {
  return Number(id.replace('finding-', ''));
}

function isOfModule(group: HTMLElement): boolean {
  return group.dataset.view === 'module';
}

function isPressed(button: HTMLElement): boolean {
  return button.getAttribute('aria-pressed') === 'true';
}
