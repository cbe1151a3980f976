import { createHash } from 'node:crypto';
import type { CacheFolder } from '../cache/folder.js';
import type { Configurations } from '../config/configurations.js';
import type { LintResult } from './finding.js';
import { digestOfInput, type InputFile, type Inputs } from './inputs.js';
import type { Rule } from './rule.js';

/** What of a result the inputs do not say. */
type Kept = Pick<LintResult, 'findings' | 'skipped' | 'diagnostics' | 'files' | 'trees'>;

const PREFIX = 'run-';
/** How many runs over the same project are remembered: other paths, other options, other branches. */
const KEEP = 24;

/** The results of whole runs: what reads the same comes to the same. */
export class Results {
  constructor(readonly folder: CacheFolder) {}

  async get(key: string): Promise<Kept | undefined> {
    const content = await this.folder.read(PREFIX + key);
    if (!content) return undefined;
    const found: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    return isKept(found) ? found : undefined;
  }

  async set(key: string, { findings, skipped, diagnostics, files, trees }: Kept): Promise<void> {
    const kept: Kept = { findings, skipped, diagnostics, files, ...(trees && { trees }) };
    await this.folder.write(PREFIX + key, Buffer.from(JSON.stringify(kept)));
    await this.folder.keepNewest(PREFIX, KEEP);
  }
}

/** A name for all that a run's result depends on, but for the program itself. */
export function keyOfRun(
  { files, skipped, configs, reported = new Set() }: Inputs<InputFile>,
  rules: readonly Rule[],
  configurations: Configurations,
): string {
  const names = files.map(({ file }) => file);
  const mixes = [...new Set(files.map(({ mix }) => mix))];
  const said = JSON.stringify([
    rules.map(({ id }) => id),
    configurations.describe(names),
    names,
    files.map(digestOfInput),
    mixes.map(({ root, umbrella, none }) => [root, umbrella, none]),
    files.map(({ mix }) => mixes.indexOf(mix)),
    skipped.map(({ file, reason }) => [file, reason]),
    [...reported],
    [...configs],
  ]);
  return createHash('sha1').update(said).digest('hex');
}

function isKept(found: unknown): found is Kept {
  return (
    typeof found === 'object' &&
    found !== null &&
    'findings' in found &&
    Array.isArray(found.findings) &&
    'skipped' in found &&
    'diagnostics' in found &&
    'files' in found
  );
}
