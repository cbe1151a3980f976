import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { treeRenderers } from '../../src/tree/render/index.js';
import { findBrowser, startBrowser } from '../browser.js';
import { openTree } from './browser.js';
import { documentOf, HOSTILE, hostile, large, ordinary } from './documents.js';

describe('the page as text', () => {
  const page = treeRenderers.html(hostile(), { color: false, edges: true });

  it('forbids all that is not in it', () => {
    expect(page).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
    );
    expect(page).not.toMatch(/'unsafe-|<link|<(?:script|img|iframe)[^>]* src/);
  });

  it('has two scripts and the tree as text, whatever names say', () => {
    expect(page.match(/<script/gi)).toHaveLength(2);
    expect(page.match(/<\/script/gi)).toHaveLength(2);
    expect(page).not.toMatch(/<!--|[\u2028\u202e\0]/);
    expect(page).toContain('<noscript><pre>&lt;/script&gt;&lt;script&gt;');
  });

  it('is the same for the same trees', () => {
    const again = treeRenderers.html(hostile(), { color: false, edges: true });
    expect(again === page).toBe(true);
  });
});

const executable = findBrowser();

it.runIf(process.env.CI === 'true')('has a browser to test the page in', () => {
  expect(executable, 'no Chromium found: install it, or name its path in CHROMIUM').toBeDefined();
});

