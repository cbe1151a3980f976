import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAIN } from '../cli/run.js';
import { Repository } from '../git/repository.js';
import { temporaryTree } from '../temporary-tree.js';

const TOOL = 'test/ecosystem/ecosystem.mjs';

const MIX = 'defmodule Shop.MixProject do\n  use Mix.Project\nend\n';
const ATOMS = `defmodule Shop.Words do
  def word(text) do
    String.to_atom(text)
  end
end
`;
const TASKS = `defmodule Shop.Mail do
  def send_later(order) do
    Task.start(fn -> Shop.Smtp.deliver(order) end)
    :ok
  end
end
`;

function ecosystem(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The text of a program that is this build with other options, and so finds something else. */
function buildWith(options: readonly string[], before = '') {
  return `${before}process.argv.push(...${JSON.stringify(options)});\nawait import(${JSON.stringify(`file://${MAIN}`)});\n`;
}

/** A program like this build, which puts every finding a line further down under another fingerprint. */
const LOWER = `import { spawnSync } from 'node:child_process';
const { stdout } = spawnSync(process.execPath, [${JSON.stringify(MAIN)}, ...process.argv.slice(2)], { encoding: 'utf8' });
const report = JSON.parse(stdout);
for (const finding of report.findings) {
  finding.line += 1;
  finding.fingerprint = finding.fingerprint.split('').reverse().join('');
}
console.log(JSON.stringify(report));
`;

function builds(programs: Readonly<Record<string, string>>) {
  const files = Object.entries(programs).map(([name, text]) => [`${name}/src/cli/main.js`, text]);
  return temporaryTree({ ...Object.fromEntries(files), 'package.json': '{ "type": "module" }' });
}

const SHOPS = {
  'atoms/mix.exs': MIX,
  'atoms/lib/words.ex': ATOMS,
  'atoms/deps/other/lib/words.ex': ATOMS,
  'tasks/apps/mail/mix.exs': MIX,
  'tasks/apps/mail/lib/mail.ex': TASKS,
};

test('two builds are compared by rule and repository, with samples of the code', () => {
  const folder = temporaryTree(SHOPS);
  const dist = builds({
    old: buildWith(['--rule', 'unsupervised-task=off']),
    new: buildWith(['--rule', 'dynamic-atom=off']),
  });
  const json = join(dist, 'difference.json');
  const args = ['--old', join(dist, 'old'), '--new', join(dist, 'new'), folder, '--json', json];
  const { status, stdout } = ecosystem(...args);
  expect(status).toBe(1);
  expect(stdout).toContain('# 2 repositories: 1 findings before, 1 after; 1 new, 1 gone');
  expect(stdout).toMatch(/^\| dynamic-atom +\| atoms +\| +1 \| +0 \| +0 \| +1 \| +0 \| +0 \|$/m);
  expect(stdout).toMatch(/^\| unsupervised-task +\| tasks +\| +0 \| +1 \| +1 \| +0 \| +0 \| +0 \|$/m);
  expect(stdout).toContain('## dynamic-atom in atoms, gone: 1\n\n`lib/words.ex:3` info: ');
  expect(stdout).toContain('  2 |   def word(text) do\n> 3 |     String.to_atom(text)\n  4 |   end\n');
  const { differences, repositories, failures } = JSON.parse(readFileSync(json, 'utf8'));
  expect(failures).toEqual([]);
  expect(repositories).toEqual([
    { name: 'atoms', before: 1, after: 0 },
    { name: 'tasks', before: 0, after: 1 },
  ]);
  expect(differences[1].differences.new).toMatchObject({
    count: 1,
    samples: [{ finding: { rule: 'unsupervised-task', file: 'apps/mail/lib/mail.ex', line: 3 } }],
  });
});

test('a finding that moves or is said otherwise is neither new nor gone', () => {
  const folder = temporaryTree(SHOPS);
  const dist = builds({
    now: buildWith([]),
    strict: buildWith(['--rule', 'dynamic-atom=error']),
    lower: LOWER,
  });
  const otherwise = ecosystem('--old', join(dist, 'now'), '--new', join(dist, 'strict'), folder);
  expect(otherwise.stdout).toContain('0 new, 0 gone, 0 at another place, 1 said otherwise');
  expect(otherwise.stdout).toMatch(/`lib\/words\.ex:3` error: .*\nbefore info\n/);
  const moved = ecosystem('--old', join(dist, 'now'), '--new', join(dist, 'lower'), folder);
  expect(moved.stdout).toContain('0 new, 0 gone, 2 at another place, 0 said otherwise');
  expect(moved.stdout).toContain('before at line 3\n');
  const same = ecosystem('--old', join(dist, 'now'), folder, '--samples', '0');
  expect(same).toMatchObject({
    status: 0,
    stdout:
      '# 2 repositories: 2 findings before, 2 after; 0 new, 0 gone, 0 at another place, 0 said otherwise\n',
  });
});

test('a build that fails on one repository is told of, and the others are compared', () => {
  const folder = temporaryTree(SHOPS);
  const failing = `import { existsSync } from 'node:fs';\nif (existsSync('lib')) throw new TypeError('no words');\n`;
  const dist = builds({ old: buildWith([], failing), new: buildWith(['--rule', 'unsupervised-task=off']) });
  const { status, stdout } = ecosystem('--old', join(dist, 'old'), '--new', join(dist, 'new'), folder);
  expect(status).toBe(2);
  expect(stdout).toContain(
    'not compared: **atoms**, the old build failed: TypeError: no words (ended with 1)',
  );
  expect(stdout).toMatch(/^\| unsupervised-task +\| tasks +\| +1 \| +0 \|/m);
});

test('wrong use is told of without a stack', () => {
  const folder = temporaryTree(SHOPS);
  const none = ecosystem('--old', join(folder, 'atoms'), folder);
  expect(none).toMatchObject({ status: 2, stdout: '' });
  expect(none.stderr).toMatch(/^there is no built otp-lint in `.*atoms`/);
  expect(ecosystem(folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('usage: npm run') });
  writeFileSync(join(folder, 'list.txt'), 'ada/shop main\n');
  const wrong = ecosystem('--snapshot', folder, '--list', join(folder, 'list.txt'));
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('list.txt:1: `ada/shop main`') });
});

