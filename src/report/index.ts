import { agent } from './agent.js';
import { checkstyle } from './checkstyle.js';
import { concise } from './concise.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { pretty } from './pretty.js';
import type { FormatName, Reporter } from './report.js';
import { sarif } from './sarif.js';
import { withStatistics } from './statistics.js';

export { FORMATS, type FormatName, type Reporter, type ReportOptions } from './report.js';

/** One reporter for each format. */
export const reporters: Record<FormatName, Reporter> = {
  pretty: withStatistics(pretty),
  concise: withStatistics(concise),
  agent: withStatistics(agent),
  json,
  sarif,
  github: withStatistics(github),
  markdown,
  html,
  gitlab,
  junit,
  checkstyle,
};
