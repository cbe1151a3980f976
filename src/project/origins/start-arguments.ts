import type { FunctionDef, ModuleDef } from '../../elixir/model.js';
import { childEntries } from '../../otp/supervision/children.js';
import { perProject } from '../memory.js';
import type { Project } from '../project.js';
import type { Given } from './given.js';
import { isTest } from './test-callers.js';

/** What a supervisor gives to `start_link/1` and `child_spec/1`, and a start function to `init/1`. */
export function startArguments(fn: FunctionDef, index: number, project: Project): readonly Given[] {
  if (index !== 0) return [];
  if (fn.name === 'init' && fn.arity === 1) return initArguments(fn.module, project);
  if (fn.name !== 'start_link' && fn.name !== 'child_spec') return [];
  return (childEntries(project).get(fn.module.name) ?? []).flatMap(({ arg, clause }) =>
    arg && !isTest(clause.fn.module, fn.module, project)
      ? [{ expr: arg, at: { owner: clause.fn.module, clause, entered: [] } }]
      : [],
  );
}

const initArguments = perProject((def: ModuleDef, project): readonly Given[] =>
  (project.moduleOf(def)?.sites ?? []).flatMap((site) => {
    const [callback, arg] = site.args;
    const { owner, clause } = site.situation;
    const own = callback?.kind === 'variable' && callback.name === '__MODULE__';
    if (!own || !arg || !clause || !/^start(_link)?$/.test(site.name)) return [];
    return [{ expr: arg, at: { owner, clause, entered: [] } }];
  }),
);
