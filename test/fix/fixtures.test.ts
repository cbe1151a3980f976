import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Finding } from '../../src/lint/finding.js';
import { type Fixing, lintAndFix } from '../../src/lint/fixing.js';

const FIXES = resolve('fixtures/fixes');

/** Each folder holds code `before` its fixes and `after` them. */
function fix(rule: string, side: 'before' | 'after', unsafe = true): Promise<Fixing> {
  return lintAndFix({ paths: ['.'], cwd: join(FIXES, rule, side), rules, unsafe });
}

function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ex'),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function counts(findings: readonly Finding[]): Map<string, number> {
  const byRule = new Map<string, number>();
  for (const { rule } of findings) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  return byRule;
}

describe.each(readdirSync(FIXES))('%s', (rule) => {
  test('is fixed as written in `after`', async () => {
    const { files, applied, refused, converged } = await fix(rule, 'before');
    const expected = filesIn(join(FIXES, rule, 'after'));
    const fixed = new Map([
      ...filesIn(join(FIXES, rule, 'before')),
      ...files.map(({ file, after }) => [file, after] as const),
    ]);
    expect(fixed).toEqual(expected);
    expect(applied).toBeGreaterThan(0);
    expect({ refused, converged }).toEqual({ refused: [], converged: true });
  });

  test('leaves no finding of its own and brings no other', async () => {
    const { before, after } = await fix(rule, 'before');
    const [old, left] = [counts(before.findings), counts(after.findings)];
    expect(old.get(rule)).toBeGreaterThan(0);
    expect(left.get(rule)).toBeUndefined();
    for (const [id, count] of left) expect(count, id).toBeLessThanOrEqual(old.get(id) ?? 0);
  });

  test('is done after once', async () => {
    expect((await fix(rule, 'after')).files).toEqual([]);
  });
});

/** The rules with a fix that leaves the meaning as it is. */
const SAFE = [
  'deprecated-supervision',
  'ets-without-read-concurrency',
  'invalid-supervision-strategy',
  'missing-impl',
  'telemetry-local-handler',
];

test('what behaves differently afterwards is only changed where that is asked for', async () => {
  const safe = new Set<string>();
  for (const rule of readdirSync(FIXES)) {
    const { before, applied } = await fix(rule, 'before', false);
    const safeties = before.findings.flatMap((finding) => finding.fix?.safety ?? []);
    expect(applied > 0).toBe(safeties.includes('safe'));
    if (applied > 0) safe.add(rule);
  }
  expect([...safe].sort()).toEqual(SAFE);
});

test('every rule whose fix is tried here exists', () => {
  const ids = rules.map(({ id }) => id);
  for (const rule of readdirSync(FIXES)) {
    expect(ids).toContain(rule);
    expect(existsSync(join(FIXES, rule, 'after'))).toBe(true);
  }
});
