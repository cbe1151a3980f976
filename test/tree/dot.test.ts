import { instance } from '@viz-js/viz';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { sanitize } from '../../src/report/sanitize.js';
import type { TreeDocument } from '../../src/tree/model.js';
import { treeRenderers } from '../../src/tree/render/index.js';
import { documentOf, HOSTILE, hostile, large, node, ordinary, supervisor } from './documents.js';

const { dot } = treeRenderers;
const graphviz = await instance();

interface Drawing {
  objects: { name: string; label: string; style?: string; _ldraw_?: { op: string; text?: string }[] }[];
  edges: { tail: number; head: number; style?: string; label?: string }[];
}

/** What Graphviz itself makes of the trees. */
function draw(document: TreeDocument, edges = false): Drawing {
  const result = graphviz.render(dot(document, { color: false, edges }), { format: 'json' });
  // Warnings are about the widths of letters that Graphviz has no table of.
  expect(result.errors.filter(({ level }) => level === 'error')).toEqual([]);
  return JSON.parse(result.output ?? '') as Drawing;
}

function textOf(object: Drawing['objects'][number] | undefined): string[] {
  return object?._ldraw_?.flatMap(({ op, text }) => (op === 'T' && text !== undefined ? [text] : [])) ?? [];
}

describe('dot', () => {
  it('is a graph with every node below its supervisor', () => {
    const { objects, edges } = draw(ordinary());
    const nameOf = (index: number) => textOf(objects[index])[0];
    const pairs = edges.map(({ tail, head }) => `${nameOf(tail)} > ${nameOf(head)}`);
    expect(edges).toHaveLength(12);
    expect(pairs).toContain('MyApp.Rates.Supervisor > MyApp.Rates.Refresher');
    expect(textOf(objects.find(({ name }) => name === 'n4'))).toEqual([
      'MyApp.Rates.Supervisor',
      'rest_for_one, 10 restarts in 60 s',
    ]);
  });

  it('dashes what is conditional and dots what is started at run time', () => {
    const children = [node('A', { conditional: true }), node('B', { runtime: true }), node('C')];
    const { edges } = draw(documentOf([supervisor('S', children)]));
    expect(edges.map(({ style }) => style)).toEqual(['dashed', 'dotted', 'solid']);
  });

  it('has process edges only on demand, with their kinds', () => {
    const { edges, objects } = draw(ordinary(), true);
    expect(edges.flatMap(({ label }) => label || [])).toEqual([
      'call {:rate, currency}',
      'cast {:put, rates}',
      'subscription "rates"',
      'monitor',
      'call',
    ]);
    expect(objects.map(({ label }) => label)).toContain('MyAppWeb.PageController');
  });

  it('shows hostile names as they are', () => {
    const { output = '' } = graphviz.render(dot(hostile(), { color: false, edges: true }), { format: 'svg' });
    const window = new JSDOM(output, { contentType: 'image/svg+xml' }).window;
    const texts = Array.from(window.document.querySelectorAll('text'), ({ textContent }) =>
      textContent?.replaceAll('\u00a0', ' '),
    );
    for (const text of HOSTILE) expect(texts).toContain(sanitize(text));
  });

  it('draws large trees and none', () => {
    expect(draw(large(), true).objects.filter(({ name }) => /^n\d+$/.test(name))).toHaveLength(80);
    draw(documentOf([]));
  });
});
