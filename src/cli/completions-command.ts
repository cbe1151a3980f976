import type { Command } from 'commander';
import { RULE_LEVELS } from '../config/schema.js';
import { topics } from '../doctrine/pages.js';
import type { Rule } from '../lint/rule.js';
import { configurableIds } from '../lint/session.js';
import { bashCompletion } from './completions/bash.js';
import { fishCompletion } from './completions/fish.js';
import { type CompletedProgram, modelOf } from './completions/model.js';
import { zshCompletion } from './completions/zsh.js';
import { print } from './output.js';

const WRITERS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  string,
  (program: CompletedProgram) => string
>;

export type Shell = keyof typeof WRITERS;

/** The shells that completions are written for. */
export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Prints the completions of the whole program for a shell. */
export function completionsCommand(shell: Shell, program: Command, rules: readonly Rule[]): void {
  const model = modelOf(program, {
    topic: topics(rules),
    'id=level': configurableIds(rules).flatMap((id) => RULE_LEVELS.map((level) => `${id}=${level}`)),
  });
  print(WRITERS[shell](model));
}
