// Installs the packed package into an empty folder, as a user does, and uses it there: `npm run test:packed`.
// It is no part of `npm test` because it asks the registry for what the package depends on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const PROGRAM = join('node_modules', '.bin', 'otp-lint');
const folder = mkdtempSync(join(tmpdir(), 'otp-lint-packed-'));
const NEEDED = new Set([
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/rules/documentation.json',
  'dist/src/api/index.js',
  'dist/src/cli/main.js',
  'dist/src/cli/start.js',
  'dist/src/lint/extract-worker.js',
  'dist/src/plugins/hooks.js',
  'dist/src/testing/index.js',
  'dist/src/syntax/tree-sitter-elixir.wasm',
  'otp-lint.schema.json',
  'package.json',
]);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

function sh(command, { cwd = folder, env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(command, {
    shell: true,
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', ...env },
  });
  return { status, stdout, stderr };
}

function install(...options) {
  const packed = `"./otp-lint-${version}.tgz"`;
  const done = sh(`npm install --prefer-offline --no-audit --no-fund ${options.join(' ')} ${packed}`);
  assert.equal(done.status, 0, done.stderr);
}

const found = (env) => {
  const { status, stdout, stderr } = sh(`${PROGRAM} --format json --no-cache`, { env });
  assert.equal(status, 1, stderr);
  return JSON.parse(stdout).findings;
};

/** What is found where there is so much to read that threads do it. */
function foundByThreads() {
  const text = `defmodule Big do\n  # ${'-'.repeat(900_000)}\nend\n`;
  for (const name of 'abcdefghij') writeFileSync(join(folder, `lib/${name}.ex`), text);
  const { stdout, stderr } = sh(`${PROGRAM} --format json --no-cache --workers 2`);
  for (const name of 'abcdefghij') rmSync(join(folder, `lib/${name}.ex`));
  assert.equal(stderr, '');
  return JSON.parse(stdout).findings;
}

before(() => {
  const packed = sh(`npm pack --ignore-scripts --json --pack-destination "${folder}"`, { cwd: ROOT });
  assert.equal(packed.status, 0, packed.stderr);
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "uses-otp-lint", "type": "module", "private": true }\n',
  );
  cpSync(join(ROOT, 'fixtures/apps/sample'), folder, { recursive: true });
  install();
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds what is needed and nothing else', () => {
  const { stdout } = sh('npm pack --ignore-scripts --json --dry-run', { cwd: ROOT });
  const [{ files, size }] = JSON.parse(stdout);
  const unneeded = files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !NEEDED.has(path) && !/\.d\.ts$|\/page\/(main\.js|page\.css)$|\/parts\/[\w-]+\.js$/.test(path),
    );
  assert.deepEqual(unneeded, []);
  assert.ok(size < 1_400_000, `the package has ${size} bytes`);
});

