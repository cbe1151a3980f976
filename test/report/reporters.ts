import { type FormatName, loadReporter, type Reporter } from '../../src/report/index.js';

/** One reporter for each format. */
export const reporters: Record<FormatName, Reporter> = {
  pretty: await loadReporter('pretty'),
  concise: await loadReporter('concise'),
  agent: await loadReporter('agent'),
  json: await loadReporter('json'),
  sarif: await loadReporter('sarif'),
  github: await loadReporter('github'),
  markdown: await loadReporter('markdown'),
  html: await loadReporter('html'),
  gitlab: await loadReporter('gitlab'),
  junit: await loadReporter('junit'),
  checkstyle: await loadReporter('checkstyle'),
};
