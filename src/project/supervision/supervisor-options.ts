import { atomOf } from '../../elixir/literals.js';
import { durationOf } from '../../otp/timers/durations.js';
import type { Located } from '../entered.js';
import { originsOf } from '../origins.js';
import type { Project } from '../project.js';
import type { SupervisedNode } from './supervised-node.js';

/** What a supervisor's options say, and the name among them. */
export interface SupervisorOptions {
  given: Pick<SupervisedNode, 'strategy' | 'strategyAt' | 'maxRestarts' | 'maxSeconds'>;
  name?: Located;
}

/** Reads the options of a supervisor, a keyword list or the map of flags that `:supervisor` takes. */
export function supervisorOptions(options: Located, project: Project): SupervisorOptions {
  const value = (key: string): Located | undefined => {
    const [only, ...others] = originsOf(options.expr, [{ kind: 'key', key }], options.at, project);
    return only && others.length === 0 && only.path.length === 0 ? only : undefined;
  };
  const given: SupervisorOptions['given'] = {};
  const chosen = value('strategy');
  const strategy = atomOf(chosen?.expr);
  if (chosen && strategy !== undefined) {
    const { start, end } = chosen.expr;
    given.strategy = strategy;
    given.strategyAt = { owner: chosen.at.owner, start, end };
  }
  const restarts = durationOf((value('max_restarts') ?? value('intensity'))?.expr);
  if (restarts !== undefined) given.maxRestarts = restarts;
  const seconds = durationOf((value('max_seconds') ?? value('period'))?.expr);
  if (seconds !== undefined) given.maxSeconds = seconds;
  const name = value('name');
  return { given, ...(name ? { name } : {}) };
}
