import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { lintSources } from '../../src/lint/session.js';

test('a finding knows the innermost module around it', async () => {
  const text = `defmodule Outer do
  defmodule Inner do
    def join, do: :pg2.join(:a, self())
  end

  def join, do: :pg2.join(:a, self())
end

defmodule Next do def join, do: :pg2.join(:a, self()) end

:pg2.create(:a)
def ) do
`;
  const { findings } = await lintSources([{ file: 'lib/a.ex', text }], { rules });
  const modules = findings.map(({ line, module }) => [line, module]);
  expect(modules).toEqual([
    [3, 'Outer.Inner'],
    [6, 'Outer'],
    [9, 'Next'],
    [11, undefined],
    [12, undefined],
  ]);
});
