import type { LintResult } from '../lint/finding.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { pretty } from '../report/pretty.js';
import { redFlagOf } from './red-flags.js';

/** The folder that the sample in the README is about. */
export const SAMPLE = 'fixtures/apps/sample';

/** The findings that the README shows: the first of each of these rules. */
const SHOWN = ['dynamic-process-name', 'blocking-callback'];

/**
 * The README with what stands between its markers (`<!-- name -->` and `<!-- /name -->`) made anew.
 *
 * @param sample what linting the sample gave
 */
export function fillReadme(text: string, rules: readonly RuleDocumentation[], sample: LintResult): string {
  const parts = { sample: sampleText(sample, rules), 'red flags': flagTable(rules), rules: ruleTable(rules) };
  return Object.entries(parts).reduce((readme, [name, part]) => fill(readme, name, part), text);
}

function fill(text: string, name: string, part: string): string {
  const start = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the README has no ${start} … ${end}`);
  return `${text.slice(0, from + start.length)}\n\n${part}\n\n${text.slice(to)}`;
}

function sampleText(result: LintResult, rules: readonly RuleDocumentation[]): string {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const findings = SHOWN.flatMap((id) => result.findings.find(({ rule }) => rule === id) ?? []);
  const options = {
    color: false,
    level: 'warning',
    failOn: 'warning',
    version: '',
    cwd: '',
    rules,
    ruleOf: (id: string) => byId.get(id),
  } as const;
  const shown = pretty({ ...result, findings }, { ...options, quiet: true }).trim();
  const [totals = ''] = pretty(result, options).trim().split('\n').slice(-1);
  // The time is another on every run.
  return ['```text', shown, '', '…', '', totals.replace(/ \([^)]*\)$/, ''), '```'].join('\n');
}

function flagTable(rules: readonly RuleDocumentation[]): string {
  const flagged = [...new Set(rules.flatMap(({ redFlag }) => redFlag ?? []))].sort();
  const rows = flagged.map((id) => {
    const found = rules.filter(({ redFlag }) => redFlag === id).map((rule) => `\`${rule.id}\``);
    return row([id, redFlagOf(id)?.title ?? '', found.join(', ')]);
  });
  return [row(['', 'Red flag', 'Rules']), row(['---', '---', '---']), ...rows].join('\n');
}

/** The table of all rules, in Markdown. */
function ruleTable(rules: readonly RuleDocumentation[]): string {
  const rows = rules.map(({ id, level, redFlag = '', summary }) =>
    row([`\`${id}\``, level, redFlag, summary]),
  );
  return [
    row(['Rule', 'Level', 'Red flag', 'What it finds']),
    row(['---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
