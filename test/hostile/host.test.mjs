// What needs root, gigabytes or a look at system calls: `npm run test:hostile`, as root on Linux with strace.
// It is no part of `npm test`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const WARNING = 'lib/ok.ex:3:3 warning blocking-init';
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'otp-lint-host-')));
chmodSync(folder, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));

function project(name, files = {}) {
  const cwd = join(folder, name);
  const ok =
    'defmodule Ok do\n  use GenServer\n  def init(_), do: {:ok, Req.get!("http://example.com")}\nend\n';
  for (const [path, text] of Object.entries({ 'lib/ok.ex': ok, ...files })) {
    mkdirSync(join(cwd, path, '..'), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return cwd;
}

function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

const lint = (cwd, ...args) => run(cwd, process.execPath, MAIN, '--format', 'concise', ...args);
const lintAsNobody = (cwd, ...args) =>
  run(cwd, 'setpriv', ...NOBODY, process.execPath, MAIN, '--format', 'concise', ...args);

test('a file of a gigabyte, sparse or not, is not read', () => {
  const cwd = project('gigabyte', { 'lib/sparse.ex': '' });
  truncateSync(join(cwd, 'lib/sparse.ex'), 1 << 30);
  assert.equal(run(cwd, 'dd', 'if=/dev/zero', 'of=lib/real.ex', 'bs=1M', 'count=1024').status, 0);
  const { status, stdout, stderr } = lint(cwd, '--no-cache');
  rmSync(cwd, { recursive: true });
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`^${WARNING}`));
  assert.equal(
    stderr,
    'otp-lint: skipped lib/real.ex: larger than 1 MiB (1024 MiB)\notp-lint: skipped lib/sparse.ex: larger than 1 MiB (1024 MiB)\n',
  );
});

test('devices are told of and not read', () => {
  const cwd = project('devices');
  assert.equal(run(cwd, 'mknod', 'lib/zero.ex', 'c', '1', '5').status, 0);
  assert.equal(run(cwd, 'mknod', 'config.json', 'c', '1', '5').status, 0);
  assert.equal(lint(cwd, '--no-cache').stderr, 'otp-lint: skipped lib/zero.ex: not a regular file\n');
  const { status, stderr } = lint(cwd, '--config', 'config.json');
  assert.deepEqual(
    { status, stderr },
    { status: 2, stderr: 'otp-lint: cannot read the configuration `config.json`: not a regular file\n' },
  );
});

test('what may not be read is told of', () => {
  const secret = {
    'lib/secret.ex': '',
    'mix.exs': '',
    'config/config.exs': 'import Config\n',
    '.gitignore': '',
  };
  const cwd = project('unreadable', secret);
  for (const name of Object.keys(secret)) chmodSync(join(cwd, name), 0);
  const { status, stdout, stderr } = lintAsNobody(cwd, '--no-cache');
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`^${WARNING}`));
  assert.deepEqual(stderr.trim().split('\n'), [
    'otp-lint: skipped .gitignore: unreadable: permission denied',
    'otp-lint: skipped lib/secret.ex: unreadable: permission denied',
    'otp-lint: config/config.exs: its settings are not known: unreadable: permission denied',
  ]);
  chmodSync(join(cwd, 'config'), 0);
  assert.match(
    lintAsNobody(cwd, '--no-cache').stderr,
    /config: its settings are not known: unreadable: permission denied/,
  );
});

test('a folder or a configuration that may not be read ends the run', () => {
  const cwd = project('closed', { 'lib/secret/a.ex': '' });
  chmodSync(join(cwd, 'lib/secret'), 0);
  const closed = lintAsNobody(cwd, '--no-cache');
  assert.equal(closed.status, 2);
  assert.match(
    closed.stderr,
    /^otp-lint: cannot read `lib`: EACCES: permission denied, scandir '.*lib\/secret'\n$/,
  );
  writeFileSync(join(cwd, 'otp-lint.json'), '{}');
  chmodSync(join(cwd, 'otp-lint.json'), 0);
  chmodSync(join(cwd, 'lib/secret'), 0o755);
  const { status, stderr } = lintAsNobody(cwd, '--no-cache');
  assert.equal(status, 2);
  assert.equal(
    stderr,
    'otp-lint: cannot read the configuration `otp-lint.json`: unreadable: permission denied\n',
  );
});

test('where nothing may be written, what was found is reported all the same', () => {
  const cwd = project('locked');
  const { status, stdout, stderr } = lintAsNobody(cwd);
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`^${WARNING}`));
  assert.match(stderr, /^otp-lint: cannot write the cache in .*: EACCES\n$/);
  assert.match(
    lintAsNobody(cwd, '--output', 'r.txt').stderr,
    /^otp-lint: cannot write the report `r.txt`: EACCES/,
  );
  assert.match(
    run(cwd, 'setpriv', ...NOBODY, process.execPath, MAIN, 'baseline', '--no-cache').stderr,
    /cannot write otp-lint-baseline.json: EACCES/,
  );
  assert.deepEqual(readdirSync(cwd), ['lib']);
});

