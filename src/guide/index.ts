import type { Page } from '../doctrine/blocks.js';
import { baseline } from './baseline.js';
import { configuration } from './configuration.js';
import { fingerprints } from './fingerprints.js';
import { levels } from './levels.js';
import { suppressions } from './suppressions.js';
import { unknown } from './unknown.js';

/** The pages about how the linter itself is used. */
export const GUIDES: readonly Page[] = [configuration, levels, suppressions, baseline, fingerprints, unknown];
