import type { CompletedCommand, CompletedProgram, Values } from './model.js';

/** The completion of a program for fish. */
export function fishCompletion({ name, root, commands }: CompletedProgram): string {
  const start = `complete -c ${name}`;
  const names = commands.map((command) => command.name).join(' ');
  const lines = [
    `# fish completion of ${name}`,
    ...commands.map(
      (command) => `${start} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.description)}`,
    ),
    ...linesFor(root, `${start} -n ${quoted(`not __fish_seen_subcommand_from ${names}`)}`),
    ...commands.flatMap((command) =>
      linesFor(command, `${start} -n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function linesFor({ options, values }: CompletedCommand, start: string): string[] {
  const own = options.map(({ names, description, values: given }) => {
    const flags = names.map((name) =>
      name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
    );
    const value = given === undefined ? '' : ` ${valueFor(given)}`;
    return `${start} ${flags.join(' ')}${value} -d ${quoted(description)}`;
  });
  // Where fish is told nothing it offers files.
  return values === 'files' ? own : [...own, `${start} -f${wordsFor(values)}`];
}

/** The value of an option: required and a file, or required and nothing but these words. */
function valueFor(values: Values): string {
  return values === 'files' ? '-r -F' : `-x${wordsFor(values)}`;
}

function wordsFor(values: Values): string {
  if (values === 'files' || values === 'anything' || values.words.length === 0) return '';
  return ` -a ${quoted(values.words.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
