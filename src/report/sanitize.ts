// Everything that moves the cursor, hides itself or turns the direction of writing (CVE-2021-42574, "Trojan
// Source"). The joiners U+200C and U+200D stay: words and emoji are spelt with them.
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\u200b\u2060\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** What no XML 1.0 document may hold, not even as a reference (https://www.w3.org/TR/xml/#charsets). */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The same text with every control, invisible or bidirectional character written out, as in `\u{202e}`. */
export function sanitize(text: string): string {
  return text.replace(UNSAFE, visibleEscape);
}

/** The same JSON document with the characters that `JSON.stringify` lets through written as JSON escapes. */
export function sanitizeJson(document: string): string {
  return document.replace(UNSAFE, (char) => (char === '\n' ? char : jsonEscape(char)));
}

/**
 * A text as it stands between the quotes of an XML attribute: a parser reads it back unchanged, but for the
 * characters that XML cannot hold, which are written out as by `sanitize`.
 */
export function sanitizeXml(text: string): string {
  return text
    .replace(NOT_XML, visibleEscape)
    .replace(/[&<>"']/g, xmlReference)
    .replace(UNSAFE, xmlReference);
}

function visibleEscape(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

function jsonEscape(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function xmlReference(char: string): string {
  return NAMED[char] ?? `&#x${(char.codePointAt(0) ?? 0).toString(16)};`;
}