/** A public repository, a list that names it, and a folder with what `--fetch` brings. */
function published() {
  const root = temporaryTree({});
  const files = { 'mix.exs': MIX, 'lib/words.ex': ATOMS, 'lib/mail.ex': TASKS, 'README.md': '# Shop\n' };
  const origin = new Repository(files, temporaryTree({}));
  const commit = origin.git('rev-parse', 'HEAD').trim();
  cpSync(origin.root, join(root, 'origin/ada/shop'), { recursive: true });
  const list = join(root, 'list.txt');
  writeFileSync(list, `# Shops\nada/shop ${commit}\n`);
  const folder = join(root, 'checkouts');
  const options = ['--list', list, '--counts', join(root, 'counts.txt')];
  const fetched = ecosystem('--fetch', folder, '--from', `file://${join(root, 'origin')}`, '--list', list);
  expect(fetched).toMatchObject({ status: 0, stderr: `ada/shop: at ${commit}\n` });
  return { root, list, folder, options, commit, shop: join(folder, 'shop') };
}

test('the snapshot counts findings at a commit, and tells what a change does to them', () => {
  const { root, folder, options, commit } = published();
  expect(ecosystem('--snapshot', folder, ...options, '--update').status).toBe(0);
  expect(readFileSync(join(root, 'list.txt'), 'utf8')).toMatch(
    new RegExp(`^# Shops\nada/shop ${commit} [0-9a-f]{64}\n$`),
  );
  const counts = readFileSync(join(root, 'counts.txt'), 'utf8');
  const lines = '\n  dynamic-atom +info +1\n  unsupervised-task +warning +1\n';
  expect(counts).toMatch(new RegExp(`all repositories${lines}\nada/shop ${commit.slice(0, 12)}${lines}$`));
  expect(counts).not.toContain('String.to_atom');
  expect(ecosystem('--snapshot', folder, ...options)).toMatchObject({
    status: 0,
    stdout: 'nothing is otherwise than in the snapshot\n',
  });
  const dist = builds({ other: buildWith(['--rule', 'dynamic-atom=warning']) });
  const { status, stdout } = ecosystem('--snapshot', folder, ...options, '--new', join(dist, 'other'));
  expect(status).toBe(1);
  expect(stdout).toMatch(/^\| dynamic-atom \| info +\| ada\/shop \w{12} \| +1 \| +0 \|$/m);
  expect(stdout).toMatch(/^\| dynamic-atom \| warning +\| ada\/shop \w{12} \| +0 \| +1 \|$/m);
});