test('what is in the package is not installed a second time', () => {
  const notices = readFileSync(join(folder, 'node_modules/otp-lint/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const bundled = [...notices.matchAll(/^(\S+) \d\S* \(\S+\)$/gm)].map(([, name]) => name);
  assert.ok(bundled.includes('commander') && bundled.includes('d3-zoom'));
  const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(installed.sort(), [
    'node-addon-api',
    'node-gyp-build',
    'otp-lint',
    'tinypool',
    'tree-sitter',
    'tree-sitter-elixir',
    'web-tree-sitter',
  ]);
});

test('the program runs', () => {
  assert.ok(found({}).some(({ rule }) => rule === 'blocking-callback'));
  assert.match(sh(`${PROGRAM} --version --verbose`).stdout, /^otp-lint \d(.*\n)*parser \w+.*\ngrammar /);
  assert.match(sh(`${PROGRAM} tree --format html`).stdout, /<html/);
  assert.equal(sh(`${PROGRAM} explain RF4`).status, 0);
});

test('every format is there', () => {
  const { stdout: help } = sh(`${PROGRAM} --help`);
  const formats = [...help.slice(help.indexOf('--format '), help.indexOf('--output ')).matchAll(/"(\w+)"/g)];
  assert.ok(formats.length > 8);
  for (const [, format] of formats) {
    const { status, stderr } = sh(`${PROGRAM} --format ${format} --no-cache lib/parcel/rates.ex`);
    assert.deepEqual({ format, status, stderr }, { format, status: 1, stderr: '' });
  }
});

test('threads run', () => {
  assert.ok(foundByThreads().length > 0);
});

test('other programs import it, with types', () => {
  writeFileSync(
    join(folder, 'use.mts'),
    `import { type Finding, type LintResult, lint, RunError, tree, type TreeNode } from 'otp-lint';

const result: LintResult = await lint({ rules: { 'blocking-callback': 'error' }, baseline: false });
const errors: Finding[] = result.findings.filter(({ rule, level }) => rule === 'blocking-callback' && level === 'error');
const { applications, version } = await tree({ paths: ['lib'] });
const names = (node: TreeNode): string[] => [node.module, ...node.children.flatMap(names)];
const refused = await lint({ paths: ['nowhere'] }).catch((error: unknown) => error instanceof RunError);
// @ts-expect-error there is no such level
const wrong = await lint({ rules: { 'no-such-rule': 'loud' } }).catch((error: unknown) => String(error));
console.log(JSON.stringify({ errors: errors.length, names: applications.map(({ tree }) => names(tree)), version, refused, wrong }));
`,
  );
  const compiled = sh(
    `"${process.execPath}" "${TSC}" --strict --target es2023 --module nodenext --types "" --lib es2023,dom use.mts`,
  );
  assert.equal(compiled.status, 0, compiled.stdout);
  const { stdout, stderr } = sh(`"${process.execPath}" use.mjs`);
  assert.equal(stderr, '');
  const said = JSON.parse(stdout);
  assert.ok(said.errors > 0);
  assert.ok(said.names.flat().includes('Parcel.Rates'));
  assert.equal(said.version, version);
  assert.equal(said.refused, true);
  assert.match(said.wrong, /RunError: unknown rule `no-such-rule`/);
});

test('a plugin imports it, with types', () => {
  writeFileSync(
    join(folder, 'my-team.mts'),
    `import { callText, definePlugin, defineRule, type Expr, type Module, type Project, visit } from 'otp-lint';

const words = { level: 'warning', summary: 's', what: 'w', why: 'y', instead: 'i' } as const;
const depthOf = (expr: Expr): number => { let depth = 0; visit(expr, () => { depth += 1; }); return depth; };
const get = defineRule({
  ...words,
  id: 'get',
  calls: ['Req.get/_'],
  check: (call, module, { project }) => ({
    place: project.placeOfCall(call),
    message: \`\${callText(call)} in \${module.name}, \${call.args.map(depthOf).length}\`,
  }),
});
const server = defineRule({
  ...words,
  id: 'server',
  module: ({ server, def }: Module, { project }: { project: Project }) =>
    server && project.supervision.nodesOf(def.name).length === 0 ? { place: project.place(def, def), message: server.kind } : undefined,
});
export default definePlugin({ name: 'my-team', rules: [get, server] });
// @ts-expect-error a rule has words
defineRule({ id: 'wordless', level: 'warning', module: () => undefined });
`,
  );
  const compiled = sh(
    `"${process.execPath}" "${TSC}" --strict --target es2023 --module nodenext --types "" --lib es2023,dom my-team.mts`,
  );
  assert.equal(compiled.status, 0, compiled.stdout);
  writeFileSync(join(folder, 'otp-lint.json'), '{ "plugins": ["./my-team.mjs"] }');
  try {
    const team = (findings) => findings.filter(({ rule }) => rule === 'my-team/get');
    const expected = team(found({}));
    assert.match(expected[0].message, /^Req\.get.* in Parcel/);
    assert.deepEqual(team(foundByThreads()), expected);
  } finally {
    rmSync(join(folder, 'otp-lint.json'));
  }
});

test('a plugin is tested, with types', () => {
  writeFileSync(
    join(folder, 'my-team.test.mts'),
    `import { checkFixtures, type FixtureDifference, fixtureDifferences } from 'otp-lint/testing';
import plugin from './my-team.mjs';

const folder = new URL('team-fixtures/', import.meta.url);
const found: FixtureDifference[] = await fixtureDifferences(plugin, folder);
console.log(JSON.stringify(found.map(({ fixture }) => fixture)));
await checkFixtures(plugin, folder).catch((error: unknown) => console.log(String(error).split('\\n')[0]));
`,
  );
  mkdirSync(join(folder, 'team-fixtures/get'), { recursive: true });
  writeFileSync(
    join(folder, 'team-fixtures/get/a.ex'),
    'defmodule A do\n  def a(url), do: Req.get(url)\n  #               ^^^^^^^^^^^^ get: in A\nend\n',
  );
  const compiled = sh(
    `"${process.execPath}" "${TSC}" --strict --target es2023 --module nodenext --types "" --lib es2023,dom my-team.test.mts`,
  );
  assert.equal(compiled.status, 0, compiled.stdout);
  const { stdout, stderr } = sh(`"${process.execPath}" my-team.test.mjs`);
  assert.equal(stderr, '');
  assert.equal(stdout, '["server"]\nError: findings are not what the fixtures demand\n');
});

test('a plugin finds it where it is installed elsewhere', () => {
  const project = mkdtempSync(join(tmpdir(), 'otp-lint-plugged-'));
  try {
    writeFileSync(join(project, 'otp-lint.json'), '{ "plugins": ["./my-team.mjs"] }');
    cpSync(join(folder, 'my-team.mjs'), join(project, 'my-team.mjs'));
    writeFileSync(join(project, 'a.ex'), 'defmodule A do\n  def a(url), do: Req.get(url)\nend\n');
    const { stdout, stderr } = sh(`"${join(folder, PROGRAM)}" --format concise --no-cache a.ex`, {
      cwd: project,
    });
    assert.equal(stderr, '');
    assert.match(stdout, /^a\.ex:2:19 warning my-team\/get Req\.get\/1 in A, 1\n/);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});

test('it finds the same where npm leaves the native parser out', () => {
  const before = found({});
  install('--omit=optional');
  assert.match(
    sh(`${PROGRAM} --version --verbose`).stdout,
    /\nparser wasm, .*Cannot find module 'tree-sitter'/,
  );
  assert.deepEqual(found({}), before);
});
