/** A part of the report; one of them is shown at a time. */
export interface Part {
  element: HTMLElement;
  /** Whether an address leads into this part. @param id what stands behind the `#` */
  has(id: string): boolean;
  /** Shows a place in the part, which can be seen already. */
  goTo(id: string): void;
  /** Is called when the part can be seen. */
  onShown?(): void;
}

/** Shows the part that the address asks for, and follows the address from then on. */
export function startParts(parts: readonly Part[]): void {
  const scrolled = new Map<Part, number>();
  let current: Part | undefined;

  function show(part: Part): void {
    if (current) scrolled.set(current, scrollY);
    current = part;
    for (const { element } of parts) element.hidden = element !== part.element;
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.bar nav a')) {
      const isCurrent = link.hash === `#${part.element.id}`;
      if (isCurrent) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    part.onShown?.();
    scrollTo(0, scrolled.get(part) ?? 0);
  }

  function follow(): void {
    const id = location.hash.slice(1);
    const place = parts.find((part) => part.has(id));
    const part = place ?? parts.find(({ element }) => element.id === id) ?? parts[0];
    if (part && part !== current) show(part);
    place?.goTo(id);
  }

  addEventListener('hashchange', follow);
  // A link to where the address leads already changes nothing in it.
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    if (link && link.hash !== '' && link.hash === location.hash) follow();
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const part = /^[1-9]$/.test(event.key) ? parts[Number(event.key) - 1] : undefined;
    if (part) location.hash = part.element.id;
  });
  document.body.classList.add('scripted');
  follow();
}

/** Whether a key goes into a field. */
export function isTyping({ target }: Event): boolean {
  return target instanceof Element && target.matches('input, select, textarea');
}
