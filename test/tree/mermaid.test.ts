// @vitest-environment jsdom
import mermaidParser from 'mermaid';
import { describe, expect, it } from 'vitest';
import { treeRenderers } from '../../src/tree/render/index.js';
import { documentOf, hostile, large, node, ordinary, supervisor } from './documents.js';

const { mermaid } = treeRenderers;
const plain = { color: false, edges: false };

describe('mermaid', () => {
  it.each([
    ['an ordinary tree', ordinary()],
    ['a large one', large()],
    ['a hostile one', hostile()],
    ['none', documentOf([])],
  ])('is a flowchart that Mermaid reads: %s', async (_, document) => {
    for (const edges of [false, true]) {
      const parsed = await mermaidParser.parse(mermaid(document, { color: false, edges }));
      expect(parsed).toMatchObject({ diagramType: 'flowchart-v2' });
    }
  });

  it('refuses what is not one, so that the test above says something', async () => {
    await expect(mermaidParser.parse('flowchart TD\n  n0["a" --> n1')).rejects.toThrow(/Parse error/);
  });

  it('dashes what is conditional and dots what is started at run time', () => {
    const children = [node('A', { conditional: true }), node('B', { runtime: true }), node('C')];
    const lines = mermaid(documentOf([supervisor('S', children)]), plain).split('\n');
    expect(lines).toContain('    n0["S<br/>one_for_one, 3 restarts in 5 s"]:::supervisor');
    expect(lines).toContain('    class n1 conditional');
    expect(lines).toContain('    class n2 runtime');
    expect(lines).toContain('  linkStyle 0 stroke-dasharray:7 4');
    expect(lines).toContain('  linkStyle 1 stroke-dasharray:2 3');
  });

  it('has process edges only on demand, with their kinds', () => {
    expect(mermaid(ordinary(), plain)).not.toContain('-->|');
    const lines = mermaid(ordinary(), { ...plain, edges: true }).split('\n');
    expect(lines).toContain('  n6 -->|"cast #123;#58;put, rates#125;"| n5');
    expect(lines).toContain('  x0(["MyAppWeb.PageController"]):::outside');
    expect(lines).toContain('  x0 -->|"call"| n5');
    expect(lines).toContain('  linkStyle 12,13,14,15,16 stroke:#0e8a7d,stroke-width:1.5px');
  });

  it('leaves nothing of hostile names that Mermaid could read', () => {
    const labels = [...mermaid(hostile(), { ...plain, edges: true }).matchAll(/"(.*)"/g)];
    expect(labels.length).toBeGreaterThan(20);
    for (const [, label = ''] of labels) {
      expect(label.replaceAll('<br/>', '').replace(/#\d+;/g, '')).not.toMatch(/["<>&;#`%{}[\]|]/);
    }
  });
});
