import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{
 *   rule: string, level: 'error' | 'warning' | 'info', file: string, line: number, column: number, endLine: number,
 *   message: string, evidence: { file: string, line: number, message: string }[], fingerprint: string,
 * }} Finding
 */
/** @typedef {{ findings: Finding[], failure?: undefined } | { failure: string, findings?: undefined }} Outcome */

/**
 * The program of a built checkout.
 *
 * @param {string} dist its `dist` folder, or the checkout itself
 * @returns {string}
 * @throws an Error where there is none
 */
export function programIn(dist) {
  const tried = [dist, join(dist, 'dist')].map((folder) => join(folder, 'src', 'cli', 'main.js'));
  const program = tried.find((path) => existsSync(path));
  if (program === undefined) throw new Error(`there is no built otp-lint in \`${dist}\` (\`${tried[0]}\`)`);
  return program;
}

/**
 * Lints a folder with one build.
 *
 * @param {string} program its `main.js`
 * @param {string} cwd the folder, absolute
 * @param {readonly string[]} paths what to lint in it
 * @returns {Promise<Outcome>} `failure` says in one line why the run failed
 */
export async function lintWith(program, cwd, paths) {
  const args = [program, '--format', 'json', '--no-cache', '--fail-on', 'never', ...paths];
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, ended] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code, signal) => resolve(code ?? signal));
    }),
  ]);
  if (ended !== 0) return { failure: `${firstLineOf(stderr) ?? 'nothing was said'} (ended with ${ended})` };
  try {
    return { findings: JSON.parse(stdout).findings };
  } catch {
    return { failure: `what it printed is not JSON: ${firstLineOf(stdout) ?? 'nothing'}` };
  }
}

/**
 * @param {import('node:stream').Readable} stream
 * @returns {Promise<string>}
 */
async function textOf(stream) {
  stream.setEncoding('utf8');
  let text = '';
  for await (const part of stream) text += part;
  return text;
}

/** @param {string} text */
function firstLineOf(text) {
  const lines = text.split('\n').map((line) => line.trim());
  // What node prints of an error that nobody caught names it below the source.
  return lines.find((line) => /^\w*Error\b|^error:/.test(line)) ?? lines.find((line) => line !== '');
}
