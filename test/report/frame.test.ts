import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/lint/finding.js';
import { frameOf } from '../../src/report/frame.js';

const paint = new Chalk({ level: 0 });
const lines = ['defmodule A do', '  def a do', '    1', '    2', '    3', '    4', '  end', 'end'];

function frame(line: number, column: number, endLine: number, endColumn: number): string[] {
  const range: Range = { line, column, endLine, endColumn };
  return frameOf({ lines, range, paint, underline: paint });
}

describe('frameOf', () => {
  it('shows one line around a range and underlines it', () => {
    expect(frame(2, 7, 2, 8)).toEqual(['1 │ defmodule A do', '2 │   def a do', '  │       ^', '3 │     1']);
  });

  it('stops at the beginning and the end of the file', () => {
    expect(frame(1, 1, 1, 10)).toEqual(['1 │ defmodule A do', '  │ ^^^^^^^^^', '2 │   def a do']);
    expect(frame(8, 1, 8, 4)).toEqual(['7 │   end', '8 │ end', '  │ ^^^']);
  });

  it('shows the first lines of a long range', () => {
    expect(frame(2, 3, 7, 6)).toEqual([
      '1 │ defmodule A do',
      '2 │   def a do',
      '  │   ^^^^^^^^',
      '3 │     1',
      '4 │     2',
      '5 │     3',
      '  │ … 2 more lines',
    ]);
  });

  it('leaves out a last line that has nothing of the range', () => {
    expect(frame(2, 3, 3, 1)).toEqual(frame(2, 3, 2, 11));
  });

  it('is empty where the source has no such line', () => {
    expect(frame(99, 1, 99, 2)).toEqual([]);
  });
});
