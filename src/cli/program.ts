import { Argument, Command, Option } from 'commander';
import { PRESETS } from '../config/presets.js';
import { LEVELS } from '../lint/finding.js';
import type { RuleSet } from '../lint/rule-set.js';
import { TREE_FORMATS } from '../tree/render/renderer.js';
import type { BaselineFlags } from './baseline-command.js';
import { addCacheOptions } from './cache-options.js';
import type { ExplainFlags } from './explain-command.js';
import type { InitFlags } from './init-command.js';
import { addLint } from './lint-options.js';
import type { LspFlags } from './lsp-command.js';
import { addManual, helpWidth } from './manual/manual.js';
import { EXPLAIN, RULES, TREE } from './manual/read.js';
import { BASELINE_MANUAL, COMPLETIONS, INIT, LSP } from './manual/set-up.js';
import { collect } from './option-values.js';
import type { RulesFlags } from './rules-command.js';
import { SHELLS, type Shell } from './shells.js';
import type { TreeFlags } from './tree-command.js';
import { answerVersion } from './version.js';

/**
 * The command line: what it accepts, and who answers, who is loaded only then. It throws commander's errors instead
 * of exiting.
 */
export function makeProgram(rules: RuleSet): Command {
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

function addExplain(program: Command, rules: RuleSet): void {
  addManual(program.command('explain'), EXPLAIN)
    .argument('[topic]', 'a rule, red flag or topic, in any case')
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it')
    .action(async (topic: string | undefined, flags: ExplainFlags) => {
      const { explainCommand } = await import('./explain-command.js');
      await explainCommand(topic, flags, rules.documentation);
    });
}

function addRules(program: Command, rules: RuleSet): void {
  addManual(program.command('rules'), RULES)
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .addOption(new Option('--format <name>', 'how to list them').choices(['table', 'json']).default('table'))
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it')
    .action(async (flags: RulesFlags) => {
      const { rulesCommand } = await import('./rules-command.js');
      await rulesCommand(flags, rules.documentation);
    });
}

function addTree(program: Command, rules: RuleSet): void {
  addManual(program.command('tree'), TREE)
    .argument('[paths...]', 'files, folders and globs (default: lib, in an umbrella apps/*/lib)')
    .addOption(new Option('--format <name>', 'how to draw it').choices(TREE_FORMATS).default('text'))
    .option('--edges', 'also what processes do to each other: calls, casts, monitors, links, subscriptions')
    .option('--config <file>', 'use this configuration instead of the nearest otp-lint.json')
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .option('--color', 'colour the output (default: on a terminal)')
    .option('--no-color', 'do not colour it')
    .action(async (paths: string[], flags: TreeFlags) => {
      const { treeCommand } = await import('./tree-command.js');
      await treeCommand(paths, flags, rules);
    });
}

function addInit(program: Command): void {
  addManual(program.command('init'), INIT)
    .option('--pre-commit', 'also a `.pre-commit-config.yaml`, where there is none')
    .option('--github', 'also a workflow for GitHub Actions, where there is none')
    .option('--force', 'write the configuration anew where there is one')
    .option('--dry-run', 'print the files, and write none')
    .action(async (flags: InitFlags) => {
      const { initCommand } = await import('./init-command.js');
      await initCommand(flags);
    });
}

function addBaseline(program: Command, rules: RuleSet): void {
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
  addCacheOptions(command).action(async (paths: string[], flags: BaselineFlags) => {
    const { baselineCommand } = await import('./baseline-command.js');
    await baselineCommand(paths, flags, rules);
  });
}

function addCompletions(program: Command, rules: RuleSet): void {
  addManual(program.command('completions'), COMPLETIONS)
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionsCommand } = await import('./completions-command.js');
      completionsCommand(shell, program, rules.documentation);
    });
}

function addLsp(program: Command): void {
  addManual(program.command('lsp'), LSP)
    .option('--no-plugins', 'load no plugins, whatever the configuration lists')
    .addOption(new Option('--stdio', 'what editors add; it is the only way').hideHelp())
    .addOption(new Option('--clientProcessId <id>', 'the editor, whose end ends the server').hideHelp())
    .action(async (flags: LspFlags) => {
      const { lspCommand } = await import('./lsp-command.js');
      lspCommand(flags);
    });
}

/** `error: unknown option '--fo'\n(Did you mean --foo?)\n` on one line. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}
