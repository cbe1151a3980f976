import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { topics } from '../../src/doctrine/pages.js';
import type { Finding } from '../../src/lint/finding.js';
import { findBrowser, openPage, startBrowser } from '../browser.js';
import { lintFile, lintSample, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { html } = reporters;

const ATTACK = `</script><script>alert(1)</script><img src=x onerror="alert(2)">--><!-- ' " &amp; ${HOSTILE}`;

/** A finding all of whose texts try to leave their place. */
function hostile(): Finding {
  const texts = { file: `${ODD_FILE}${ATTACK}`, message: `${ATTACK} \`${ATTACK}\``, module: ATTACK };
  return finding({ ...texts, rule: ATTACK, evidence: [{ ...finding(), ...texts }] });
}

const hostilePage = () => html(resultOf([hostile()], `a\n\t${ATTACK.replace('\n', '')}\n`), optionsOf());

describe('the report as text', () => {
  it('forbids all that is not in it', () => {
    expect(hostilePage()).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
    );
    expect(hostilePage()).not.toMatch(/'unsafe-|<link|<img|<iframe|<script[^>]/);
  });

  it('has one script, whatever the code says', () => {
    expect(hostilePage().match(/<script/gi)).toHaveLength(1);
    expect(hostilePage().match(/<\/script/gi)).toHaveLength(1);
    expect(hostilePage()).not.toMatch(/<!--|[\u2028\u202e\0\u001b]/);
  });

  it('is the same for the same findings, however long they took', () => {
    const [one, other] = [1, 2].map((durationMs) =>
      html({ ...resultOf([finding()]), durationMs }, optionsOf()),
    );
    expect(one === other).toBe(true);
  });

  it('shows a part of a line that is megabytes long', () => {
    const long = `${'a'.repeat(500_000)}MARK${'b'.repeat(500_000)}`;
    const range = { line: 1, endLine: 1, column: 500_001, endColumn: 500_005 };
    const page = html(resultOf([finding(range)], long), optionsOf());
    expect(page).toContain('<mark>MARK</mark>');
    expect(page).toMatch(/…a{80}<mark>/);
    expect(page.match(/b{300,}/)?.[0].length).toBeLessThan(400);
  });
});

const executable = findBrowser();

it.runIf(process.env.CI === 'true')('has a browser to test the report in', () => {
  expect(executable, 'no Chromium found: install it, or name its path in CHROMIUM').toBeDefined();
});

describe.skipIf(executable === undefined)('the report in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(executable ?? '');
  });
  afterAll(() => browser?.close());

  /** The report of a file with findings of every level. */
  const open = async (options = {}) => {
    const result = await lintFile('lib/rates.ex', SERVER);
    const page = html(result, realOptions({ level: 'info' }));
    return { ...(await openPage(browser, page, options)), findings: result.findings };
  };

  /** The report of a whole application. */
  const openSample = async (options = {}) =>
    openPage(browser, html(await lintSample(), realOptions({ level: 'info' })), options);

  it('shows every finding by rule with its code, evidence and what the rule is about', async () => {
    const { page, findings, complaints, requests } = await open();
    expect(await articles(page).count()).toBe(findings.length);
    const group = page.getByRole('region', { name: 'blocking-callback' });
    expect(await group.locator('mark').innerText()).toContain('handle_call({:rate, currency}');
    expect(await group.getByRole('listitem').last().innerText()).toContain('HTTPoison.get("https://rates');
    expect(await group.locator('article').innerText()).toContain(
      'Iron Law 2: Will this become a bottleneck?',
    );
    const about = page
      .locator('#explain-blocking-callback')
      .getByText('A process handles one message at a time');
    expect(await about.isVisible()).toBe(false);
    await group.getByRole('link', { name: 'What it finds, why' }).click();
    await about.waitFor();
    expect(await page.locator('h2:focus').innerText()).toBe('blocking-callback');
    await page.goBack();
    await group.waitFor();
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('shows them by module in the order of their lines, and leads from there to the rule', async () => {
    const { page, findings } = await open();
    await page.getByRole('button', { name: 'By module' }).click();
    const group = page.getByRole('region', { name: 'MyApp.Rates' });
    expect(await page.getByRole('region').count()).toBe(1);
    expect(await group.locator('a.rule').allInnerTexts()).toEqual(findings.map(({ rule }) => rule));
    await group.getByRole('link', { name: 'pg2-removed' }).click();
    await page.getByRole('heading', { name: 'pg2-removed' }).waitFor();
    await page.locator('#explain-pg2-removed').getByRole('link', { name: '1 finding' }).click();
    await page.getByRole('button', { name: 'By rule', pressed: true }).waitFor();
    const rule = page.getByRole('region', { name: 'pg2-removed' });
    expect(await rule.locator('article').count()).toBe(1);
  });

  it('searches, and filters by level', async () => {
    const { page, findings } = await open();
    const status = page.getByRole('status');
    await page.getByRole('searchbox').fill('PG2 join');
    expect(await shown(page)).toEqual(['pg2-removed']);
    expect(await status.innerText()).toBe(`1 of ${findings.length}`);
    await page.getByRole('searchbox').fill('nothing like it');
    expect(await shown(page)).toEqual([]);
    expect(await page.locator('#findings').getByText('Nothing found.').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await shown(page)).toHaveLength(findings.length);
    await page.getByRole('button', { name: 'Warnings' }).click();
    await page.getByRole('button', { name: 'Advice' }).click();
    expect(await shown(page)).toEqual(['pg2-removed']);
    expect(await page.getByRole('region').count()).toBe(1);
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    expect(await page.getByRole('searchbox').inputValue()).toBe('jk');
    await page.keyboard.press('Escape');
    const rules = await shown(page);
    for (const [key, rule] of [
      ['j', rules[0]],
      ['j', rules[1]],
      ['k', rules[0]],
      ['k', rules[0]],
    ] as const) {
      await page.keyboard.press(key);
      expect(await page.locator('article:focus a.rule').innerText()).toBe(rule);
    }
    await page.keyboard.press('Tab');
    expect(await page.locator('a:focus').innerText()).toBe(rules[0]);
  });

  it.each(['light', 'dark'] as const)('is %s where the system is, and turns', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    const brightness = () =>
      page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]));
    const before = await brightness();
    expect(before > 128).toBe(colorScheme === 'light');
    await page.getByRole('button', { name: 'Dark' }).click();
    expect((await brightness()) > 128).toBe(colorScheme === 'dark');
  });

  it('leads from a finding to its process in the tree, and back', async () => {
    const { page, complaints, requests } = await openSample();
    const room = page.getByRole('region', { name: 'dynamic-process-name' });
    await room.getByRole('link', { name: 'Parcel.Tracking.Room' }).first().click();
    const panel = page.getByRole('complementary', { name: 'Details' });
    await panel.getByRole('heading', { name: 'Parcel.Tracking.Room' }).waitFor();
    expect(await page.getByRole('treeitem', { selected: true }).getAttribute('aria-label')).toContain(
      'Parcel.Tracking.Room',
    );
    expect(await room.isVisible()).toBe(false);
    await panel.getByRole('link', { name: 'room.ex:64' }).click();
    await page.locator('article:focus').waitFor();
    expect(await page.locator('article:focus a.rule').innerText()).toBe('dynamic-process-name');
    await page.goBack();
    await panel.waitFor();
    await panel.getByRole('link', { name: 'dynamic-process-name' }).click();
    await page.getByRole('heading', { name: 'dynamic-process-name' }).waitFor();
    expect([...complaints, ...requests]).toEqual([]);
  });

  it('shows a finding that the search hides when something leads there', async () => {
    const { page } = await openSample();
    await page.getByRole('searchbox').fill('nothing like it');
    await page.evaluate(() => {
      location.hash = 'finding-0';
    });
    await page.locator('#finding-0:focus').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  it('has the doctrine in it, which can be searched and whose pages lead to each other', async () => {
    const { page } = await openSample();
    await page.getByRole('link', { name: 'Doctrine' }).click();
    await page.getByRole('heading', { name: 'The Iron Law' }).waitFor();
    expect(await page.locator('.page').count()).toBe(topics(rules).length);
    await page.getByRole('searchbox').fill('throughput bottleneck RF4');
    await expect.poll(() => page.locator('.page:visible').count()).toBeLessThan(10);
    await page.getByRole('searchbox').fill('');
    await page.locator('.contents').getByRole('link', { name: 'RF4' }).click();
    const flag = page.locator('.page', { has: page.getByRole('heading', { name: 'Red flag RF4' }) });
    await flag.getByRole('link', { name: 'read-through-genserver', exact: true }).click();
    await page.locator('h2:focus', { hasText: 'read-through-genserver' }).waitFor();
  });

  it('hides nothing of a part that is opened by its address, not even on a narrow screen', async () => {
    const { page } = await openSample({ viewport: { width: 390, height: 800 } });
    await page.goto(`${page.url()}#doctrine`);
    await page.reload();
    await page.getByRole('searchbox').waitFor();
    const bar = await page.locator('.bar').boundingBox();
    const search = await page.getByRole('searchbox').boundingBox();
    expect(search?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
  });

  it('leads nowhere where nothing is', async () => {
    const { page } = await openSample();
    const lost = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')]
        .map((link) => link.hash.slice(1))
        .filter((id) => !id.startsWith('node-') && !document.getElementById(id)),
    );
    expect(lost).toEqual([]);
  });

  it('changes between its parts by key', async () => {
    const { page } = await openSample();
    await page.keyboard.press('2');
    await page.getByRole('tree').waitFor();
    await page.keyboard.press('3');
    await page.getByRole('heading', { name: 'The Iron Law' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('1');
    expect(await page.getByRole('searchbox').inputValue()).toBe('1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'By rule' }).waitFor();
  });

  it('prints the findings, the trees as text and the rules that found something', async () => {
    const { page } = await openSample();
    await page.keyboard.press('2');
    await page.getByRole('tree').waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const text = await page.locator('body').innerText();
    expect(text).toContain('makes an atom for each');
    expect(text).toContain('└── Supervisor  supervisor');
    expect(text).toContain('The Iron Law');
    expect(await page.locator('#explain-dynamic-process-name').isVisible()).toBe(true);
    expect(await page.locator('#explain-pg2-removed').isVisible()).toBe(false);
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
  });

  it('runs nothing of what findings and code say', async () => {
    const { page, complaints, requests } = await openPage(browser, hostilePage());
    expect(await articles(page).count()).toBe(1);
    expect(await page.locator('.message').innerText()).toContain('</script><script>alert(1)</script><img');
    expect(await page.locator('mark').count()).toBe(1);
    await page.getByRole('button', { name: 'By module' }).click();
    expect(await articles(page).count()).toBe(1);
    await page.locator('a.rule').click();
    await page.locator('h2:focus').waitFor();
    expect(await page.locator('h2:focus').innerText()).toContain('onerror="alert(2)"');
    expect([...complaints, ...requests]).toEqual([]);
  });

  it('can be read without its script', async () => {
    const { page, findings } = await open({ javaScriptEnabled: false });
    expect(await articles(page).count()).toBe(findings.length);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
  });
});

const articles = (page: Page) => page.locator('article:visible');

/** The rules of the findings that can be seen. */
function shown(page: Page): Promise<string[]> {
  return page.locator('article:visible a.rule').allInnerTexts();
}
