import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { rules } from '../../rules/index.js';
import { CacheFolder } from '../../src/cache/folder.js';
import type { LintResult } from '../../src/lint/finding.js';
import { Session } from '../../src/lint/session.js';
import { Timing } from '../../src/lint/timing.js';

const APP = 'fixtures/blocking-callback';

let cwd = '';
let folder = '';

beforeEach(() => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'otp-lint-cache-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cwd = join(root, 'project');
  folder = join(root, 'cache');
  cpSync(APP, join(cwd, 'lib'), { recursive: true });
});

async function run(edition = 'one'): Promise<LintResult> {
  const cache = new CacheFolder(folder, edition);
  return new Session({ cache }).lint({ paths: [], cwd, rules });
}

async function withoutCache(): Promise<unknown> {
  return told(await new Session().lint({ paths: [], cwd, rules }));
}

/** All that a report is made of, but for the time it took. */
function told({ findings, skipped, files, sourceOf }: LintResult) {
  return { findings, skipped, files, texts: findings.map(({ file }) => sourceOf(file)) };
}

function problems({ diagnostics }: LintResult): string[] {
  return diagnostics.map(({ message }) => message.replace(folder, 'CACHE'));
}

function names(prefix: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith(prefix));
}

test('a run with a cache, cold or warm, says what one without says', async () => {
  const expected = await withoutCache();
  const cold = await run();
  expect(told(cold)).toEqual(expected);
  expect(cold.findings.length).toBeGreaterThan(5);
  expect(problems(cold)).toEqual([]);
  const before = readdirSync(folder);
  const warm = await run();
  expect(told(warm)).toEqual(expected);
  expect(readdirSync(folder)).toEqual(before);
});

test('facts are enough where the result is gone', async () => {
  const expected = told(await run());
  for (const name of names('run-')) rmSync(join(folder, name));
  expect(told(await run())).toEqual(expected);
});

test('a changed file is read anew, and what it means for others is found anew', async () => {
  await run();
  const [name = ''] = readdirSync(join(cwd, 'lib')).filter((file) => file.endsWith('.ex'));
  const path = join(cwd, 'lib', name);
  writeFileSync(path, `# moved down\n\n${readFileSync(path, 'utf8')}`);
  const changed = await run();
  expect(told(changed)).toEqual(await withoutCache());
  expect(problems(changed)).toEqual([]);
});

describe('files that are not read again', () => {
  // A file that was written a moment ago is read each time.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
  });

  /** Whether nothing was found out anew. */
  async function isWarm(): Promise<boolean> {
    const meter = new Timing('start');
    const cache = new CacheFolder(folder, 'one');
    const result = await new Session({ cache }).lint({ paths: [], cwd, rules, meter });
    expect(told(result)).toEqual(await withoutCache());
    return meter.isKnown;
  }

  test('a date is not a change', async () => {
    expect(await isWarm()).toBe(false);
    expect(await isWarm()).toBe(true);
    const path = join(cwd, 'lib', fixture());
    utimesSync(path, new Date(), new Date());
    expect(await isWarm()).toBe(true);
    writeFileSync(path, readFileSync(path));
    expect(await isWarm()).toBe(true);
  });

  test('a change of the same size and date is one', async () => {
    const path = join(cwd, 'lib', fixture());
    const text = readFileSync(path, 'utf8');
    const stats = statSync(path);
    expect(await isWarm()).toBe(false);
    expect(text).toContain('handle_call');
    writeFileSync(path, text.replaceAll('handle_call', 'handle_coll'));
    utimesSync(path, stats.atimeMs / 1000, stats.mtimeMs / 1000);
    expect(await isWarm()).toBe(false);
    expect(await isWarm()).toBe(true);
  });

  test('a change right after a run is one, however coarse the clock of the file system', async () => {
    vi.useRealTimers();
    const path = join(cwd, 'lib', fixture());
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text);
    expect(await isWarm()).toBe(false);
    writeFileSync(path, text.replaceAll('handle_call', 'handle_coll'));
    expect(await isWarm()).toBe(false);
  });

  test('a damaged list of what they add up to is told of and made anew', async () => {
    await isWarm();
    const path = join(folder, 'digests');
    writeFileSync(path, `${readFileSync(path, 'utf8')} `);
    expect(problems(await run())).toEqual(['the cache in CACHE is damaged; it is made anew']);
    expect(problems(await run())).toEqual([]);
  });

  test('files come and go', async () => {
    await isWarm();
    const path = join(cwd, 'lib', 'another.ex');
    cpSync(join(cwd, 'lib', fixture()), path);
    expect(await isWarm()).toBe(false);
    rmSync(path);
    expect(await isWarm()).toBe(true);
  });
});

