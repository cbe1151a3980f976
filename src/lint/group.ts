/** Groups what belongs to files by the file, in the order given. */
export function groupByFile<T extends { file: string }>(items: Iterable<T>): Map<string, T[]> {
  const byFile = new Map<string, T[]>();
  for (const item of items) {
    const group = byFile.get(item.file);
    if (group === undefined) byFile.set(item.file, [item]);
    else group.push(item);
  }
  return byFile;
}
