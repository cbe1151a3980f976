import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CONFIGURATION_NAME } from '../config/configurations.js';
import { gitRootOf } from '../discover/folders.js';
import { reportedName } from '../discover/names.js';
import { writeWhole } from '../files/write-whole.js';
import { PRE_COMMIT_FILE, preCommitText, WORKFLOW_FILE, workflowText } from '../init/companions.js';
import { configurationText, KIND_NAMES } from '../init/configuration-text.js';
import { type MixFacts, readMixFacts } from '../init/mix-facts.js';
import { causeOf, RunError } from '../lint/run-error.js';
import { print, tell } from './output.js';
import { packageVersion } from './version.js';
import { refuseWayOut } from './way-out.js';

/** The options of `otp-lint init` as commander gives them. */
export interface InitFlags {
  force?: boolean;
  preCommit?: boolean;
  github?: boolean;
  dryRun?: boolean;
}

interface NewFile {
  /** Absolute. */
  path: string;
  text: string;
  /** True where it may take the place of one that is there. */
  replaces: boolean;
}

/**
 * Sets a project up: writes an `otp-lint.json` that fits it and, where asked to, a git hook and a CI job, and says
 * what else there is to do.
 *
 * @throws RunError where there is no Mix project, or a file that is to be written is there already
 */
export async function initCommand(flags: InitFlags): Promise<void> {
  const root = process.cwd();
  const facts = readMixFacts(root);
  const files = filesFor(facts, root, flags);
  if (flags.dryRun) {
    print(files.map(({ path, text }) => `# ${reportedName(root, path)}\n${text}`).join('\n'));
    return;
  }
  const [configuration, ...companions] = files;
  const isKept = (file: NewFile) => existsSync(file.path) && !file.replaces;
  if (configuration && companions.length === 0 && isKept(configuration))
    throw new RunError(`${CONFIGURATION_NAME} is there already: --force writes it anew`);
  const kept = files.filter(isKept);
  for (const { path } of kept) tell(`${reportedName(root, path)} is there already and stays as it is`);
  for (const file of files.filter((each) => !kept.includes(each))) {
    const name = reportedName(root, file.path);
    await write(file, name);
    tell(`wrote ${name}${file === configuration ? ` for ${KIND_NAMES[facts.kind]}` : ''}`);
  }
  print(nextSteps(kept, flags, root));
}

/** The configuration first. */
function filesFor(facts: MixFacts, root: string, { force = false, preCommit, github }: InitFlags): NewFile[] {
  const repository = gitRootOf(root) ?? root;
  const project = reportedName(repository, root);
  const workflow = workflowText(facts, project, packageVersion());
  return [
    { path: join(root, CONFIGURATION_NAME), text: configurationText(facts), replaces: force },
    ...(preCommit
      ? [{ path: join(repository, PRE_COMMIT_FILE), text: preCommitText(), replaces: false }]
      : []),
    ...(github ? [{ path: join(repository, WORKFLOW_FILE), text: workflow, replaces: false }] : []),
  ];
}

async function write({ path, text }: NewFile, name: string): Promise<void> {
  refuseWayOut(path, `cannot write ${name}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, text);
  } catch (error) {
    throw new RunError(`cannot write ${name}: ${causeOf(error)}`);
  }
}

function nextSteps(kept: readonly NewFile[], { preCommit, github }: InitFlags, root: string): string {
  const steps: [string, string][] = [
    ['otp-lint', 'see what it finds'],
    ['otp-lint baseline', 'let that pass, and be told only of what is new; commit the file'],
    preCommit
      ? ['pre-commit install', 'set up the git hook']
      : [
          'otp-lint init --pre-commit',
          'a git hook for pre-commit.com (or run `otp-lint --staged` in your own)',
        ],
    github
      ? [`git add ${WORKFLOW_FILE}`, 'the CI job runs with the next push']
      : ['otp-lint init --github', 'a job for GitHub Actions (for other CI: --format gitlab, junit, sarif)'],
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  const lines = steps.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  const toAdd = kept
    .filter(({ path }) => path.endsWith(PRE_COMMIT_FILE))
    .flatMap(({ path, text }) => ['', `To add to ${reportedName(root, path)}:`, '', ...entryOf(text)]);
  return `${['What else there is to do:', ...lines, ...toAdd].join('\n')}\n`;
}

/** What stands below `repos:`. */
function entryOf(text: string): string[] {
  return text.slice(text.indexOf('  - repo:')).trimEnd().split('\n');
}
