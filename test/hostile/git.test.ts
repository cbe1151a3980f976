import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../cli/run.js';
import { Repository } from '../git/repository.js';
import { badServer, WARNING } from './bad-server.js';

const CONCISE = ['--format', 'concise', '--no-cache'];

/** All that a repository's configuration can make git run. */
const PROGRAMS = [
  'core.fsmonitor',
  'core.sshCommand',
  'core.pager',
  'core.editor',
  'core.askPass',
  'core.gitProxy',
  'core.alternateRefsCommand',
  'credential.helper',
  'gpg.program',
  'diff.external',
  'diff.evil.command',
  'diff.evil.textconv',
  'filter.evil.clean',
  'filter.evil.smudge',
  'filter.evil.process',
  'merge.evil.driver',
  'uploadpack.packObjectsHook',
];
const HOOKS = [
  'post-index-change',
  'fsmonitor-watchman',
  'post-checkout',
  'reference-transaction',
  'pre-commit',
];

/** A repository whose every program, hook and remote leaves a trace. */
function hostile(): { repository: Repository; trace: string } {
  const repository = new Repository({ 'lib/ok.ex': '', 'lib/other.ex': badServer('Other') });
  const trace = join(repository.root, 'trace');
  const evil = `#!/bin/sh\necho "$0 $*" >> '${trace}'\ncat\n`;
  const program = join(repository.root, 'evil.sh');
  repository.write({
    'evil.sh': evil,
    ...Object.fromEntries(HOOKS.map((hook) => [`.git/hooks/${hook}`, evil])),
  });
  for (const path of [program, ...HOOKS.map((hook) => join(repository.root, '.git/hooks', hook))])
    chmodSync(path, 0o755);
  repository.write({
    '.gitattributes': '*.ex diff=evil filter=evil merge=evil\n',
    'lib/ok.ex': badServer('Ok'),
  });
  repository.git('-c', 'core.hooksPath=/dev/null', 'add', 'lib/ok.ex');
  for (const key of PROGRAMS) repository.git('config', key, program);
  repository.git('config', 'alias.diff', `!${program}`);
  repository.git('config', 'protocol.ext.allow', 'always');
  repository.git('config', 'extensions.partialClone', 'origin');
  repository.git('config', 'remote.origin.promisor', 'true');
  repository.git('config', 'remote.origin.url', `ext::${program}`);
  rmSync(trace, { force: true });
  return { repository, trace };
}

test('--since and --staged run no program that the repository names', () => {
  const { repository, trace } = hostile();
  expect(run(repository.root, [...CONCISE, '--staged', 'lib'])).toEqual({
    status: 1,
    stdout: expect.stringMatching(new RegExp(`^lib/ok.ex:${WARNING} .*\n$`)),
    stderr: '',
  });
  repository.write({ 'lib/other.ex': `${badServer('Other')}# more\n` });
  const since = run(repository.root, [...CONCISE, '--since', 'HEAD', 'lib']);
  expect(since.stdout).toContain(`lib/ok.ex:${WARNING}`);
  expect(since.stdout).toContain(`lib/other.ex:${WARNING}`);
  expect({ status: since.status, stderr: since.stderr }).toEqual({ status: 1, stderr: '' });
  expect(existsSync(trace)).toBe(false);
});

test('what a partial clone has left out is not fetched', () => {
  const { repository, trace } = hostile();
  const commit = 'deadbeef'.repeat(5);
  expect(run(repository.root, [...CONCISE, '--since', commit])).toEqual({
    status: 2,
    stdout: '',
    stderr: `otp-lint: --since \`${commit}\`: git knows no such commit, branch or tag\n`,
  });
  const [, object = ''] = repository
    .git('-c', 'core.fsmonitor=false', 'ls-files', '-s', 'lib/ok.ex')
    .split(' ');
  rmSync(trace, { force: true });
  rmSync(join(repository.root, '.git/objects', object.slice(0, 2), object.slice(2)));
  expect(run(repository.root, [...CONCISE, '--staged', 'lib'])).toEqual({
    status: 0,
    stdout: '',
    stderr: 'otp-lint: skipped lib/ok.ex: git has lost its staged content\n',
  });
  expect(existsSync(trace)).toBe(false);
});

test('a filter whose name no option can hold ends the run', () => {
  const repository = new Repository({ 'lib/ok.ex': badServer('Ok') });
  repository.git('config', 'filter.a=b.clean', 'cat');
  const { status, stderr } = run(repository.root, [...CONCISE, '--since', 'HEAD']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'otp-lint: --since `HEAD`: git cannot be told to leave out the filter `filter.a=b`\n',
  });
});

test.each([
  '--output=x',
  '-x',
  '--help',
  '--',
  '-',
  '',
  'HEAD:lib',
  'HEAD^{tree}',
  '$(touch x)',
  'HEAD\nx',
  'HEAD --not',
])('the ref %j is a ref and no option', (ref) => {
  const { root } = new Repository({ 'lib/ok.ex': badServer('Ok') });
  const { status, stdout, stderr } = run(root, [...CONCISE, '--since', ref]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    `otp-lint: --since \`${ref.replace('\n', '\\u{a}')}\`: git knows no such commit, branch or tag\n`,
  );
  expect(readdirSync(root).sort()).toEqual(['.git', 'lib']);
});
