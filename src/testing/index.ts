export { checkFixtures, fixtureDifferences } from './fixtures.js';
