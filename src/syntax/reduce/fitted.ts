/** The one empty list that all have which have no items. */
export const NONE: never[] = [];

/** The same items without the room that a grown array keeps in reserve; there are hundreds of thousands of them. */
export function fitted<Item>(items: Item[]): Item[] {
  return items.length === 0 ? NONE : items.slice();
}
