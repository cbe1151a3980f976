import type { Command } from 'commander';
import { RULE_LEVELS } from '../config/schema.js';
import { topics } from '../doctrine/pages.js';
import { configurableIds } from '../lint/configurable-ids.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { bashCompletion } from './completions/bash.js';
import { fishCompletion } from './completions/fish.js';
import { type CompletedProgram, modelOf } from './completions/model.js';
import { zshCompletion } from './completions/zsh.js';
import { print } from './output.js';
import type { Shell } from './shells.js';

const WRITERS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  Shell,
  (program: CompletedProgram) => string
>;

/** Prints the completions of the whole program for a shell. */
export function completionsCommand(
  shell: Shell,
  program: Command,
  rules: readonly RuleDocumentation[],
): void {
  const model = modelOf(program, {
    topic: topics(rules),
    'id=level': configurableIds(rules).flatMap((id) => RULE_LEVELS.map((level) => `${id}=${level}`)),
  });
  print(WRITERS[shell](model));
}
