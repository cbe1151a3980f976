import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';

// The package is a matcher for another test runner; what counts is the schema of the standard that it ships.
const path = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);
// The schema's own patterns are no Unicode expressions.
const ajv = new draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));

/** What the schema of SARIF 2.1.0 has against a document; empty for a valid one. */
export function sarifFaults(document: string): string[] {
  validate(JSON.parse(document));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