test('the snapshot is not held against other source than that of the commit', () => {
  const { root, list, folder, options, shop } = published();
  expect(ecosystem('--snapshot', folder, ...options, '--update').status).toBe(0);
  const counts = readFileSync(join(root, 'counts.txt'), 'utf8');
  // Without git, the files themselves tell the commit.
  rmSync(join(shop, '.git'), { recursive: true });
  rmSync(join(shop, 'README.md'));
  expect(ecosystem('--snapshot', folder, ...options).status).toBe(0);
  writeFileSync(join(shop, 'lib/words.ex'), `${ATOMS}\n`);
  const changed = ecosystem('--snapshot', folder, ...options, '--update');
  expect(changed.status).toBe(2);
  expect(changed.stderr).toMatch(/ada\/shop \w{12}: the Elixir files in `.*shop` are not those of \w{12}/);
  expect(readFileSync(join(root, 'counts.txt'), 'utf8')).toBe(counts);
  writeFileSync(list, readFileSync(list, 'utf8').replace(/ [0-9a-f]{64}/, ''));
  expect(ecosystem('--snapshot', folder, ...options).stderr).toContain('nothing tells which commit');
  rmSync(shop, { recursive: true });
  expect(ecosystem('--snapshot', folder, ...options).stderr).toContain('is not there (--fetch fetches it)');
});

test('a clone counts at its commit alone, and unchanged', () => {
  const { folder, options, list, commit, shop } = published();
  writeFileSync(join(shop, 'lib/words.ex'), `${ATOMS}\n`);
  expect(ecosystem('--snapshot', folder, ...options).stderr).toContain('are not as committed');
  writeFileSync(list, `ada/shop ${'0'.repeat(40)}\n`);
  expect(ecosystem('--snapshot', folder, ...options)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(`is at ${commit}, listed is 0{40}`),
  });
});

test('the kept snapshot is of the listed repositories and of rules there are', () => {
  const listed = readFileSync('test/ecosystem/repositories.txt', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of listed) expect(line).toMatch(/^[\w.-]+\/[\w.-]+ [0-9a-f]{40} [0-9a-f]{64}$/);
  const lines = readFileSync('test/ecosystem/counts.txt', 'utf8').split('\n');
  const titles = lines.filter((line) => /^[^ #]/.test(line));
  const named = listed.map((line) => line.replace(/ ([0-9a-f]{12}).*/, ' $1'));
  expect(titles).toEqual(['all repositories', ...named]);
  const { stdout } = spawnSync(process.execPath, [MAIN, 'rules', '--format', 'json'], { encoding: 'utf8' });
  const known = new Set([...stdout.matchAll(/"id": "([\w-]+)"/g)].map(([, id]) => id));
  for (const line of lines.filter((text) => text.startsWith('  '))) {
    const [rule] = line.trim().split(' ');
    expect(known, `${rule} is in the snapshot`).toContain(rule);
  }
});
