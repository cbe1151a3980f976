import { readFileSync } from 'node:fs';

/** The version of this package, read beside the built program. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const content: unknown = JSON.parse(text);
  const hasVersion = typeof content === 'object' && content !== null && 'version' in content;
  return hasVersion ? String(content.version) : 'unknown';
}
