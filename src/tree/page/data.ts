import type { PageData } from '../page-data.js';

/** What the renderer has written into the page. */
export function readData(): PageData {
  return JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
}
