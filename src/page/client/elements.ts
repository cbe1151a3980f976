const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | undefined>>;
type Content = Node | string;

/** An HTML element. Strings become text, never markup. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: Content[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, content);
}

/** An SVG element. Strings become text, never markup. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: Content[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(SVG, tag), attributes, content);
}

/** A button that says what it does to those who do not see its sign. */
export function button(
  sign: string,
  title: string,
  onClick: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = html('button', { type: 'button', title, 'aria-label': title, ...attributes }, sign);
  element.addEventListener('click', onClick);
  return element;
}

function fill<E extends Element>(element: E, attributes: Attributes, content: Content[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...content);
  return element;
}