/** A file with findings. */
function fixture(): string {
  return readdirSync(join(cwd, 'lib')).filter((file) => file.endsWith('.ex'))[0] ?? '';
}

test('another level, rule or configuration is another run', async () => {
  await run();
  writeFileSync(join(cwd, 'otp-lint.json'), '{ "rules": { "blocking-callback": "off" } }');
  expect(told(await run())).toEqual(await withoutCache());
  const cache = new CacheFolder(folder, 'one');
  const levels = new Map([['blocking-callback', 'info' as const]]);
  const { findings } = await new Session({ cache }).lint({ paths: [], cwd, rules, levels });
  expect(findings.filter(({ rule }) => rule === 'blocking-callback').map(({ level }) => level)).toContain(
    'info',
  );
});

test.each(['files-', 'run-'])('a damaged %s file is told of and made anew', async (prefix) => {
  const expected = told(await run());
  if (prefix === 'files-') for (const name of names('run-')) rmSync(join(folder, name));
  for (const name of names(prefix)) {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 0xff;
    writeFileSync(path, bytes);
  }
  const damaged = await run();
  expect(told(damaged)).toEqual(expected);
  expect(problems(damaged)).toEqual(['the cache in CACHE is damaged; it is made anew']);
  expect(problems(await run())).toEqual([]);
});

test.each(['', 'x', 'otp-lint cache\tone\t0\n'])('a file that holds only %j is no cache', async (content) => {
  const expected = told(await run());
  for (const name of [...names('files-'), ...names('run-')]) writeFileSync(join(folder, name), content);
  expect(told(await run())).toEqual(expected);
});

test('a cache of another version is told of and made anew', async () => {
  const expected = told(await run());
  const other = await run('two');
  expect(told(other)).toEqual(expected);
  expect(problems(other)).toEqual(['the cache in CACHE is of another version; it is made anew']);
});

test('two runs at once agree', async () => {
  const [one, two] = await Promise.all([run(), run()]);
  expect(told(one)).toEqual(told(two));
  expect(problems(await run())).toEqual([]);
});

test('a cache that cannot be kept is told of, and the run goes on', async () => {
  writeFileSync(folder, 'a file stands where the folder should');
  const result = await run();
  expect(told(result)).toEqual(await withoutCache());
  expect(problems(result)).toEqual([expect.stringMatching(/^cannot write the cache in CACHE: E/)]);
});

test('git and backup programs are told to leave it alone', async () => {
  await run();
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  expect(readFileSync(join(folder, 'CACHEDIR.TAG'), 'utf8')).toMatch(
    /^Signature: 8a477f597d28d172789f06886806bc55\n/,
  );
});

test('only the newest of many files are kept', async () => {
  const cache = new CacheFolder(folder, 'one');
  for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) {
    await cache.write(name, Buffer.from(name));
    utimesSync(join(folder, name), 0, Number(name.slice(2)));
  }
  await cache.keepNewest('a-', 2);
  expect(readdirSync(folder).filter((name) => /^[ab]-/.test(name))).toEqual(['a-2', 'a-3', 'b-1']);
});

test('a run that asks for the trees has them, whatever the run before asked for', async () => {
  cpSync('fixtures/apps/chat', cwd, { recursive: true });
  const asked = (trees: boolean) => {
    const cache = new CacheFolder(folder, 'one');
    return new Session({ cache }).lint({ paths: [], cwd, rules, trees });
  };
  expect((await asked(false)).trees).toBeUndefined();
  const cold = await asked(true);
  expect(cold.trees?.applications.map(({ application }) => application)).toEqual(['Chat.Application']);
  expect((await asked(true)).trees).toEqual(cold.trees);
});
