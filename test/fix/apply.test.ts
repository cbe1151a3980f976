import { expect, test } from 'vitest';
import { applyEdits, compatible } from '../../src/fix/apply.js';
import type { Edit, Fix } from '../../src/lint/finding.js';

function edit(start: number, end: number, text: string, file = 'lib/a.ex'): Edit {
  return { file, start, end, text };
}

function fix(...edits: Edit[]): { fix: Fix } {
  return { fix: { safety: 'safe', title: 'change it', edits } };
}

test('edits are applied wherever they stand in the list, the same one once', () => {
  expect(applyEdits('abcdef', [edit(4, 5, 'E'), edit(0, 1, ''), edit(2, 2, '-'), edit(4, 5, 'E')])).toBe(
    'b-cdEf',
  );
});

test('new lines end as those of the file', () => {
  expect(applyEdits('a\r\nb', [edit(0, 0, 'x\ny\n')])).toBe('x\r\ny\r\na\r\nb');
});

test('fixes that touch the same text wait, those that ask for the same edit do not', () => {
  const child = edit(10, 10, 'Child, ');
  const [first, same, meets, other, elsewhere] = [
    fix(edit(0, 5, 'x'), child),
    fix(child, edit(20, 21, 'y')),
    fix(edit(4, 6, 'z')),
    fix(edit(10, 10, 'Other, ')),
    fix(edit(0, 5, 'x', 'lib/b.ex')),
  ];
  expect(compatible([first, same, meets, other, elsewhere])).toEqual([first, same, elsewhere]);
});
