import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../cli/run.js';
import { compareTrees, conditionalIn, openIn, type RunningNode, type SourceNode } from './compare-trees.js';
import { needElixir } from './need-elixir.js';

const APPS = resolve('fixtures/apps');

/** `sample` needs libraries, and so does not start. */
const apps = readdirSync(APPS).filter((app) => app !== 'sample');

/** What the source of an application leaves open: everything else must be told outright. */
const LEFT_OPEN: Readonly<Record<string, { conditional?: readonly string[]; open?: readonly string[] }>> = {
  bookshop: {
    conditional: ['Catalogue.Suggestions'],
    open: ['Orders.Packing'],
  },
  harbour: {
    open: ['Harbour.Application', 'Harbour.Lights.Supervisor'],
  },
  ledger: {
    conditional: ['Ledger.Interest', 'Ledger.Journal', 'Ledger.Mirror'],
  },
  newsroom: {
    conditional: [
      'Newsroom.Alerts',
      'Newsroom.Archive',
      'Newsroom.Archive.Rotation',
      'Newsroom.Desks.Audit',
      'Newsroom.Desks.Supervisor',
      'Newsroom.Press',
      'Newsroom.Wire',
      '{Newsroom.Desks.Desk, :evening}',
    ],
  },
};

interface Drawn {
  applications: readonly { application: string; tree: SourceNode }[];
}

interface Started {
  applications: readonly { application: string; tree: RunningNode }[];
}

describe('the tree that is drawn from source is the one that runs', () => {
  test.for(apps)('%s', (app, ctx) => {
    needElixir(ctx);
    const started = startedTrees(app);
    const drawn = drawnTrees(app);
    expect(drawn.map(({ application }) => application).sort()).toEqual(
      started.map(({ application }) => application).sort(),
    );
    for (const { application, tree } of started) {
      const source = drawn.find((other) => other.application === application);
      expect(source && compareTrees(source.tree, tree)).toEqual([]);
    }
    const trees = drawn.map(({ application, tree }) => ({ ...tree, id: application }));
    expect(trees.flatMap(conditionalIn).sort()).toEqual(LEFT_OPEN[app]?.conditional ?? []);
    expect(trees.flatMap(openIn).sort()).toEqual(LEFT_OPEN[app]?.open ?? []);
  });
});

function startedTrees(app: string): Started['applications'] {
  const script = resolve('test/truth/supervision_tree.exs');
  const { status, stdout, stderr } = spawnSync('elixir', [script, join(APPS, app)], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return (JSON.parse(stdout) as Started).applications;
}

function drawnTrees(app: string): Drawn['applications'] {
  const { status, stdout, stderr } = run(join(APPS, app), ['tree', '--format', 'json', '.']);
  expect(status, stderr).toBe(0);
  return (JSON.parse(stdout) as Drawn).applications;
}
