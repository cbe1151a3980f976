import { Argument, Command, Option } from 'commander';
import { PRESETS } from '../config/presets.js';
import { LEVELS } from '../lint/finding.js';
import type { Rule } from '../lint/rule.js';
import { TREE_FORMATS } from '../tree/render/index.js';
import { type BaselineFlags, baselineCommand } from './baseline-command.js';
import { addCacheOptions } from './cache-options.js';
import { completionsCommand, SHELLS, type Shell } from './completions-command.js';
import { type ExplainFlags, explainCommand } from './explain-command.js';
import { type InitFlags, initCommand } from './init-command.js';
import { addLint } from './lint-options.js';
import { type LspFlags, lspCommand } from './lsp-command.js';
import { addManual, helpWidth } from './manual/manual.js';
import { EXPLAIN, RULES, TREE } from './manual/read.js';
import { BASELINE_MANUAL, COMPLETIONS, INIT, LSP } from './manual/set-up.js';
import { collect } from './option-values.js';
import { type RulesFlags, rulesCommand } from './rules-command.js';
import { type TreeFlags, treeCommand } from './tree-command.js';
import { answerVersion } from './version.js';

/** The command line: what it accepts, and who answers. It throws commander's errors instead of exiting. */
export function makeProgram(rules: readonly Rule[]): Command {
  const program = new Command('otp-lint')
    .hook('preAction', answerVersion)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`otp-lint: ${oneLine(text)}\n`),
      getOutHelpWidth: helpWidth,
    });
  addLint(program, rules);
  addExplain(program, rules);
  addRules(program, rules);
  addTree(program, rules);
  addInit(program);
  addBaseline(program, rules);
  addCompletions(program, rules);
  addLsp(program);
  return program;
}

function addExplain(program: Command, rules: readonly Rule[]): void {
  addManual(program.command('explain'), EXPLAIN)
    .argument('[topic]', 'a rule, red flag or topic, in any case')
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it')
    .action((topic: string | undefined, flags: ExplainFlags) => explainCommand(topic, flags, rules));
}

function addRules(program: Command, rules: readonly Rule[]): void {
  addManual(program.command('rules'), RULES)
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .addOption(new Option('--format <name>', 'how to list them').choices(['table', 'json']).default('table'))
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it')
    .action((flags: RulesFlags) => rulesCommand(flags, rules));
}

function addTree(program: Command, rules: readonly Rule[]): void {
  addManual(program.command('tree'), TREE)
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .addOption(new Option('--format <name>', 'how to draw it').choices(TREE_FORMATS).default('text'))
    .option('--edges', 'also what processes do to each other: calls, casts, monitors, links, subscriptions')
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it')
    .action((paths: string[], flags: TreeFlags) => treeCommand(paths, flags, rules));
}

function addInit(program: Command): void {
  addManual(program.command('init'), INIT)
    .option('--pre-commit', 'also a `.pre-commit-config.yaml`, where there is none')
    .option('--github', 'also a workflow for GitHub Actions, where there is none')
    .option('--force', 'write the configuration anew where there is one')
    .option('--dry-run', 'print the files, and write none')
    .action((flags: InitFlags) => initCommand(flags));
}

function addBaseline(program: Command, rules: readonly Rule[]): void {
  const command = addManual(program.command('baseline'), BASELINE_MANUAL)
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .optionsGroup('What to take:')
    .addOption(
      new Option('--level <level>', 'mildest level to take (default: that of before, or warning)').choices(
        LEVELS,
      ),
    )
    .addOption(
      new Option('--preset <name>', 'rules and levels to begin with (default: recommended)').choices(PRESETS),
    )
    .option('--rule <id=level>', 'set a level over all configuration; repeatable', collect)
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .optionsGroup('Where and how:')
    .option('--baseline <file>', 'where to write it (default: otp-lint-baseline.json)');
  addCacheOptions(command).action((paths: string[], flags: BaselineFlags) =>
    baselineCommand(paths, flags, rules),
  );
}

function addCompletions(program: Command, rules: readonly Rule[]): void {
  addManual(program.command('completions'), COMPLETIONS)
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action((shell: Shell) => completionsCommand(shell, program, rules));
}

function addLsp(program: Command): void {
  addManual(program.command('lsp'), LSP)
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .addOption(new Option('--stdio', 'what editors add; it is the only way').hideHelp())
    .addOption(new Option('--clientProcessId <id>', 'the editor, whose end ends the server').hideHelp())
    .action((flags: LspFlags) => lspCommand(flags));
}

/** `error: unknown option '--fo'\n(Did you mean --foo?)\n` on one line. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}
