import type { JsonSchema } from './shape.js';

/** A list that holds neither lists nor objects, as `JSON.stringify` lays it out. */
const PLAIN_LIST = /\[\n[^[\]{}]*\]/g;

/** The text of `otp-lint.schema.json`: JSON in which lists of words stand on one line. */
export function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2).replace(PLAIN_LIST, onOneLine)}\n`;
}

function onOneLine(list: string): string {
  const items = list.slice(1, -1).trim();
  return `[${items.replace(/\s*\n\s*/g, ' ')}]`;
}