describe.skipIf(executable === undefined)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(executable ?? '');
  });
  afterAll(() => browser?.close());

  it.each([
    ['an ordinary tree', ordinary(), 13],
    ['a large one', large(), 80],
    ['a hostile one', hostile(), 12],
    ['none', documentOf([]), 0],
  ])('shows every node, quietly and without a network: %s', async (_, document, count) => {
    const { page, complaints, requests } = await openTree(browser, document, { edges: true });
    expect(await nodes(page).count()).toBe(count);
    expect(await page.getByRole('status').textContent()).toBe(`${count} nodes`);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('tells about a node what there is to tell', async () => {
    const { page } = await openTree(browser, ordinary());
    await box(page, 'MyApp.Rates, worker').click();
    const panel = page.getByRole('complementary');
    expect(await panel.getByRole('heading', { level: 2 }).textContent()).toBe('MyApp.Rates');
    const text = await panel.innerText();
    expect(text).toContain('lib/my_app/rates.ex:1');
    expect(text).toContain('handle_call/3 waits for Req.get/1');
    expect(text).toContain('lib/my_app/http.ex:12');
    expect(text).toContain('self-call-deadlock');
    expect(text).toContain('MyAppWeb.PageController');
    await panel.getByRole('button', { name: 'MyApp.PubSub' }).click();
    expect(await panel.getByRole('heading', { level: 2 }).textContent()).toBe('MyApp.PubSub');
  });

  it('shows findings on the nodes that they concern, and the others in the panel', async () => {
    const { page } = await openTree(browser, ordinary());
    const rates = box(page, 'MyApp.Rates, worker');
    expect(await rates.locator('.badge').allTextContents()).toEqual(['! 1', '✕ 1']);
    expect(await rates.getAttribute('aria-label')).toBe('MyApp.Rates, worker, 1 error, 1 warning');
    expect(await page.locator('.badge').count()).toBe(5);
    await page.getByRole('button', { name: 'All findings' }).click();
    expect(await page.locator('.panel .findings > li').count()).toBe(4);
    expect(await page.getByRole('complementary').innerText()).toMatch(
      /Elsewhere\s*1[\s\S]*nobody awaits this task/,
    );
  });

  it('finds modules, names and files', async () => {
    const { page } = await openTree(browser, ordinary());
    const search = page.getByRole('searchbox');
    for (const [query, found] of [
      ['refresher', ['MyApp.Rates.Refresher']],
      ['myapp.PUBSUB', ['MyApp.PubSub']],
      ['lib/my_app/session', ['MyApp.Session']],
      ['nothing like it', []],
    ] as const) {
      await search.fill(query);
      expect(await page.locator('.node.found .title').allTextContents()).toEqual(found);
    }
    await search.fill('refresher');
    expect(await nodes(page).count()).toBe(3);
    expect(await page.getByRole('status').textContent()).toBe('1 of 13');
    await search.press('Enter');
    expect(await focused(page)).toMatch(/^MyApp.Rates.Refresher,/);
    await page.keyboard.press('Escape');
    expect(await nodes(page).count()).toBe(13);
    expect(await focused(page)).toMatch(/^MyApp.Rates.Refresher,/);
  });

  it('can be walked with the keyboard alone', async () => {
    const { page } = await openTree(browser, ordinary());
    const press = async (key: string) => {
      await page.keyboard.press(key);
      return focused(page);
    };
    expect(await press('/')).toBe('Search module, name or file');
    // Seven buttons in the toolbar, then the tree as one stop.
    for (let stop = 0; stop < 8; stop += 1) await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^MyApp.Supervisor, .*application MyApp.Application, 1 info$/);
    expect(await press('ArrowDown')).toBe('MyApp.Repo, supervisor');
    expect(await press('ArrowUp')).toMatch(/^MyApp.Supervisor/);
    expect(await press('ArrowRight')).toMatch(/^MyApp.Repo/);
    expect(await press('End')).toMatch(/^MyAppWeb.Endpoint/);
    expect(await press('ArrowLeft')).toMatch(/^MyApp.Supervisor/);
    expect(await press('Home')).toMatch(/^MyApp.Supervisor/);
    await page.keyboard.press('Space');
    expect(await nodes(page).count()).toBe(1);
    expect(await nodes(page).getAttribute('aria-expanded')).toBe('false');
    expect(await press('ArrowRight')).toMatch(/^MyApp.Supervisor/);
    expect(await nodes(page).count()).toBe(13);
    expect(await press('ArrowDown')).toMatch(/^MyApp.Repo/);
    await page.keyboard.press('Enter');
    expect(await page.locator('.panel').isVisible()).toBe(true);
    expect(await press('Escape')).toMatch(/^MyApp.Repo/);
    expect(await page.locator('.panel').isVisible()).toBe(false);
  });

  it('is a tree to those who hear it', async () => {
    const { page } = await openTree(browser, ordinary());
    expect(await page.getByRole('tree').count()).toBe(1);
    const places = await nodes(page).evaluateAll((items) =>
      items.map((item) =>
        ['level', 'posinset', 'setsize'].map((part) => item.getAttribute(`aria-${part}`)).join(' '),
      ),
    );
    expect(places.slice(0, 7)).toEqual(['1 1 1', '2 1 9', '2 2 9', '2 3 9', '2 4 9', '3 1 2', '3 2 2']);
    expect(await page.locator('[role=treeitem][tabindex="0"]').count()).toBe(1);
  });

  it('zooms, by key, button and wheel, and fits', async () => {
    const { page } = await openTree(browser, large());
    const begin = await scale(page);
    await page.keyboard.press('+');
    expect(await scale(page)).toBeCloseTo(begin * 1.25);
    await page.getByRole('button', { name: 'Smaller' }).click();
    expect(await scale(page)).toBeCloseTo(begin);
    await page.mouse.move(700, 500);
    await page.mouse.wheel(0, -200);
    await expect.poll(() => scale(page)).toBeGreaterThan(begin);
    await page.keyboard.press('0');
    const window = await page.locator('.picture').boundingBox();
    const scene = await page.locator('.scene').boundingBox();
    if (!window || !scene) throw new Error('nothing is drawn');
    expect(scene.y).toBeGreaterThanOrEqual(window.y);
    expect(scene.y + scene.height).toBeLessThanOrEqual(window.y + window.height);
    expect(scene.x + scene.width).toBeLessThanOrEqual(window.x + window.width);
  });

  it('is dragged with the mouse', async () => {
    const { page } = await openTree(browser, ordinary());
    const before = await box(page, 'MyApp.Repo').boundingBox();
    await page.mouse.move(700, 860);
    await page.mouse.down();
    await page.mouse.move(640, 830, { steps: 3 });
    await page.mouse.up();
    const after = await box(page, 'MyApp.Repo').boundingBox();
    expect((after?.x ?? 0) - (before?.x ?? 0)).toBeCloseTo(-60);
    expect((after?.y ?? 0) - (before?.y ?? 0)).toBeCloseTo(-30);
  });

  it('brings the focused node into sight', async () => {
    const { page } = await openTree(browser, large());
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    await page.keyboard.press('End');
    const window = await page.locator('.picture').boundingBox();
    const last = await nodes(page).last().boundingBox();
    if (!window || !last) throw new Error('nothing is drawn');
    expect(last.y).toBeGreaterThanOrEqual(window.y);
    expect(last.y + last.height).toBeLessThanOrEqual(window.y + window.height);
  });

  it('lets no two boxes overlap, and no text run out of its box', async () => {
    const { page } = await openTree(browser, large());
    const boxes = await nodes(page)
      .locator('.box:not(.behind)')
      .evaluateAll((rects) =>
        rects
          .map((rect) => rect.getBoundingClientRect())
          .map(({ x, y, right, bottom }) => ({ x, y, right, bottom })),
      );
    const overlapping = boxes.filter((a, at) =>
      boxes.slice(at + 1).some((b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom),
    );
    expect(overlapping).toEqual([]);
    const texts = await nodes(page)
      .locator('.title, .summary')
      .evaluateAll((lines) =>
        lines.map((line) => {
          const frame = line.parentElement?.querySelector('.box:not(.behind)')?.getBoundingClientRect();
          return (frame?.right ?? 0) - line.getBoundingClientRect().right;
        }),
      );
    expect(Math.min(...texts)).toBeGreaterThan(0);
  });

  it('follows the system into the dark, and its own button', async () => {
    const background = (page: Page) =>
      page
        .locator('body')
        .evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
    const { page } = await openTree(browser, ordinary(), { colorScheme: 'dark' });
    const toggle = page.getByRole('button', { name: 'Dark' });
    expect(await background(page)).toBe('rgb(20, 22, 27)');
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    await toggle.click();
    expect(await background(page)).toBe('rgb(246, 247, 249)');
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    await page.emulateMedia({ colorScheme: 'light' });
    await toggle.click();
    expect(await background(page)).toBe('rgb(20, 22, 27)');
  });

  it('draws process edges on demand', async () => {
    const { page } = await openTree(browser, ordinary());
    expect(await page.locator('g.edge').count()).toBe(0);
    await page.getByRole('button', { name: /^Calls, casts/ }).click();
    expect(await page.locator('g.edge').count()).toBe(4);
    const shown = await openTree(browser, ordinary(), { edges: true });
    expect(await shown.page.locator('g.edge.subscription').count()).toBe(1);
  });

  it('shows one application of several', async () => {
    const { page } = await openTree(browser, large());
    await page.getByRole('combobox').selectOption('Other1.Application');
    expect(await nodes(page).count()).toBe(5);
    expect(await page.locator('.caption').allTextContents()).toEqual(['Other1.Application']);
  });

  it('runs nothing that stands in a name', async () => {
    const { page, complaints, requests } = await openTree(browser, hostile(), { edges: true });
    for (let at = 0; at < 12; at += 1) {
      await page.locator('[role=treeitem][tabindex="0"]').press('Enter');
      await page.keyboard.press('ArrowDown');
    }
    await page.getByRole('button', { name: 'All findings' }).click();
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await page.locator('img, b, iframe, .picture script').count()).toBe(0);
    expect(await page.locator('.node .title').allTextContents()).toContain(HOSTILE[1]);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('shows the tree as text where scripts may not run', async () => {
    const { page } = await openTree(browser, ordinary(), { javaScriptEnabled: false });
    expect(await page.locator('noscript pre').innerText()).toContain('├── MyApp.Repo  supervisor');
  });
});

function nodes(page: Page): Locator {
  return page.getByRole('treeitem');
}

function box(page: Page, label: string): Locator {
  return page.locator(`[role=treeitem][aria-label^="${label}"]`);
}

function focused(page: Page): Promise<string | null> {
  return page.locator(':focus').getAttribute('aria-label');
}

async function scale(page: Page): Promise<number> {
  const transform = await page.locator('.scene').getAttribute('style');
  return Number(/scale\(([\d.]+)\)/.exec(transform ?? '')?.[1]);
}
