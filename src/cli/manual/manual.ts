import type { Command } from 'commander';
import { wrap } from '../../doctrine/prose.js';

/** A term with what there is to say about it. */
export type Entry = readonly [term: string, text: string];

/** What `--help` says of a command besides its arguments and options. */
export interface Manual {
  /** What stands behind the name of the command, once for each way to call it. */
  usage: readonly string[];
  /** What it is in lists of commands. */
  summary: string;
  /** What it does, in paragraphs. */
  about: readonly string[];
  exitCodes: readonly Entry[];
  environment?: readonly Entry[];
  files?: readonly Entry[];
  /** Commands that work in a Mix project, and what they are for. */
  examples: readonly Entry[];
}

const NARROWEST = 40;
const USUAL = 80;
/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;

/** The columns that help may take. */
export function helpWidth(): number {
  const { isTTY, columns = USUAL } = process.stdout;
  return isTTY ? Math.max(NARROWEST, Math.min(WIDEST, columns)) : USUAL;
}

/** Has a command say what its manual says. */
export function addManual(command: Command, manual: Manual): Command {
  const name = nameOf(command);
  const [first = '', ...others] = manual.usage;
  const usage = [first, ...others.map((way) => `${' '.repeat('Usage: '.length)}${name} ${way}`)];
  return command
    .usage(usage.map((line) => line.trimEnd()).join('\n'))
    .summary(manual.summary)
    .description(manual.about.join('\n\n'))
    .helpOption('-h, --help', 'print this')
    .addHelpText('after', () => `\n${sections(manual, helpWidth()).join('\n\n')}`);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

function sections({ exitCodes, environment = [], files = [], examples }: Manual, width: number): string[] {
  const titled: [string, readonly string[]][] = [
    ['Exit codes:', columns(exitCodes, width)],
    ['Environment:', columns(environment, width)],
    ['Files:', columns(files, width)],
    ['Examples:', examples.flatMap(([command, text]) => [`  ${command}`, ...hanging(text, 6, width)])],
  ];
  return titled.filter(([, lines]) => lines.length > 0).map(([title, lines]) => [title, ...lines].join('\n'));
}

/** Terms on the left, texts on the right. */
function columns(entries: readonly Entry[], width: number): string[] {
  const indent = 4 + Math.max(0, ...entries.map(([term]) => term.length));
  return entries.flatMap(([term, text]) => {
    const [first = '', ...rest] = hanging(text, indent, width);
    return [`  ${term.padEnd(indent - 2)}${first.trimStart()}`, ...rest];
  });
}

function hanging(text: string, indent: number, width: number): string[] {
  return wrap(text, width - indent).map((line) => ' '.repeat(indent) + line);
}