test('a full disk', () => {
  const cwd = join(folder, 'full');
  mkdirSync(cwd);
  assert.equal(run(folder, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', cwd).status, 0);
  try {
    const text = 'defmodule A do\n  use GenServer\n  def init(s), do: {:ok, s}\nend\n';
    project('full', { 'lib/a.ex': text });
    run(cwd, 'dd', 'if=/dev/zero', 'of=fill', 'bs=1k');
    for (const [args, told] of [
      [['--output', 'r.txt', '--no-cache'], 'cannot write the report `r.txt`: ENOSPC'],
      [['--fix', '--no-cache', '--level', 'info'], 'cannot fix lib/a.ex: ENOSPC'],
      [['--suppress', '--reason', 'x', '--no-cache'], 'cannot suppress in lib/ok.ex: ENOSPC'],
    ]) {
      const { status, stderr } = lint(cwd, ...args);
      assert.equal(status, 2);
      assert.ok(stderr.includes(told), stderr);
    }
    const baseline = run(cwd, process.execPath, MAIN, 'baseline', '--no-cache');
    assert.equal(baseline.status, 2);
    assert.match(baseline.stderr, /cannot write otp-lint-baseline.json: ENOSPC/);
    const cached = lint(cwd);
    assert.equal(cached.status, 1);
    assert.match(cached.stderr, /cannot write the cache in .*: ENOSPC/);
    assert.equal(readFileSync(join(cwd, 'lib/a.ex'), 'utf8'), text);
    assert.deepEqual(readdirSync(cwd).sort(), ['.otp-lint-cache', 'fill', 'lib']);
  } finally {
    run(folder, 'umount', cwd);
  }
});

test('a project that changes and vanishes while it is read', () => {
  const files = Object.fromEntries(
    Array.from({ length: 3000 }, (_, at) => [`lib/m${at}/a.ex`, `defmodule M${at} do\nend\n`]),
  );
  const cwd = project('vanishing', files);
  const script = `(sleep 0.35; rm -rf lib/m1* lib/m2*; for i in $(seq 100); do mkfifo lib/m3/p$i.ex; done) & ${process.execPath} ${MAIN} --format json --no-cache 2>err; echo $? > status; wait`;
  const { stdout } = run(cwd, 'bash', '-c', script);
  assert.match(readFileSync(join(cwd, 'status'), 'utf8'), /^[01]\n$/);
  JSON.parse(stdout);
  for (const line of readFileSync(join(cwd, 'err'), 'utf8').split('\n'))
    assert.match(
      line,
      /^$|^otp-lint: skipped lib\/m\S+: (gone: it vanished while it was to be read|not a regular file)$/,
    );
});

test('no file outside of the project is opened or written, and no program is run but git', () => {
  const cwd = project('traced', {
    'mix.exs': 'defmodule A.MixProject do\nend\n',
    'config/config.exs': 'import Config\nSystem.cmd("touch", ["/tmp/otp-lint-was-here"])\n',
    'package.json': '{ "main": "evil.js" }',
    'node_modules/picocolors/index.js': 'require("fs").writeFileSync("/tmp/otp-lint-was-here", "")',
    'otp-lint.json': '{}',
  });
  const git = (...args) => run(cwd, 'git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'x');
  writeFileSync(join(cwd, 'lib/ok.ex'), `${readFileSync(join(cwd, 'lib/ok.ex'), 'utf8')}# more\n`);
  for (const args of [
    ['--format', 'json', '--output', 'r.json'],
    ['--since', 'HEAD'],
    ['tree'],
    ['baseline'],
    ['--fix', '--unsafe'],
  ]) {
    const traced = run(
      cwd,
      'strace',
      '-f',
      '-o',
      join(folder, 'trace'),
      '-e',
      'trace=execve,open,openat,creat,rename,renameat,renameat2,unlink,mkdir,connect',
      process.execPath,
      MAIN,
      ...args,
    );
    assert.ok([0, 1].includes(traced.status), traced.stderr);
    const calls = readFileSync(join(folder, 'trace'), 'utf8')
      .split('\n')
      .filter((line) => !/ENOENT|resumed>/.test(line));
    const programs = calls
      .filter((line) => /execve\(/.test(line))
      .map((line) => /"([^"]*)"/.exec(line)?.[1] ?? '');
    assert.deepEqual(
      [...new Set(programs)].filter((program) => !/\/(node|git)$/.test(program)),
      [],
    );
    assert.deepEqual(
      calls.filter((line) => /connect\(/.test(line) && !/AF_UNIX/.test(line)),
      [],
    );
    const outside = calls
      .filter((line) => /\b(open|openat|creat|rename|renameat|renameat2|unlink|mkdir)\(/.test(line))
      .map((line) => /"([^"]*)"/.exec(line)?.[1] ?? '')
      .filter((path) => path.startsWith('/') && !path.startsWith(cwd))
      .filter(
        (path) =>
          !path.startsWith(join(ROOT, 'dist')) &&
          !path.startsWith(join(ROOT, 'node_modules')) &&
          path !== join(ROOT, 'package.json'),
      )
      .filter(
        (path) =>
          !/^\/(usr|lib|lib64|proc|sys|dev|etc\/(ld\.so|ssl|gitconfig|localtime|nsswitch|passwd))/.test(
            path,
          ) && !/\.gitconfig$|\/git\/config$/.test(path),
      );
    assert.deepEqual([...new Set(outside)], []);
  }
});
