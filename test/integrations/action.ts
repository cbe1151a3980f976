import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { temporaryTree } from '../temporary-tree.js';

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  with?: Readonly<Record<string, string>>;
  shell?: string;
  env?: Readonly<Record<string, string>>;
  run?: string;
}

interface Action {
  inputs: Readonly<Record<string, { description: string; default: string }>>;
  outputs: Readonly<Record<string, { value: string }>>;
  runs: { using: string; steps: readonly Step[] };
}

/** The action of this repository as GitHub reads it. */
export const action: Action = parse(readFileSync('action.yml', 'utf8'));

/** What a run of the action leaves behind. */
export interface ActionRun {
  /** True where no step failed. */
  passed: boolean;
  stdout: string;
  stderr: string;
  summary: string;
  outputs: Record<string, string>;
  /** The other actions that it would have used, with what it gives them. */
  used: { uses: string; with: Record<string, string> }[];
}

/**
 * Runs the shell steps of the action one after the other, as a runner does, and notes the steps that use another
 * action.
 *
 * @param cwd the checked out project
 */
export function runAction(cwd: string, given: Readonly<Record<string, string>> = {}): ActionRun {
  const temporary = temporaryTree({ summary: '', output: '' });
  const inputs = { ...defaults(), ...given };
  const values = new Map(Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value]));
  const run: ActionRun = { passed: true, stdout: '', stderr: '', summary: '', outputs: {}, used: [] };
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !holds(step.if, values)) continue;
    if (step.uses !== undefined) run.used.push({ uses: step.uses, with: filled(step.with, values) });
    if (step.run === undefined) continue;
    const output = join(temporary, `output-${run.used.length}-${step.id ?? 'last'}`);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run],
      {
        cwd,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTION_PATH: resolve('.'),
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
          GITHUB_WORKSPACE: cwd,
          RUNNER_TEMP: temporary,
          ...filled(step.env, values),
        },
      },
    );
    run.stdout += stdout;
    run.stderr += stderr;
    for (const [name, value] of outputsIn(output)) values.set(`steps.${step.id}.outputs.${name}`, value);
    run.passed = status === 0;
    if (!run.passed) break;
  }
  run.summary = readFileSync(join(temporary, 'summary'), 'utf8');
  run.outputs = filled(
    Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, value])),
    values,
  );
  return run;
}

function defaults(): Record<string, string> {
  return Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
}

function outputsIn(file: string): [string, string][] {
  const text = spawnSync('cat', [file], { encoding: 'utf8' }).stdout;
  return [...text.matchAll(/^([\w-]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
}

type Values = ReadonlyMap<string, string>;

function filled(texts: Readonly<Record<string, string>> = {}, values: Values): Record<string, string> {
  const entries = Object.entries(texts).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ (\S+) \}\}/g, (_, reference: string) => values.get(reference) ?? ''),
  ]);
  return Object.fromEntries(entries);
}

/** What of GitHub's expressions the action needs: comparisons with a string, joined by `&&`. */
function holds(condition: string, values: Values): boolean {
  const terms = condition.replace(/^\$\{\{ (.*) \}\}$/, '$1').split(' && ');
  return terms.every((term) => {
    const [, reference = '', operator, word] = /^(\S+) (==|!=) '(.*)'$/.exec(term) ?? [];
    if (operator === undefined) throw new Error(`not understood: ${term}`);
    return ((values.get(reference) ?? '') === word) === (operator === '==');
  });
}
