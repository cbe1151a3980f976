#!/usr/bin/env node
import { CommanderError } from 'commander';
import { rules } from '../../rules/index.js';
import { causeOf, RunError } from '../lint/run-error.js';
import { endQuietlyOnBrokenPipe, tell } from './output.js';
import { makeProgram } from './program.js';

endQuietlyOnBrokenPipe();
try {
  await makeProgram(rules).parseAsync();
} catch (error) {
  // Commander has already said what is wrong, or printed the help or version that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    tell(error instanceof RunError ? error.message : `internal error: ${causeOf(error)}`);
    process.exitCode = 2;
  }
}
