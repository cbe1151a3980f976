import { resolve } from 'node:path';
import { applyEdits, compatible } from '../fix/apply.js';
import { parseElixir } from '../syntax/parser.js';
import { readyParser } from '../syntax/ready.js';
import type { Edit, Finding, Fix, LintResult } from './finding.js';
import { groupByFile } from './group.js';
import { type LintOptions, Session } from './session.js';

/** A fix can make the next one possible; what is not done after this many rounds goes round in circles. */
const MAX_ROUNDS = 10;

export interface FixingOptions extends LintOptions {
  /** Also fixes that may change how the code behaves. */
  unsafe: boolean;
}

/** A file before and after its fixes. */
export interface FixedFile {
  /** As reported. */
  file: string;
  /** Absolute. */
  path: string;
  before: string;
  after: string;
}

/** What fixing came to. Nothing is written yet. */
export interface Fixing {
  /** What was found before anything was mended. */
  before: LintResult;
  /** What is left. */
  after: LintResult;
  /** How many fixes were applied. */
  applied: number;
  files: FixedFile[];
  /** Findings whose fix would leave a file that cannot be read; it was not applied. */
  refused: Fixable[];
  /** False where fixes were still to be applied after the last round. */
  converged: boolean;
}

/** A finding that can be mended. */
export type Fixable = Finding & { fix: Fix };

/**
 * Lints, applies what can be fixed, and lints the result, until nothing is left to fix. It all happens in memory.
 *
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function lintAndFix(options: FixingOptions): Promise<Fixing> {
  const cwd = resolve(options.cwd ?? '.');
  const texts = new Map(options.texts);
  const session = new Session();
  const before = await session.lint({ ...options, texts });
  await readyParser();
  const fixing: Fixing = { before, after: before, applied: 0, files: [], refused: [], converged: true };
  const touched = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { applied, refused, changed } = applyTogether(fixable(fixing, options.unsafe), fixing.after);
    fixing.refused.push(...refused);
    if (applied.length === 0 && refused.length === 0) break;
    if (applied.length === 0) continue;
    fixing.applied += applied.length;
    for (const [file, text] of changed) {
      texts.set(resolve(cwd, file), text);
      touched.add(file);
    }
    fixing.after = await session.lint({ ...options, texts });
  }
  fixing.converged = fixable(fixing, options.unsafe).length === 0;
  fixing.files = [...touched].sort().flatMap((file) => changedFile(file, fixing, cwd));
  return fixing;
}

function fixable({ after, refused }: Fixing, unsafe: boolean): Fixable[] {
  const hopeless = new Set(refused.map(({ fingerprint }) => fingerprint));
  return after.findings.filter((finding): finding is Fixable => {
    if (finding.fix === undefined || hopeless.has(finding.fingerprint)) return false;
    return unsafe || finding.fix.safety === 'safe';
  });
}

interface Round {
  applied: Fixable[];
  refused: Fixable[];
  /** New texts by reported file. */
  changed: Map<string, string>;
}

function applyTogether(found: readonly Fixable[], { sourceOf }: LintResult): Round {
  const chosen = compatible(found);
  const changed = textsWith(chosen, sourceOf);
  if (staysReadable(changed, sourceOf)) return { applied: chosen, refused: [], changed };
  return applyOneByOne(chosen, sourceOf);
}

/** The careful way: each fix that would break a file is left out. */
function applyOneByOne(chosen: readonly Fixable[], sourceOf: LintResult['sourceOf']): Round {
  const applied: Fixable[] = [];
  const refused: Fixable[] = [];
  for (const finding of chosen) {
    const fits = staysReadable(textsWith([...applied, finding], sourceOf), sourceOf);
    (fits ? applied : refused).push(finding);
  }
  return { applied, refused, changed: textsWith(applied, sourceOf) };
}

function textsWith(found: readonly Fixable[], sourceOf: LintResult['sourceOf']): Map<string, string> {
  const byFile = groupByFile(found.flatMap(({ fix }): readonly Edit[] => fix.edits));
  return new Map([...byFile].map(([file, edits]) => [file, applyEdits(sourceOf(file) ?? '', edits)]));
}

function staysReadable(changed: ReadonlyMap<string, string>, sourceOf: LintResult['sourceOf']): boolean {
  const faults = (text: string) => parseElixir(text).faults.length;
  return [...changed].every(([file, text]) => faults(text) <= faults(sourceOf(file) ?? ''));
}

function changedFile(file: string, { before, after }: Fixing, cwd: string): FixedFile[] {
  const [old = '', text = ''] = [before.sourceOf(file), after.sourceOf(file)];
  return old === text ? [] : [{ file, path: resolve(cwd, file), before: old, after: text }];
}
