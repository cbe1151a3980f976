import { setFlagsFromString } from 'node:v8';
import { CommanderError } from 'commander';
import { causeOf, RunError } from '../lint/run-error.js';
import { endQuietlyOnBrokenPipe, tell } from './output.js';
import { makeProgram } from './program.js';
import { shippedRules } from './shipped-rules.js';

/** Does what the command line says, and sets the exit code. */
export async function start(): Promise<void> {
  // Most functions run too short a time for V8 to gain by optimising them: half of a run would go into that. Later
  // versions of V8 do not know the flag, and say so.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');
  endQuietlyOnBrokenPipe();
  // With a handler, a write beyond `ulimit -f` fails and is told of, and does not kill the program.
  process.on('SIGXFSZ', () => {});
  try {
    requireWorkingDirectory();
    await makeProgram(shippedRules).parseAsync();
  } catch (error) {
    // Commander has already said what is wrong, or printed the help or version that was asked for.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      tell(error instanceof RunError ? error.message : `internal error: ${causeOf(error)}`);
      process.exitCode = 2;
    }
  }
}

function requireWorkingDirectory(): void {
  try {
    process.cwd();
  } catch (error) {
    throw new RunError(`the working directory cannot be read: ${causeOf(error)}`);
  }
}
