/**
 * Tests for rules of your own: `import { checkFixtures } from 'otp-lint/testing'`.
 *
 * @module
 */
export { checkFixtures, type FixtureDifference, fixtureDifferences, type Plugin } from './fixtures.js';
