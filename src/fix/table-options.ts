import type { CallSite } from '../elixir/model.js';
import type { Fix } from '../lint/finding.js';
import type { Project } from '../project/project.js';
import { inserting, written } from './edits.js';

/** `read_concurrency: true` as the last of a table's options (`:ets.new/2`), where these are written in the call. */
export function readConcurrencyFix({ args, situation }: CallSite, project: Project): Fix | undefined {
  const options = args[1];
  if (options?.kind !== 'list' || options.bare || options.items.some((item) => item.kind === 'operator'))
    return undefined;
  const last = options.items.at(-1);
  const text = last ? ', read_concurrency: true' : 'read_concurrency: true';
  const at = last ? last.end : options.end - 1;
  // After a comment, or a tuple such as `{:read_concurrency, false}`, the place is another one.
  if (!/^[\s,]*\]$/.test(written(situation.owner, { start: at, end: options.end }, project)))
    return undefined;
  return {
    safety: 'safe',
    title: 'add `read_concurrency: true`',
    edits: [inserting(situation.owner, at, text)],
  };
}
