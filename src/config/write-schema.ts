import { writeFileSync } from 'node:fs';
import { builtInRules } from '../lint/built-in-rules.js';
import { configurableIds } from '../lint/configurable-ids.js';
import { configurationSchema } from './schema.js';
import { schemaText } from './schema-file.js';

// Run as `node dist/src/config/write-schema.js` in the package's root.
writeFileSync('otp-lint.schema.json', schemaText(configurationSchema(configurableIds(builtInRules))));
