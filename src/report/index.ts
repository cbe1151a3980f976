import type { FormatName, Reporter } from './report.js';
import { withStatistics } from './statistics.js';

export { FORMATS, type FormatName, type Reporter, type ReportOptions } from './report.js';

/** What each format takes is read only where it is asked for. */
const LOADERS: Record<FormatName, () => Promise<Reporter>> = {
  pretty: async () => withStatistics((await import('./pretty.js')).pretty),
  concise: async () => withStatistics((await import('./concise.js')).concise),
  agent: async () => withStatistics((await import('./agent.js')).agent),
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  github: async () => withStatistics((await import('./github.js')).github),
  markdown: async () => (await import('./markdown.js')).markdown,
  html: async () => (await import('./html.js')).html,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  junit: async () => (await import('./junit.js')).junit,
  checkstyle: async () => (await import('./checkstyle.js')).checkstyle,
};

/** The reporter of a format. */
export async function loadReporter(format: FormatName): Promise<Reporter> {
  return LOADERS[format]();
}
