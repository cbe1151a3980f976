/**
 * `Mod.fun/1 kind`, each function once: where several forms define clauses of one function (`def` and
 * `defdelegate`, or a `def` that is overridden), its kind is that of the first. `defguardp` counts as `defguard`,
 * for the model makes no difference between the two.
 *
 * @param {readonly string[]} texts
 * @returns {string[]}
 */
export function firstKinds(texts) {
  const kinds = new Map();
  for (const text of texts) {
    const [, name = text, kind = ''] = /^(.*) (\w+)$/.exec(text) ?? [];
    if (!kinds.has(name)) kinds.set(name, kind.replace(/^defguardp$/, 'defguard'));
  }
  return [...kinds].map(([name, kind]) => `${name} ${kind}`);
}
