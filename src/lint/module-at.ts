import type { FileFacts } from '../elixir/model.js';
import type { Range } from './finding.js';

/** The name of the innermost module in which a place begins; undefined outside of all modules. */
export function moduleAt(
  { line, column }: Pick<Range, 'line' | 'column'>,
  facts: FileFacts,
): string | undefined {
  // In order of appearance, so that the last one around the place is the innermost.
  return facts.modules.findLast(({ name, start, end }) => {
    // What stands outside of all modules counts as one without a name.
    if (name === '') return false;
    const range = facts.lines.range(start, end);
    const isBehindStart = line > range.line || (line === range.line && column >= range.column);
    return isBehindStart && (line < range.endLine || (line === range.endLine && column < range.endColumn));
  })?.name;
}
