// Run by the build, before the bundler: `node dist/src/packaging/write-documentation.js`.
import { writeFileSync } from 'node:fs';
import { builtInRules } from '../lint/built-in-rules.js';

// What a rule does is a function, which JSON leaves out.
const documentation = builtInRules.map(({ speaksOf: _, ...rule }) => rule);
writeFileSync('dist/rules/documentation.json', JSON.stringify(documentation));
