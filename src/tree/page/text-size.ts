const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** The fonts of a box; the style sheet has the same. */
export const TITLE_FONT = `600 13px ${FAMILY}`;
export const SUMMARY_FONT = `11px ${FAMILY}`;

const CUT = '…';
const context = document.createElement('canvas').getContext('2d');

/** The width of a text in pixels. */
export function textWidth(text: string, font: string): number {
  // A browser without a canvas still gets boxes that are wide enough.
  if (!context) return text.length * 8;
  context.font = font;
  return context.measureText(text).width;
}

/** The beginning of a text, as much as fits. */
export function cutEnd(text: string, font: string, width: number): string {
  return cut(text, font, width, (characters, length) => characters.slice(0, length).join('').trimEnd() + CUT);
}

/** The end of a text, as much as fits: the end of a module's name tells more than its beginning. */
export function cutBeginning(text: string, font: string, width: number): string {
  return cut(
    text,
    font,
    width,
    (characters, length) =>
      CUT +
      characters
        .slice(characters.length - length)
        .join('')
        .replace(/^\.+/, ''),
  );
}

function cut(
  text: string,
  font: string,
  width: number,
  shortened: (characters: string[], length: number) => string,
): string {
  if (textWidth(text, font) <= width) return text;
  // No box holds more than a few hundred characters, and a hostile name may have millions.
  const characters = Array.from(text.length > 2000 ? text.slice(0, 1000) + text.slice(-1000) : text);
  let fits = 0;
  let tooLong = characters.length;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (textWidth(shortened(characters, middle), font) <= width) fits = middle;
    else tooLong = middle;
  }
  return shortened(characters, fits);
}
