import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** Where Debian, Ubuntu and others put it; `CHROMIUM` names another place. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser of the Chromium family on this machine. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));
}

/** Starts it without a window. */
export function startBrowser(executablePath: string): Promise<Browser> {
  // In containers tests run as root, where Chromium has no sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page that is open, and what it did that it should not. */
export interface OpenPage {
  page: Page;
  /** Errors, and whatever else the page wrote to the console. */
  complaints: string[];
  /** Addresses it asked for besides itself. */
  requests: string[];
}

/** Opens a page as a file, as a reader would. @param markup the whole of it */
export async function openPage(
  browser: Browser,
  markup: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'otp-lint-page-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, markup);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  onTestFinished(async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.goto(address);
  return { page, complaints, requests };
}
