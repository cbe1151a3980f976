import { readFileSync, writeFileSync } from 'node:fs';
import { rules } from '../../rules/index.js';
import { lint } from '../lint/session.js';
import { fillReadme, SAMPLE } from './readme.js';

// Run as `node dist/src/doctrine/write-readme.js` in the package's root.
const sample = await lint({ paths: [SAMPLE], rules });
writeFileSync('README.md', fillReadme(readFileSync('README.md', 'utf8'), rules, sample));
