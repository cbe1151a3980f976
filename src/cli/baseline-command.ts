import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { printBaseline } from '../baseline/document.js';
import { countOf } from '../baseline/hold-back.js';
import { type Recording, record } from '../baseline/record.js';
import type { Preset } from '../config/presets.js';
import { reportedName } from '../discover/names.js';
import { writeWhole } from '../files/write-whole.js';
import { configurableIds } from '../lint/configurable-ids.js';
import type { Level } from '../lint/finding.js';
import type { RuleSet } from '../lint/rule-set.js';
import { causeOf, RunError } from '../lint/run-error.js';
import { Session } from '../lint/session.js';
import { cacheOf } from './cache.js';
import { tell } from './output.js';
import { readRuleLevels } from './rule-levels.js';
import { refuseWayOut } from './way-out.js';

/** The options of `otp-lint baseline [paths...]` as commander gives them. */
export interface BaselineFlags {
  baseline?: string;
  level?: Level;
  config?: string;
  preset?: Preset;
  plugins?: boolean;
  rule?: string[];
  cache: boolean;
  cacheLocation?: string;
  workers?: number;
}

/**
 * Takes the present findings into the baseline, and drops what is found no more.
 *
 * @throws RunError where the run cannot be done as asked, or the baseline not be written
 */
export async function baselineCommand(
  paths: readonly string[],
  flags: BaselineFlags,
  rules: RuleSet,
): Promise<void> {
  const { baseline, config, preset, plugins } = flags;
  const cache = flags.cache ? cacheOf(process.cwd(), flags.cacheLocation) : undefined;
  const session = new Session({ workers: flags.workers ?? availableParallelism(), ...(cache && { cache }) });
  const { result, comparisons } = await session.compare({
    paths,
    rules,
    levels: readRuleLevels(flags.rule ?? [], configurableIds(rules.documentation)),
    ...(config !== undefined && { config }),
    ...(preset !== undefined && { preset }),
    ...(plugins !== undefined && { plugins }),
    ...(baseline !== undefined && { baseline }),
  });
  for (const { file, reason } of result.skipped) tell(`skipped ${file}: ${reason}`);
  for (const { file, message } of result.diagnostics)
    tell(file === undefined ? message : `${file}: ${message}`);
  if (result.diagnostics.some(({ fatal }) => fatal))
    throw new RunError('the baseline was left as it is, since not everything could be found');
  for (const comparison of comparisons) await write(record(comparison, flags.level));
}

async function write({ path, baseline, isNew, added, dropped }: Recording): Promise<void> {
  const name = reportedName(process.cwd(), path);
  const total = countOf(baseline.entries);
  if (isNew && total === 0) {
    tell(`nothing found, so ${name} was not written`);
    return;
  }
  const text = printBaseline(baseline);
  refuseWayOut(path, `cannot write ${name}`);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    await writeWhole(path, text).catch((error: unknown) => {
      throw new RunError(`cannot write ${name}: ${causeOf(error)}`);
    });
  }
  const holds = `${name} holds ${total} ${total === 1 ? 'finding' : 'findings'}`;
  tell(isNew ? holds : `${holds}: ${added} new, ${dropped} dropped`);
}
