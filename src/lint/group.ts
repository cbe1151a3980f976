/** Groups items by a key, in the order given. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Groups what belongs to files by the file, in the order given. */
export function groupByFile<T extends { file: string }>(items: Iterable<T>): Map<string, T[]> {
  return groupBy(items, ({ file }) => file);
}
