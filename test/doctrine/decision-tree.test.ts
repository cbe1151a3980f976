import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { followPath, isFork, questionsOf } from '../../src/doctrine/decision-tree.js';
import { drawTree } from '../../src/doctrine/draw-tree.js';

const paint = new Chalk({ level: 0 });
const WAY = ['Need state?', 'Complex behaviour?', 'Supervision?', 'Request/response?', 'Explicit states?'];

/** The path that says yes to all questions before the last. */
function pathTo(question: string, answer: string): string[] {
  const before = WAY.slice(0, WAY.indexOf(question)).flatMap((earlier) => [earlier, 'yes']);
  return [...before, question, answer];
}

describe('the decision tree', () => {
  it('asks its questions in order', () => {
    expect(questionsOf().map(({ question }) => question)).toEqual(WAY);
  });

  it.each([
    ['Need state?', 'no', 'Plain function'],
    ['Complex behaviour?', 'no', 'Agent'],
    ['Supervision?', 'no', 'spawn_link'],
    ['Request/response?', 'no', 'Task.Supervisor'],
    ['Explicit states?', 'no', 'GenServer'],
    ['Explicit states?', 'yes', 'GenStateMachine'],
  ])('leads from %s %s to %s, and marks the way', (question, answer, use) => {
    const path = pathTo(question, answer);
    expect(followPath(path)).toHaveProperty('use', use);
    const lines = drawTree(path, paint);
    const taken = lines.filter((line) => /━━ (?:no|yes) +━━▶/.test(line));
    expect(taken).toHaveLength(path.length / 2);
    expect(taken.at(-1)).toMatch(new RegExp(`${answer} +━━▶ ${use} ◀━━ here$`));
  });

  it('draws a whole tree without a path', () => {
    expect(drawTree([], paint)).toEqual([
      'Need state?',
      '├── no  ──▶ Plain function',
      '└── yes ──▶ Complex behaviour?',
      '    ├── no  ──▶ Agent',
      '    └── yes ──▶ Supervision?',
      '        ├── no  ──▶ spawn_link',
      '        └── yes ──▶ Request/response?',
      '            ├── no  ──▶ Task.Supervisor',
      '            └── yes ──▶ Explicit states?',
      '                ├── no  ──▶ GenServer',
      '                └── yes ──▶ GenStateMachine',
    ]);
  });

  it('ends at a question where the path does', () => {
    const end = followPath(['Need state?', 'yes']);
    expect(end && isFork(end) && end.question).toBe('Complex behaviour?');
    expect(drawTree(['Need state?', 'yes'], paint)[2]).toBe('┗━━ yes ━━▶ Complex behaviour? ◀━━ here');
  });

  it('knows no other path', () => {
    expect(followPath(['Complex behaviour?', 'no'])).toBeUndefined();
    expect(followPath(['Need state?', 'maybe'])).toBeUndefined();
    expect(followPath(['Need state?', 'no', 'Complex behaviour?', 'no'])).toBeUndefined();
  });
});
