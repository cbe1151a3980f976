import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { firstKinds } from './kinds.mjs';

/** @typedef {import('./classes.mjs').Facts} Facts */

/**
 * What Elixir says, by file.
 *
 * @param {string[]} files
 * @returns {Promise<Map<string, Facts | { error: string }>>}
 * @throws an Error where there is no `elixir` on the path, or it fails
 */
export async function elixirFacts(files) {
  const script = fileURLToPath(new URL('../elixir_facts.exs', import.meta.url));
  const child = spawn('elixir', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  /** @type {Promise<Error | number | null>} */
  const ended = new Promise((resolve) => {
    child.on('error', resolve);
    child.on('close', resolve);
  });
  // Where it ends early, that it has ended is told below.
  child.stdin.on('error', () => {});
  // Its other lines are Elixir's warnings about the sources.
  const progress = createInterface({ input: child.stderr });
  progress.on('line', (line) => /^(elixir: |\*\* )/.test(line) && console.error(line));
  child.stdin.end(files.map((file) => `${file}\n`).join(''));
  const facts = new Map();
  for await (const line of createInterface({ input: child.stdout })) {
    const { file, ...said } = JSON.parse(line);
    if (said.functions) said.functions = firstKinds(said.functions);
    facts.set(file, said);
  }
  const end = await ended;
  if (end instanceof Error) throw new Error(`cannot run \`elixir\`: ${end.message}`);
  if (end !== 0) throw new Error(`\`elixir\` ended with code ${end}`);
  return facts;
}
