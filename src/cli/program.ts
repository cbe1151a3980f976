import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { PRESETS } from '../config/presets.js';
import { LEVELS } from '../lint/finding.js';
import type { Rule } from '../lint/rule.js';
import { FORMATS, type FormatName } from '../report/index.js';
import { TREE_FORMATS } from '../tree/render/index.js';
import { BASELINE_HELP, type BaselineFlags, baselineCommand } from './baseline-command.js';
import { COMPLETIONS_HELP, completionsCommand, SHELLS, type Shell } from './completions-command.js';
import { explainCommand } from './explain-command.js';
import { type InitFlags, initCommand } from './init-command.js';
import { type LintFlags, lintCommand } from './lint-command.js';
import { lspCommand } from './lsp-command.js';
import type { ReportWord } from './reports.js';
import { type RulesFlags, rulesCommand } from './rules-command.js';
import { type TreeFlags, treeCommand } from './tree-command.js';
import { answerVersion } from './version.js';

const EXAMPLES = `
Examples:
  otp-lint                              lint the whole project
  otp-lint lib/my_app/rates.ex          report on one file, judged with its whole project
  otp-lint --since origin/main          report on what this branch has changed
  otp-lint --since HEAD test lib        report on what is not committed yet in these folders
  otp-lint --staged                     report on what the next commit will change`;

