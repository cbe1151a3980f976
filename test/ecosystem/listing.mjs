import { readFileSync, writeFileSync } from 'node:fs';

/**
 * One repository of the list. `digest` tells its Elixir files at that commit (see `digestOf`); it is absent where
 * nobody has had them yet.
 *
 * @typedef {{ owner: string, name: string, commit: string, digest?: string }} Listed
 */

const LINE = /^([\w.-]+)\/([\w.-]+) ([0-9a-f]{40})(?: ([0-9a-f]{64}))?$/;

/**
 * Reads a list of repositories: `owner/name commit [digest]`, one a line, and comments.
 *
 * @param {string} file
 * @returns {Listed[]}
 * @throws an Error for a line that is none, and for two repositories of one name
 */
export function readListing(file) {
  /** @type {Map<string, Listed>} */
  const listed = new Map();
  for (const [index, line] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, owner = '', name = '', commit = '', digest] = LINE.exec(line.trim()) ?? [];
    if (name === '')
      throw new Error(`${file}:${index + 1}: \`${line}\` is not \`owner/name commit [digest]\``);
    if (listed.has(name))
      throw new Error(`${file}:${index + 1}: there is another repository named \`${name}\``);
    listed.set(name, { owner, name, commit, ...(digest === undefined ? {} : { digest }) });
  }
  if (listed.size === 0) throw new Error(`${file}: no repository is listed`);
  return [...listed.values()];
}

/**
 * Writes digests into a list, and leaves the rest of it as it is.
 *
 * @param {string} file
 * @param {ReadonlyMap<string, string>} digests by the name of the repository
 */
export function writeDigests(file, digests) {
  const lines = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => {
      const [, owner, name = '', commit] = LINE.exec(line.trim()) ?? [];
      const digest = digests.get(name);
      return digest === undefined ? line : `${owner}/${name} ${commit} ${digest}`;
    });
  writeFileSync(file, lines.join('\n'));
}
