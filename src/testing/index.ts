// One file holds the program, and what tests of plugins need is in it as well. `fixtures.ts` says what it is.
export { checkFixtures, fixtureDifferences } from '../cli/start.js';