const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings
  2  the run itself failed`;

/** The command line: what it accepts, and who answers. It throws commander's errors instead of exiting. */
export function makeProgram(rules: readonly Rule[]): Command {
  const program = new Command('otp-lint')
    .description('Tells Elixir teams where their OTP design will hurt them.')
    .option(
      '-V, --version',
      'print the version; with --verbose also those of Node, the parser and the grammar',
    )
    .option('--verbose', 'see --version')
    .hook('preAction', answerVersion)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`otp-lint: ${oneLine(text)}\n`) });
  addLint(program, rules);
  addExplain(program, rules);
  addRules(program, rules);
  addTree(program, rules);
  addInit(program);
  addBaseline(program, rules);
  addCompletions(program, rules);
  addLsp(program);
  return program.addHelpText('after', EXAMPLES).addHelpText('after', EXIT_CODES);
}

function addLint(program: Command, rules: readonly Rule[]): void {
  const words: ReportWord[] = [];
  program
    .on('option:format', (format: FormatName) => words.push({ format }))
    .on('option:output', (output: string) => words.push({ output }))
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .addOption(new Option('--format <name>', 'how to report (default: pretty); repeatable').choices(FORMATS))
    .option('--output <file>', 'write the report of the --format before it there; the others go to stdout')
    .option('--since <ref>', 'report only on files changed since this branch parted from a git ref')
    .option('--staged', 'report only on files staged for the next commit, and lint what is staged of them')
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--print-config', 'print the configuration that applies to a path, and end')
    .addOption(
      new Option('--preset <name>', 'rules and levels to begin with (default: recommended)').choices(PRESETS),
    )
    .option('--rule <id=level>', 'set a level over all configuration; repeatable', collect)
    .addOption(
      new Option('--fail-on <level>', 'mildest level that fails (default: warning)').choices([
        ...LEVELS,
        'never',
      ]),
    )
    .addOption(
      new Option('--level <level>', 'mildest level shown in full').choices(LEVELS).default('warning'),
    )
    .option('--quiet', 'show errors only')
    .option('--statistics', 'also how many findings each rule and each module has')
    .option('--fix', 'mend what can be mended without changing what the code does')
    .option('--unsafe', 'with --fix: also what changes how the code behaves')
    .option('--fix-dry-run', 'print what --fix would change as a unified diff, and change nothing')
    .option('--suppress', 'write a suppression comment for each finding that would be reported')
    .option('--reason <text>', 'with --suppress: why it is right as it is')
    .option('--stdin', 'lint the text on standard input, judged with the project around it')
    .option('--stdin-filename <file>', 'with --stdin: the name of that text')
    .option('--max-warnings <n>', 'fail on errors, and on more warnings than this', readCount)
    .option(
      '--baseline <file>',
      'hold back what this baseline knows (default: the nearest, see `baseline --help`)',
    )
    .option('--no-baseline', 'report also what a baseline knows')
    .option('--no-cache', 'neither use nor keep what earlier runs found out')
    .option(
      '--cache-location <folder>',
      'where to keep it (default: .otp-lint-cache at the root of the project)',
    )
    .option(
      '--workers <n>',
      'how many threads may be used (default: as many as there are processors)',
      readCount,
    )
    .option('--watch', 'lint again each time something changes, until Ctrl-C')
    .option('--timing', 'tell on stderr where the time went, and which rules took it')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not')
    .action((paths: string[], flags: LintFlags) => lintCommand(paths, flags, rules, words));
}

function addExplain(program: Command, rules: readonly Rule[]): void {
  program
    .command('explain')
    .description('print the page about a rule or a topic such as iron-law or decision-tree')
    .argument('[topic]')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not')
    .action((topic: string | undefined, flags: { color?: boolean }) => explainCommand(topic, flags, rules));
}

function addRules(program: Command, rules: readonly Rule[]): void {
  program
    .command('rules')
    .description('list all rules')
    .addOption(new Option('--format <name>', 'how to list them').choices(['table', 'json']).default('table'))
    .option('--color', 'colour the output')
    .option('--no-color', 'do not')
    .action((flags: RulesFlags) => rulesCommand(flags, rules));
}

function addTree(program: Command, rules: readonly Rule[]): void {
  program
    .command('tree')
    .description('draw the supervision tree of every application, from source')
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .addOption(new Option('--format <name>', 'how to draw it').choices(TREE_FORMATS).default('text'))
    .option('--edges', 'also what processes do to each other: calls, casts, monitors, links, subscriptions')
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not')
    .action((paths: string[], flags: TreeFlags) => treeCommand(paths, flags, rules));
}

function addInit(program: Command): void {
  program
    .command('init')
    .description('write a configuration that fits the Mix project in this folder')
    .option('--pre-commit', 'also a `.pre-commit-config.yaml`, where there is none')
    .option('--github', 'also a workflow for GitHub Actions, where there is none')
    .option('--force', 'write the configuration anew where there is one')
    .option('--dry-run', 'print the files, and write none')
    .action((flags: InitFlags) => initCommand(flags));
}

function addBaseline(program: Command, rules: readonly Rule[]): void {
  program
    .command('baseline')
    .description('let the present findings pass from now on, and report only new ones')
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .option('--baseline <file>', 'where to write it (default: otp-lint-baseline.json)')
    .addOption(
      new Option('--level <level>', 'mildest level to take (default: that of before, or warning)').choices(
        LEVELS,
      ),
    )
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .addOption(new Option('--preset <name>', 'rules and levels to begin with').choices(PRESETS))
    .option('--rule <id=level>', 'set a level over all configuration; repeatable', collect)
    .option('--no-cache', 'neither use nor keep what earlier runs found out')
    .option('--cache-location <folder>', 'where to keep it')
    .option('--workers <n>', 'how many threads may be used', readCount)
    .action((paths: string[], flags: BaselineFlags) => baselineCommand(paths, flags, rules))
    .addHelpText('after', BASELINE_HELP);
}

function addCompletions(program: Command, rules: readonly Rule[]): void {
  program
    .command('completions')
    .description('print what makes a shell complete the command line')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action((shell: Shell) => completionsCommand(shell, program, rules))
    .addHelpText('after', COMPLETIONS_HELP);
}

function addLsp(program: Command): void {
  program
    .command('lsp')
    .description('serve an editor: a language server over stdin and stdout')
    .addOption(new Option('--stdio', 'what editors add; it is the only way').hideHelp())
    .addOption(new Option('--clientProcessId <id>', 'the editor, whose end ends the server').hideHelp())
    .action(() => lspCommand());
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function readCount(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Expected a number.');
  return Number(value);
}

/** `error: unknown option '--fo'\n(Did you mean --foo?)\n` on one line. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}
