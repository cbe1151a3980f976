import { describe, expect, it } from 'vitest';
import { concernedNodes } from '../../src/tree/concerns.js';
import { flattenAll } from '../../src/tree/flatten.js';
import { documentOf, finding, node, supervisor } from './documents.js';

const inFile = (line: number, endLine: number) => ({ file: 'lib/a.ex', line, endLine });
const nodes = flattenAll(
  documentOf([
    supervisor('My.Supervisor', [
      node('My.Server', inFile(1, 50)),
      node('My.Server.Inner', inFile(10, 20)),
      node('DynamicSupervisor', { kind: 'dynamic_supervisor', name: 'My.Sessions' }),
      node('My.Server', { id: 'second', ...inFile(1, 50) }),
    ]),
  ]).applications,
).flat();

describe('the nodes that a finding concerns', () => {
  it.each([
    ['those whose module holds its place', finding('lib/a.ex', 30), [1, 4]],
    ['the innermost of nested modules', finding('lib/a.ex', 15), [2]],
    ['none after the module', finding('lib/a.ex', 51), []],
    ['none in another file', finding('lib/b.ex', 15), []],
    ['modules that it names', finding('lib/b.ex', 1, { message: '`My.Server.Inner` waits' }), [2]],
    [
      'a module whose function it names',
      finding('lib/b.ex', 1, { message: '`My.Server.get/1` waits' }),
      [1, 4],
    ],
    ['a process whose name it names', finding('lib/b.ex', 1, { message: 'asks `My.Sessions` for it' }), [3]],
    ['not all of a kind', finding('lib/b.ex', 1, { message: '`DynamicSupervisor.start_child/2`' }), []],
    ['not what is no code', finding('lib/b.ex', 1, { message: 'My.Server is slow' }), []],
    ['each once', finding('lib/a.ex', 30, { message: '`My.Server` calls `My.Server.Inner`' }), [1, 2, 4]],
  ])('are %s', (_, one, expected) => {
    expect(concernedNodes([one], nodes)).toEqual([expected]);
  });
});
