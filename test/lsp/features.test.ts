import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type CodeAction, TextDocumentEdit, type TextEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { temporaryTree } from '../temporary-tree.js';
import { Editor, rulesOf } from './client.js';

const MIX = 'defmodule MyApp.MixProject do\n  use Mix.Project\nend\n';
const APPLICATION = `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [MyApp.Rates]
    Supervisor.start_link(children, strategy: :one_for_all, name: MyApp.Supervisor)
  end
end
`;
const RATES = `defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def rate(currency), do: GenServer.call(__MODULE__, {:rate, currency})

  @impl true
  def init(rates), do: {:ok, rates}

  def handle_call({:rate, currency}, _from, rates), do: {:reply, rates[currency], rates}
end
`;
const PRICES = `defmodule MyApp.Prices do
  alias MyApp.Rates

  def price(amount, currency), do: amount * Rates.rate(currency)
  def later(url), do: Task.async(fn -> Req.get!(url) end)
end
`;
const FILES = {
  'mix.exs': MIX,
  'lib/my_app/application.ex': APPLICATION,
  'lib/my_app/rates.ex': RATES,
  'lib/my_app/prices.ex': PRICES,
};

async function editor(): Promise<Editor> {
  const code = new Editor(temporaryTree(FILES));
  await code.start();
  return code;
}

/** The text after the edits of an action in its one file. */
function applied(text: string, action: CodeAction | undefined): string {
  const [change] = action?.edit?.documentChanges ?? [];
  const edits = change && TextDocumentEdit.is(change) ? change.edits : [];
  const plain = edits.filter((edit): edit is TextEdit => 'newText' in edit);
  return TextDocument.applyEdits(TextDocument.create('file:///a.ex', 'elixir', 1, text), plain);
}

test('a fix is offered as an edit of the version that it was made for', async () => {
  const code = await editor();
  await code.open('lib/my_app/rates.ex', RATES);
  const found = await code.until('lib/my_app/rates.ex', (rules) => rules.includes('missing-impl'));
  const wrong = found.filter(({ code: rule }) => rule === 'missing-impl');
  const actions = await code.actions('lib/my_app/rates.ex', wrong);
  const fix = actions.find(({ isPreferred }) => isPreferred);
  expect(fix?.title).toBe('Add `@impl true`');
  expect(fix?.edit?.documentChanges?.[0]).toMatchObject({ textDocument: { version: 1 } });
  expect(applied(RATES, fix)).toContain('  @impl true\n  def handle_call(');
});

test('a finding can be suppressed with a reason, which is asked for', async () => {
  const code = await editor();
  await code.open('lib/my_app/prices.ex', PRICES);
  const found = await code.until('lib/my_app/prices.ex', (rules) => rules.length > 0);
  const [rule = ''] = rulesOf(found);
  const actions = await code.actions('lib/my_app/prices.ex', found.slice(0, 1));
  expect(actions.map(({ title }) => title)).toEqual([
    `Suppress ${rule} here with a reason`,
    `Explain ${rule}`,
  ]);
  expect(actions[0]?.edit).toBeUndefined();
  const text = applied(PRICES, await code.resolve(actions[0]));
  expect(text).toContain(
    `  # otp-lint:disable-next-line ${rule} -- say here why it is right as it is\n  def later`,
  );
  await code.type('lib/my_app/prices.ex', 2, text);
  await code.until('lib/my_app/prices.ex', (rules, { version }) => version === 2 && !rules.includes(rule));
});

test('edits are offered to editors that know nothing of versions, and none for a text that has changed', async () => {
  const code = new Editor(temporaryTree(FILES));
  await code.start(true, {});
  await code.open('lib/my_app/rates.ex', RATES);
  const found = await code.until('lib/my_app/rates.ex', (rules) => rules.includes('missing-impl'));
  const wrong = found.filter(({ code: rule }) => rule === 'missing-impl');
  const [fix] = await code.actions('lib/my_app/rates.ex', wrong);
  expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([code.uri('lib/my_app/rates.ex')]);
  const eager = (await code.actions('lib/my_app/rates.ex', wrong)).find(({ title }) =>
    /^Suppress/.test(title),
  );
  expect(JSON.stringify(eager?.edit)).toContain('# otp-lint:disable-next-line missing-impl');
  await code.type('lib/my_app/rates.ex', 2, `\n${RATES}`);
  expect(await code.actions('lib/my_app/rates.ex', wrong)).toEqual([]);
});

test('a rule is explained, in a page that the editor opens', async () => {
  const code = await editor();
  const page = await code.command('otp-lint.explain', 'missing-impl');
  expect(page).toContain('# missing-impl');
  while (code.shown.length === 0) await code.more();
  const file = fileURLToPath(code.shown[0]?.uri ?? '');
  expect(readFileSync(file, 'utf8')).toBe(page);
  await expect(code.command('otp-lint.explain', 'no-such-rule')).rejects.toThrow('no rule or topic');
  await code.end();
  expect(() => readFileSync(file)).toThrow('ENOENT');
});

test('a rule is explained in a message where the editor opens no pages', async () => {
  const code = new Editor(temporaryTree(FILES));
  await code.start(true, {});
  expect(await code.command('otp-lint.explain', 'missing-impl')).toContain('# missing-impl');
  const isSaid = () => code.said.some((words) => words.includes('More: otp-lint explain missing-impl'));
  while (!isSaid()) await code.more();
  expect(code.shown).toEqual([]);
});

test('the supervision tree of the project is drawn, unsaved texts included', async () => {
  const code = await editor();
  await code.open('lib/my_app/application.ex', APPLICATION.replace('[MyApp.Rates]', '[MyApp.Rates, Other]'));
  const text = await code.command('otp-lint.tree', { uri: code.uri('lib/my_app/application.ex') });
  expect(text).toContain('MyApp.Rates');
  expect(text).toContain('Other');
  const page = await code.command('otp-lint.tree', { format: 'html' });
  expect(page).toMatch(/^<!doctype html>/i);
  await expect(code.command('otp-lint.tree', { format: 'gif' })).rejects.toThrow('text, json');
  await expect(code.command('otp-lint.nothing')).rejects.toThrow('no command');
});

test('a process module says what it is, who starts it and who calls it', async () => {
  const code = await editor();
  await code.open('lib/my_app/rates.ex', RATES);
  await code.open('lib/my_app/prices.ex', PRICES);
  await code.until('lib/my_app/prices.ex', (rules) => rules.length > 0);
  const about = await code.hover('lib/my_app/rates.ex', 0, 14);
  expect(about).toContain('**MyApp.Rates** is a GenServer');
  expect(about).toContain('Started by `Supervisor` `MyApp.Supervisor` (`one_for_all`): restart permanent');
  expect(about).toContain('Registered as `MyApp.Rates`');
  expect(about).toContain(`[\`MyApp.Prices\`](${code.uri(join('lib/my_app/prices.ex'))}#L4)`);
  const alias = PRICES.split('\n')[3]?.indexOf('Rates.rate') ?? 0;
  expect(await code.hover('lib/my_app/prices.ex', 3, alias + 1)).toBe(about);
  expect(await code.hover('lib/my_app/prices.ex', 1, 10)).toBe(about);
  expect(await code.hover('lib/my_app/prices.ex', 0, 14)).toBeUndefined();
});
