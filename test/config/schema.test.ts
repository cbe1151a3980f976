import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationSchema } from '../../src/config/schema.js';
import { schemaText } from '../../src/config/schema-file.js';
import { builtInRules } from '../../src/lint/built-in-rules.js';
import { configurableIds } from '../../src/lint/configurable-ids.js';

test('otp-lint.schema.json is what `node dist/src/config/write-schema.js` writes', () => {
  const written = readFileSync('otp-lint.schema.json', 'utf8');
  expect(written).toBe(schemaText(configurationSchema(configurableIds(builtInRules))));
});

test('the schema names every key, rule and level, and allows no others', () => {
  expect(configurationSchema(['one', 'two'])).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: {
      rules: {
        additionalProperties: false,
        properties: {
          one: { enum: ['off', 'info', 'warning', 'error'] },
          two: { enum: ['off', 'info', 'warning', 'error'] },
        },
      },
      overrides: { items: { required: ['files', 'rules'], additionalProperties: false } },
      production: { type: 'array', items: { type: 'string' } },
    },
  });
});
