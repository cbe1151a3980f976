// Everything stands in the page already: the script only hides, shows and moves what is there.
const every = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)];

type View = 'rule' | 'module';

const search = document.querySelector<HTMLInputElement>('input[type=search]');
const status = document.querySelector<HTMLElement>('[role=status]');
const none = document.querySelector<HTMLElement>('.none');
const articles = every('article');
const byPlace = articles.toSorted((a, b) => Number(a.dataset.order) - Number(b.dataset.order));
const groups = every('.group[data-view]');
const levelButtons = every<HTMLButtonElement>('button[data-level]');
const viewButtons = every<HTMLButtonElement>('button[data-show]');

const texts = new Map(articles.map((article) => [article, (article.textContent ?? '').toLowerCase()]));
const ruleGroups = new Map(articles.map((article) => [article, article.closest<HTMLElement>('.group')]));
const moduleGroups = new Map(
  groups.filter(isOfModule).map((group): [string, HTMLElement] => [group.dataset.module ?? '', group]),
);
let view: View = 'rule';

function isOfModule(group: HTMLElement): boolean {
  return group.dataset.view === 'module';
}

function isPressed(button: HTMLElement): boolean {
  return button.getAttribute('aria-pressed') === 'true';
}

/** Shows what the search and the levels leave. */
function update(): void {
  const words = (search?.value ?? '').toLowerCase().split(/\s+/);
  const levels = new Set(levelButtons.filter(isPressed).map(({ dataset }) => dataset.level));
  for (const article of articles) {
    const text = texts.get(article) ?? '';
    article.hidden = !levels.has(article.dataset.level) || !words.every((word) => text.includes(word));
  }
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
    const group = next === 'rule' ? ruleGroups.get(article) : moduleGroups.get(article.dataset.module ?? '');
    group?.querySelector('.items')?.append(article);
  }
  for (const button of viewButtons) button.setAttribute('aria-pressed', String(button.dataset.show === next));
  update();
}

/** Opens what is said about the rule that the address names. */
function openRule(): void {
  const group = document.getElementById(location.hash.slice(1));
  if (!group) return;
  if (search) search.value = '';
  show('rule');
  group.hidden = false;
  const about = group.querySelector('details');
  if (about) about.open = true;
  group.scrollIntoView();
  group.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
}

function step(by: number): void {
  const shown = visible();
  const at = shown.findIndex((article) => article.contains(document.activeElement));
  const next = at < 0 && by < 0 ? -1 : at + by;
  const article = shown[Math.max(0, Math.min(next, shown.length - 1))];
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: 'nearest' });
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && search) {
    search.value = '';
    search.blur();
    update();
  }
  if (event.target === search) return;
  if (event.key === '/') {
    event.preventDefault();
    search?.focus();
  }
  if (event.key === 'j') step(1);
  if (event.key === 'k') step(-1);
}

function turnTheme(): void {
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
}

for (const button of levelButtons) {
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(!isPressed(button)));
    update();
  });
}
for (const button of viewButtons)
  button.addEventListener('click', () => show(button.dataset.show === 'module' ? 'module' : 'rule'));
document.getElementById('theme')?.addEventListener('click', turnTheme);
search?.addEventListener('input', update);
document.addEventListener('keydown', onKey);
// A link to the rule that the address names already changes nothing in it.
document.addEventListener('click', ({ target }) => {
  if (target instanceof HTMLAnchorElement && target.hash === location.hash) openRule();
});
addEventListener('hashchange', openRule);
document.body.classList.add('scripted');
update();
openRule();
