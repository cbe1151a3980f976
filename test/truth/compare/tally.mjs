/** @typedef {{ ours: number, elixirs: number, agreed: number, onlyOurs: string[], onlyElixirs: string[] }} Tally */

/** @returns {Tally} */
export function newTally() {
  return { ours: 0, elixirs: 0, agreed: 0, onlyOurs: [], onlyElixirs: [] };
}

/**
 * Compares two lists in which a text may stand more than once.
 *
 * @param {Tally} tally
 * @param {string} file
 * @param {readonly string[]} ours
 * @param {readonly string[]} elixirs
 */
export function compare(tally, file, ours, elixirs) {
  const left = new Map();
  for (const text of elixirs) left.set(text, (left.get(text) ?? 0) + 1);
  const take = (/** @type {string | undefined} */ text) => {
    const count = text === undefined ? 0 : (left.get(text) ?? 0);
    if (count > 0) left.set(text, count - 1);
    return count > 0;
  };
  const unmatched = ours.filter((text) => !take(text));
  const onlyOurs = unmatched.filter(
    (text) => !take([...left.keys()].find((other) => left.get(other) > 0 && mayBe(text, other))),
  );
  tally.agreed += ours.length - onlyOurs.length;
  tally.onlyOurs.push(...onlyOurs.map((text) => place(file, text)));
  for (const [text, count] of left)
    for (let n = 0; n < count; n += 1) tally.onlyElixirs.push(place(file, text));
  tally.ours += ours.length;
  tally.elixirs += elixirs.length;
}

const LOCAL = /^(\d+) (~?)([^ ]*?)\.([^.]*)$/;

/**
 * Whether what Elixir says of a local call is among what we say may be: any of the modules `~A|B`, or none of them.
 *
 * @param {string} ours
 * @param {string} elixirs
 */
function mayBe(ours, elixirs) {
  const [, line, open, modules = '', name] = LOCAL.exec(ours) ?? [];
  const [, otherLine, , otherModules = '', otherName] = LOCAL.exec(elixirs) ?? [];
  if (open !== '~' || line !== otherLine || name !== otherName) return false;
  const named = modules.split('|');
  return otherModules === '?' || otherModules.split('|').every((module) => named.includes(module));
}

/**
 * @param {string} file
 * @param {string} text
 */
function place(file, text) {
  const [, line, call] = /^(\d+) (.*)$/s.exec(text) ?? [];
  return line === undefined ? `${file}: ${text}` : `${file}:${line}: ${call}`;
}

/**
 * How much of what either side says both say, in percent.
 *
 * @param {Tally} tally
 * @returns {number}
 */
export function agreement({ agreed, onlyOurs, onlyElixirs }) {
  const union = agreed + onlyOurs.length + onlyElixirs.length;
  return union === 0 ? 100 : (100 * agreed) / union;
}
