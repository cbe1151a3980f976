import { fileURLToPath } from 'node:url';
import { rules } from '../../rules/index.js';
import type { LintResult } from '../../src/lint/finding.js';
import { lintSources, Session } from '../../src/lint/session.js';
import type { ReportOptions } from '../../src/report/report.js';
import { optionsOf } from './result.js';

/** Every character that is markup, percent-encoded or dangerous somewhere. */
export const ODD_FILE = 'lib/a b/ü & <c> "d" \'e\' 100%#?:\t\n\u001b[2J\u202ef.ex';

/** A finding of each level: a call of `:pg2`, a wait two calls deep, and an `@impl` that a fix can add. */
export const SERVER = `defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:rate, currency}, _from, state), do: {:reply, rate(currency), state}

  defp rate(currency), do: fetch(currency)

  defp fetch(currency), do: HTTPoison.get("https://rates.example/" <> currency)

  def join, do: :pg2.join(:rates, self())
end
`;

/** What the linter with all its rules says of one file. */
export function lintFile(file: string, text: string): Promise<LintResult> {
  return lintSources([{ file, text }], { rules });
}

/** What it says of the sample application, with its supervision tree. */
export function lintSample(): Promise<LintResult> {
  const cwd = fileURLToPath(new URL('../../fixtures/apps/sample', import.meta.url));
  return new Session().lint({ paths: ['lib'], cwd, rules, trees: true });
}

/** Options with all rules. */
export function realOptions(part: Partial<ReportOptions> = {}): ReportOptions {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return optionsOf({ rules, ruleOf: (id) => byId.get(id), ...part });
}
