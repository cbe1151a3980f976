import type { ModuleDef, Situation } from '../model.js';

/** The situation of calls that stand in a module's own body. */
export function moduleSituation(owner: ModuleDef): Situation {
  return { owner, quoted: owner.quoted, branches: 0, rescued: false, logged: false, devOnly: false };
}

/** The same place, but for what is different. An object that is spread anew each time becomes one of a kind. */
export function placed(place: Situation, difference: Partial<Situation>): Situation {
  const { owner, clause, quoted, branches, rescued, logged, devOnly, loop, closure, parent } = place;
  const same = { owner, clause, quoted, branches, rescued, logged, devOnly, loop, closure, parent };
  return Object.assign(same, difference);
}

/** The same place behind one more condition. */
export function branch(situation: Situation): Situation {
  return placed(situation, { branches: situation.branches + 1, parent: undefined });
}
