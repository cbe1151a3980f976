import type { Located } from '../entered.js';
import { originsOf } from '../origins.js';
import type { Project } from '../project.js';

/** The value of `name:` among options. */
export function nameIn(options: Located, project: Project): Located | undefined {
  if (['alias', 'atom', 'text', 'number'].includes(options.expr.kind)) return undefined;
  const origins = originsOf(options.expr, [{ kind: 'key', key: 'name' }], options.at, project);
  const [only] = origins;
  return only && origins.length === 1 && only.path.length === 0
    ? { expr: only.expr, at: only.at }
    : undefined;
}
