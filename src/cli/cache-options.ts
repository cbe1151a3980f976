import type { Command } from 'commander';
import { readCount } from './option-values.js';

/** Lets a command that lints say what it may keep and how many threads it may use. */
export function addCacheOptions(command: Command): Command {
  return command
    .option('--no-cache', 'neither use nor keep what earlier runs found out')
    .option(
      '--cache-location <folder>',
      'where to keep it (default: .otp-lint-cache at the root of the project)',
    )
    .option(
      '--workers <n>',
      'how many threads may be used (default: as many as there are processors)',
      readCount,
    );
}
