import { describe, expect, it } from 'vitest';
import { describePointer } from '../../src/doctrine/pointer.js';

describe('describePointer', () => {
  it('quotes the questions of the Iron Law', () => {
    expect(describePointer({ ironLaw: [1, 3] })).toEqual([
      'Iron Law 1: Do I need serialized access? 3: Can reads bypass it through ETS?',
    ]);
  });

  it('writes the way through the tree and where it ends', () => {
    expect(describePointer({ decisionTree: ['Need state?', 'no'] })).toEqual([
      'Decision tree: Need state? no → Plain function',
    ]);
    expect(
      describePointer({
        decisionTree: ['Need state?', 'yes', 'Complex behaviour?', 'yes', 'Supervision?', 'no'],
      }),
    ).toEqual(['Decision tree: Need state? yes → … → Supervision? no → spawn_link']);
  });

  it('names the topic', () => {
    expect(describePointer({ section: 'tasks' })).toEqual([
      'Tasks: in production, tasks belong to a Task.Supervisor (otp-lint explain tasks)',
    ]);
  });

  it('takes two lines at most, and none where it points nowhere', () => {
    const all = describePointer({ ironLaw: [1], decisionTree: ['Need state?', 'no'], section: 'tasks' });
    expect(all.map((line) => line.split(' ')[0])).toEqual(['Iron', 'Decision']);
    expect(describePointer({})).toEqual([]);
    expect(describePointer({ section: 'nowhere' })).toEqual([]);
  });
});
