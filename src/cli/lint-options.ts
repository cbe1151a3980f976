import { type Command, Option } from 'commander';
import { PRESETS } from '../config/presets.js';
import { LEVELS } from '../lint/finding.js';
import type { RuleSet } from '../lint/rule-set.js';
import { FORMATS, type FormatName } from '../report/report.js';
import { addCacheOptions } from './cache-options.js';
import type { LintFlags } from './lint-command.js';
import { LINT } from './manual/lint.js';
import { addManual } from './manual/manual.js';
import { collect, readCount } from './option-values.js';
import type { ReportWord } from './reports.js';

/** What the program does where no command is named: it lints. */
export function addLint(program: Command, rules: RuleSet): void {
  const words: ReportWord[] = [];
  addManual(program, LINT)
    .on('option:format', (format: FormatName) => words.push({ format }))
    .on('option:output', (output: string) => words.push({ output }))
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .action(async (paths: string[], flags: LintFlags) => {
      const { lintCommand } = await import('./lint-command.js');
      await lintCommand(paths, flags, rules, words);
    });
  addSelection(program);
  addRules(program);
  addReports(program);
  addGate(program);
  addChanges(program);
  addRunning(program);
  program
    .optionsGroup('About:')
    .option(
      '-V, --version',
      'print the version; with --verbose also those of Node, the parser and the grammar',
    )
    .option('--verbose', 'tell as well how much the source does not say; and see --version')
    .helpOption('-h, --help', 'print this; behind the name of a command, its own help');
}

function addSelection(program: Command): void {
  program
    .optionsGroup('What to lint:')
    .option('--since <ref>', 'report only on files changed since this branch parted from a git ref')
    .option('--staged', 'report only on files staged for the next commit, and lint what is staged of them')
    .option('--stdin', 'lint the text on standard input, judged with the project around it')
    .option('--stdin-filename <file>', 'with --stdin: the name of that text');
}

function addRules(program: Command): void {
  program
    .optionsGroup('Rules and levels:')
    .addOption(
      new Option('--preset <name>', 'rules and levels to begin with (default: recommended)').choices(PRESETS),
    )
    .option('--rule <id=level>', 'set a level over all configuration; repeatable', collect)
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .option('--print-config', 'print the configuration that applies to a path, and end');
}

function addReports(program: Command): void {
  program
    .optionsGroup('What to report:')
    .addOption(new Option('--format <name>', 'how to report (default: pretty); repeatable').choices(FORMATS))
    .option('--output <file>', 'write the report of the --format before it there; the others go to stdout')
    .addOption(
      new Option('--level <level>', 'mildest level shown in full').choices(LEVELS).default('warning'),
    )
    .option('--quiet', 'show errors only')
    .option('--statistics', 'also how many findings each rule and each module has')
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it');
}

function addGate(program: Command): void {
  program
    .optionsGroup('What fails the run:')
    .addOption(
      new Option('--fail-on <level>', 'mildest level that fails (default: warning)').choices([
        ...LEVELS,
        'never',
      ]),
    )
    .option('--max-warnings <n>', 'fail on errors, and on more warnings than this', readCount)
    .option(
      '--baseline <file>',
      'hold back what this baseline knows (default: the nearest, see `explain baseline`)',
    )
    .option('--no-baseline', 'report also what a baseline knows');
}

function addChanges(program: Command): void {
  program
    .optionsGroup('Changing files:')
    .option('--fix', 'mend what can be mended without changing what the code does')
    .option('--unsafe', 'with --fix or --fix-dry-run: also what changes how the code behaves')
    .option('--fix-dry-run', 'print what --fix would change as a unified diff, and change nothing')
    .option('--suppress', 'write a suppression comment for each finding that would be reported')
    .option('--reason <text>', 'with --suppress: why it is right as it is');
}

function addRunning(program: Command): void {
  addCacheOptions(
    program
      .optionsGroup('How to run:')
      .option('--watch', 'lint again each time something changes, until Ctrl-C')
      .option('--timing', 'tell on stderr where the time went, and which rules took it'),
  );
}
