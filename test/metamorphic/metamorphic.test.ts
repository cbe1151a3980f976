import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { casesOf } from '../rules/harness.js';
import { needElixir } from '../truth/need-elixir.js';
import { elixirDifferences, type NamedProject, textDifferences } from './differences.js';
import { unsuppressed } from './project.js';

/** One of so many fixtures is taken, by its name, so that a new one changes nothing about the others. */
const STEP = 5;

function isTaken({ name }: { name: string }): boolean {
  return createHash('sha1').update(name).digest().readUInt32BE() % STEP === 0;
}

/** What a rewrite does change, by the fixture. */
const MEANT: ReadonlyMap<string, string> = new Map([
  // Two calls bring the same message: the first of them is told of.
  ['unhandled-info/messages.ex', 'with functions in another order'],
]);

const PROJECTS = rules
  .flatMap(({ id }) => casesOf(id).map((fixture) => ({ ...fixture, name: `${id}/${fixture.name}` })))
  .filter(isTaken)
  .map(({ name, files }): NamedProject => ({ name, files: unsuppressed(files) }));

const unexpected = ({ project, rewrite }: { project: string; rewrite: string }): boolean =>
  MEANT.get(project) !== rewrite;

test.each(PROJECTS)('$name has the same findings however it is written down', async (project) => {
  const differences = await textDifferences(project);
  expect(differences.filter(unexpected)).toEqual([]);
});

test('fixtures have the same findings in whatever form Elixir writes them', async (ctx) => {
  needElixir(ctx);
  const differences = await elixirDifferences(PROJECTS);
  expect(differences.filter(unexpected)).toEqual([]);
});
