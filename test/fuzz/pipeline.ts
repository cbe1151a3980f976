import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rules } from '../../rules/index.js';
import type { LintResult } from '../../src/lint/finding.js';
import { type Fixing, lintAndFix } from '../../src/lint/fixing.js';
import { Session } from '../../src/lint/session.js';
import { lintAndSuppress, type Suppressing } from '../../src/lint/suppressing.js';
import type { Project } from '../../src/project/project.js';
import { FORMATS, type FormatName } from '../../src/report/index.js';
import { treeDocument } from '../../src/tree/document.js';
import type { TreeDocument } from '../../src/tree/model.js';
import { TREE_FORMATS, type TreeFormat, treeRenderers } from '../../src/tree/render/index.js';
import { realOptions } from '../report/real.js';
import { reporters } from '../report/reporters.js';
import type { FuzzFile } from './project.js';

/** What a whole run over some files gave. */
export interface Outcome {
  result: LintResult;
  tree: TreeDocument;
}

/** What the seldom steps gave, which take several runs each. */
export interface Thorough {
  again: LintResult;
  fixing: Fixing;
  suppressing: Suppressing;
  reports: Map<FormatName | `tree ${TreeFormat}`, string>;
}

const COMMON = { rules, preset: 'all', paths: ['.'] } as const;
const VERSION = '0.0.0';

/** Writes files into a folder of their own for as long as something is done with them. */
export async function inFolder<Result>(
  files: readonly FuzzFile[],
  use: (cwd: string) => Promise<Result>,
): Promise<Result> {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'otp-lint-fuzz-')));
  try {
    writeFileSync(join(cwd, 'mix.exs'), 'defmodule Fuzz.MixProject do\n  use Mix.Project\nend\n');
    for (const { path, bytes } of files) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), bytes);
    }
    return await use(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** Lints what is in a folder with every rule, and draws its trees. */
export async function runIn(cwd: string): Promise<Outcome> {
  const { result, projects } = await new Session().survey({ ...COMMON, cwd });
  return { result, tree: treeOf(projects, result) };
}

function treeOf(projects: readonly Project[], result: LintResult): TreeDocument {
  return treeDocument(projects, result, VERSION);
}

/** The rest of what otp-lint does: it lints again, mends, suppresses and reports in every format. */
export async function runThoroughlyIn(cwd: string, { result, tree }: Outcome): Promise<Thorough> {
  const session = new Session();
  await session.lint({ ...COMMON, cwd, baseline: false });
  const again = await session.lint({ ...COMMON, cwd, baseline: false });
  const fixing = await lintAndFix({ ...COMMON, cwd, unsafe: true });
  const suppressing = await lintAndSuppress({ ...COMMON, cwd, reason: 'so', level: 'info' });
  return { again, fixing, suppressing, reports: reportsOf(result, tree, cwd) };
}

function reportsOf(result: LintResult, tree: TreeDocument, cwd: string): Thorough['reports'] {
  const options = realOptions({ version: VERSION, cwd, level: 'info', statistics: true });
  return new Map([
    ...FORMATS.map((format) => [format, reporters[format](result, options)] as const),
    ...TREE_FORMATS.map(
      (format) => [`tree ${format}`, treeRenderers[format](tree, { color: false, edges: true })] as const,
    ),
  ]);
}
