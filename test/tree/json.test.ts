import { describe, expect, it } from 'vitest';
import { treeRenderers } from '../../src/tree/render/index.js';
import { documentOf, HOSTILE, hostile, node, ordinary, supervisor } from './documents.js';

const { json } = treeRenderers;
const plain = { color: false, edges: false };

describe('json', () => {
  it('prints the contract and nothing else', () => {
    const child = node('MyApp.A', { conditional: true, unknown: 'why' });
    const tree = supervisor('MyApp.S', [child], { name: 'MyApp.S', file: 'lib/s.ex', line: 3, endLine: 9 });
    expect(JSON.parse(json(documentOf([tree]), plain))).toEqual({
      applications: [
        {
          application: 'MyApp.Application',
          file: 'lib/my_app/application.ex',
          tree: {
            module: 'MyApp.S',
            kind: 'supervisor',
            id: 'MyApp.S',
            name: 'MyApp.S',
            strategy: 'one_for_one',
            maxRestarts: 3,
            maxSeconds: 5,
            restart: 'permanent',
            file: 'lib/s.ex',
            line: 3,
            conditional: false,
            runtime: false,
            unknown: null,
            children: [
              {
                module: 'MyApp.A',
                kind: 'worker',
                id: 'MyApp.A',
                name: null,
                strategy: null,
                maxRestarts: null,
                maxSeconds: null,
                restart: 'permanent',
                file: null,
                line: null,
                conditional: true,
                runtime: false,
                unknown: 'why',
                children: [],
              },
            ],
          },
        },
      ],
      unknown: {
        calls: { all: 0, module: 0, function: 0, apply: 0, imported: 0 },
        requests: { all: 0, target: 0 },
        children: { all: 0, unnamed: 0, uncounted: 0, outside: 0 },
        applications: { all: 0, start: 0 },
        modules: { outside: 0 },
        files: { skipped: 0 },
      },
    });
  });

  it('has process edges only on demand', () => {
    expect(JSON.parse(json(ordinary(), plain))).not.toHaveProperty('edges');
    expect(JSON.parse(json(ordinary(), { ...plain, edges: true }))).toHaveProperty('edges.3', {
      from: 'MyApp.Clock',
      to: 'MyApp.Session',
      kind: 'monitor',
      file: 'lib/my_app/rates.ex',
      line: 33,
      label: null,
    });
  });

  it('carries hostile text unchanged and prints it harmlessly', () => {
    const report = json(hostile(), { ...plain, edges: true });
    for (const [index, text] of HOSTILE.entries()) {
      expect(JSON.parse(report)).toHaveProperty(`applications.0.tree.children.${index}.module`, text);
    }
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
  });
});
