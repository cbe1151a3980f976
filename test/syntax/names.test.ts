import { expect, test } from 'vitest';
import { parseElixir } from '../../src/syntax/parser.js';
import { visit } from '../../src/syntax/visit.js';

test('names may begin with any letter of any writing', () => {
  const { root, faults } = parseElixir('def 처리(变量, école, имя, שם), do: 変数.値(変量, :鍵, "語")\n');
  expect(faults).toEqual([]);
  const names: string[] = [];
  visit(root, (expr) => {
    if (expr.kind === 'variable' || expr.kind === 'call') names.push(expr.name);
    if (expr.kind === 'atom' || expr.kind === 'text') names.push(expr.value);
  });
  expect(names).toEqual(['def', '처리', '变量', 'école', 'имя', 'שם', '値', '変数', '変量', '鍵', '語']);
});
