/** @typedef {import('./build.mjs').Finding} Finding */
/** @typedef {{ before: Finding, after: Finding }} Pair */
/**
 * What sets two runs apart. `moved` says the same at another place, `changed` something else at the same.
 *
 * @typedef {{ new: Finding[], gone: Finding[], moved: Pair[], changed: Pair[] }} Difference
 */

/**
 * Compares what two builds find in the same source. Findings are the same where their fingerprints are.
 *
 * @param {readonly Finding[]} before
 * @param {readonly Finding[]} after
 * @returns {Difference}
 */
export function differenceOf(before, after) {
  const known = new Map(before.map((finding) => [finding.fingerprint, finding]));
  const kept = new Set(after.map(({ fingerprint }) => fingerprint));
  const changed = after.flatMap((finding) => {
    const earlier = known.get(finding.fingerprint);
    return earlier && contentOf(earlier) !== contentOf(finding) ? [{ before: earlier, after: finding }] : [];
  });
  const gone = before.filter(({ fingerprint }) => !kept.has(fingerprint));
  const added = after.filter(({ fingerprint }) => !known.has(fingerprint));
  return { ...pairMoved(gone, added), changed };
}

/**
 * A finding that now stands at another line has another fingerprint.
 *
 * @param {readonly Finding[]} gone
 * @param {readonly Finding[]} added
 * @returns {Pick<Difference, 'new' | 'gone' | 'moved'>}
 */
function pairMoved(gone, added) {
  /** @type {Map<string, Finding[]>} */
  const open = new Map();
  for (const finding of gone) open.set(whatOf(finding), [...(open.get(whatOf(finding)) ?? []), finding]);
  /** @type {Pair[]} */
  const moved = [];
  const fresh = added.filter((finding) => {
    const earlier = open.get(whatOf(finding))?.shift();
    if (earlier) moved.push({ before: earlier, after: finding });
    return earlier === undefined;
  });
  const left = new Set([...open.values()].flat());
  return { new: fresh, gone: gone.filter((finding) => left.has(finding)), moved };
}

/** @param {Finding} finding */
function whatOf({ rule, file, message }) {
  return [rule, file, message].join('\0');
}

/** @param {Finding} finding */
function contentOf({ level, line, column, endLine, message, evidence }) {
  const steps = evidence.map((step) => [step.file, step.line, step.message]);
  return JSON.stringify([level, line, column, endLine, message, steps]);
}
