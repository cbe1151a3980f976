import type { RuleTiming, Timing } from '../lint/timing.js';

/** A line of a table: what, how many milliseconds, and what else there is to say. */
type Row = readonly [what: string, milliseconds: number, note?: string];

/**
 * Where the time of a run went, as text for a terminal.
 *
 * @param memory the most memory that the program has used so far, in bytes
 */
export function timingTable(timing: Timing, memory: number): string {
  const { rules, isKnown } = timing;
  const phases = tableOf([...phaseRows(timing), ['total', timing.total, memoryNote(memory)]]);
  if (isKnown) return `${phases}\nthe result came from the cache, no rule was asked\n`;
  const asked = rules.map(
    ({ rule, milliseconds, calls }): Row => [
      rule.id,
      milliseconds,
      `${calls} ${calls === 1 ? 'call' : 'calls'}`,
    ],
  );
  const shared = 'what several rules look at is found once, and counts for the first of them that asks';
  return `${phases}\n${tableOf(asked)}\n${shared}\n`;
}

function phaseRows(timing: Timing): Row[] {
  const { rules } = timing;
  const asked = sumOf(rules);
  const rows: Row[] = [
    ['start', timing.millisecondsOf('start')],
    ['find and read files', timing.millisecondsOf('read')],
    ['look up the result', timing.millisecondsOf('look up')],
    ['parse and extract', timing.millisecondsOf('extract'), filesNote(timing)],
    ['join', timing.millisecondsOf('join')],
    ['call rules', sumOf(rules.filter(({ rule }) => 'calls' in rule))],
    ['module rules', sumOf(rules.filter(({ rule }) => 'module' in rule))],
    ['project rules', sumOf(rules.filter(({ rule }) => 'project' in rule))],
    ['choose whom to ask', Math.max(0, timing.millisecondsOf('ask') - asked)],
    ['suppress and sort', timing.millisecondsOf('sort')],
    ['write the cache', timing.millisecondsOf('keep')],
    ['report', timing.millisecondsOf('report')],
  ];
  return rows.filter(([, milliseconds]) => milliseconds > 0);
}

function filesNote({ parsed, kept, aside }: Timing): string {
  const files = `${parsed} ${parsed === 1 ? 'file' : 'files'} parsed, ${kept} known from before`;
  return aside === 0 ? files : `${files}; ${aside} of them set aside`;
}

function memoryNote(bytes: number): string {
  return `peak memory ${Math.round(bytes / 1024 / 1024)} MiB`;
}

function sumOf(timings: readonly RuleTiming[]): number {
  return timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows
    .map(([what, milliseconds, note]) => {
      const line = `  ${what.padEnd(width)} ${milliseconds.toFixed(1).padStart(10)} ms`;
      return `${line}${note === undefined ? '' : `  ${note}`}\n`;
    })
    .join('');
}
