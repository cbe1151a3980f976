import Builder from 'fast-xml-builder';
import { sanitizeXml } from './sanitize.js';

/** An element: attributes by `@name`, its text as `#text`, and its children by their tags. */
export interface XmlElement {
  [part: string]: string | number | XmlElement | readonly XmlElement[];
}

const builder = new Builder({
  format: true,
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  // The builder's own escapes leave line breaks in attributes, which a parser reads as spaces, and control
  // characters, which no parser reads.
  processEntities: false,
  attributeValueProcessor: (_, value) => sanitizeXml(String(value)),
  tagValueProcessor: (_, value) => String(value).split('\n').map(sanitizeXml).join('\n'),
});

/**
 * An XML document, ending in a line break.
 *
 * @param root the root element by its tag
 */
export function xmlDocument(root: Readonly<Record<string, XmlElement>>): string {
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...root });
}
