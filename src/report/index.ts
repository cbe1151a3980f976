import { concise } from './concise.js';
import { github } from './github.js';
import { json } from './json.js';
import { pretty } from './pretty.js';
import type { FormatName, Reporter } from './report.js';

export { FORMATS, type FormatName, type Reporter, type ReportOptions } from './report.js';

/** One reporter for each format. */
export const reporters: Record<FormatName, Reporter> = { pretty, concise, json, github };
