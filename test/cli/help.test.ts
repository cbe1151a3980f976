import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Command } from 'commander';
import stringWidth from 'string-width';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeProgram } from '../../src/cli/program.js';
import { builtInRules } from '../../src/lint/built-in-rules.js';
import { ruleSetOf } from '../../src/lint/rule-set.js';
import { Repository } from '../git/repository.js';
import { temporaryTree } from '../temporary-tree.js';
import { MAIN, run } from './run.js';

const program = makeProgram(ruleSetOf(builtInRules));
const commands = [program, ...program.commands];

/** What `--help` prints. */
function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

/** The commands below `Examples:`. */
function examplesOf(command: Command): string[] {
  const [, examples = ''] = helpOf(command).split('\nExamples:\n');
  return [...examples.matchAll(/^ {2}(\S.*)$/gm)].map(([, example = '']) => example);
}

describe.each(commands.map((command) => [command.name(), command] as const))('%s --help', (name, command) => {
  it('fits on a terminal of 80 columns', () => {
    const tooLong = helpOf(command)
      .split('\n')
      .filter((line) => stringWidth(line) > 80);
    expect(tooLong).toEqual([]);
  });

  it('says how it is called, what it does and how it ends', () => {
    const help = helpOf(command);
    expect(help).toMatch(/^Usage: otp-lint.*\n(?: {7}.*\n)*\n[A-Z][\s\S]+\.\n/);
    expect(help).toMatch(/\nExit codes:\n {2}0 /);
    if (name !== 'lsp') expect(examplesOf(command).length).toBeGreaterThan(1);
  });

  it('is what the program prints', () => {
    const args = command === program ? [] : [name];
    const { status, stdout } = run(temporaryTree({}), [...args, '--help']);
    expect(stdout).toBe(helpOf(command));
    expect(status).toBe(0);
  });
});

it('shows every option once, in its group', () => {
  const help = helpOf(program);
  for (const { long } of program.options)
    expect(help.match(new RegExp(`^ {2}(?:-V, )?${long}(?= )`, 'gm'))).toHaveLength(1);
  expect(help).not.toContain('\nOptions:\n');
});

describe('the examples of --help', () => {
  const home = mkdtempSync(join(tmpdir(), 'otp-lint-home-'));
  mkdirSync(join(home, '.config/fish/completions'), { recursive: true });
  writeFileSync(join(home, 'otp-lint'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(home, 'otp-lint'), 0o755);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  let root = '';
  beforeEach(() => {
    root = sampleProject();
  });

  it.each(commands.flatMap(examplesOf))('%s', (example) => {
    const { status, stderr } = spawnSync('bash', ['-c', example], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: `${home}${delimiter}${process.env.PATH}`, HOME: home },
    });
    expect(stderr).not.toMatch(/cannot|unknown|there is no|error:/);
    // The sample has findings, which lint and nothing else answers with 1.
    expect(status).toBe(answerTo(example));
  });
});

function answerTo(example: string): number {
  const isCommand = /otp-lint (explain|rules|tree|init|baseline|completions)\b/.test(example);
  return isCommand || /--(fix-dry-run|print-config|version|since|staged)/.test(example) ? 0 : 1;
}

/** The sample application under the name that the examples use, committed, with a branch to compare with. */
function sampleProject(): string {
  const repository = new Repository();
  cpSync('fixtures/apps/sample', repository.root, { recursive: true });
  cpSync('fixtures/apps/sample/lib/parcel', join(repository.root, 'lib/my_app'), { recursive: true });
  rmSync(join(repository.root, 'lib/parcel'), { recursive: true });
  repository.commit().git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return repository.root;
}
