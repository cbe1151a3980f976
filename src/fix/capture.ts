import type { ModuleDef } from '../elixir/model.js';
import type { Edit, Fix } from '../lint/finding.js';
import { functionIn, type Project } from '../project/project.js';
import type { Expr } from '../syntax/ast.js';
import { inserting, replacing, written } from './edits.js';

/**
 * `&handle/4` as `&__MODULE__.handle/4`. A private function is made public for it, which is not safe: others can
 * call it from then on.
 */
export function remoteCaptureFix(capture: Expr, owner: ModuleDef, project: Project): Fix | undefined {
  const named = capture.kind === 'capture' ? capture.named : undefined;
  const fn = named && functionIn(owner, named.name, named.arity);
  if (!named || !fn || named.receiver) return undefined;
  const heads =
    fn.kind === 'defp' ? fn.clauses.map((clause) => publicHead(owner, clause.start, project)) : [];
  const edits = heads.filter((edit): edit is Edit => edit !== undefined);
  if (edits.length < heads.length) return undefined;
  return {
    safety: fn.kind === 'defp' ? 'unsafe' : 'safe',
    title: `capture \`${named.name}/${named.arity}\` with its module`,
    edits: [inserting(owner, named.nameStart, '__MODULE__.'), ...edits],
  };
}

/** `defp` at the start of a clause as `def`. */
function publicHead(owner: ModuleDef, start: number, project: Project): Edit | undefined {
  const word = { start, end: start + 'defp'.length };
  return written(owner, word, project) === 'defp' ? replacing(owner, word, 'def') : undefined;
}
