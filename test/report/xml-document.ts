import { JSDOM } from 'jsdom';

const { DOMParser } = new JSDOM().window;

/** Reads XML as strictly as the standard asks for; what is not well-formed is thrown out. */
export function parseXml(text: string): Document {
  const document = new DOMParser().parseFromString(text, 'application/xml');
  const [fault] = document.getElementsByTagName('parsererror');
  if (fault) throw new Error(fault.textContent ?? 'not well-formed');
  return document;
}

/** The attributes of an element by their names. */
export function attributesOf(element: Element | null): Record<string, string> {
  return Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]));
}
