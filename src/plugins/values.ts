const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** True for an object whose fields may be asked for. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** True for words in lower case with hyphens between them. */
export function isKebab(text: string): boolean {
  return KEBAB.test(text);
}

/** True for text with something in it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** True for an array of texts. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** A value as an error shows it. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `\`${value}\``;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
