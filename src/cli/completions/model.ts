import type { Command, Option } from 'commander';

/** What may stand as a value: some words, files and folders, or what only its author knows. */
export type Values = { words: readonly string[] } | 'files' | 'anything';

/** An option as a shell completes it. */
export interface CompletedOption {
  /** `--level`, or `-h` and `--help`. */
  names: readonly string[];
  description: string;
  repeatable: boolean;
  /** Absent for an option without a value. */
  values?: Values;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** Empty for the program itself. */
  name: string;
  description: string;
  options: readonly CompletedOption[];
  values: Values;
}

/** A program as a shell completes it. */
export interface CompletedProgram {
  name: string;
  root: CompletedCommand;
  commands: readonly CompletedCommand[];
}

/** Words by the name of the argument or option value that they may stand for, such as `topic`. */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

/** What there is to complete in a program, as its own help would tell it. */
export function modelOf(program: Command, known: KnownWords): CompletedProgram {
  const help = program.createHelp();
  return {
    name: program.name(),
    root: { ...commandOf(program, known), name: '' },
    commands: help.visibleCommands(program).map((command) => commandOf(command, known)),
  };
}

function commandOf(command: Command, known: KnownWords): CompletedCommand {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    description: command.summary(),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => optionOf(option, known)),
    values: argument === undefined ? { words: [] } : valuesOf(argument.name(), argument.argChoices, known),
  };
}

function optionOf(option: Option, known: KnownWords): CompletedOption {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  const value = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1];
  return {
    names,
    description: option.description,
    repeatable: option.description.includes('repeatable'),
    ...(value !== undefined && { values: valuesOf(value, option.argChoices, known) }),
  };
}

function valuesOf(name: string, choices: readonly string[] | undefined, known: KnownWords): Values {
  const words = choices ?? known[name];
  if (words !== undefined) return { words };
  return ['file', 'folder', 'paths'].includes(name) ? 'files' : 'anything';
}
