import { readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { RunError } from '../lint/run-error.js';
import type { Choice } from '../syntax/ready.js';
import { print } from './output.js';

/** The version of this package, read beside the built program. */
export function packageVersion(): string {
  return ownWords().version ?? 'unknown';
}

/**
 * Prints the version where that is asked for. Commander's own way cannot wait for a parser.
 *
 * @throws CommanderError to end the program where it was
 * @throws RunError where no parser can be loaded, or the options do not go together
 */
export async function answerVersion(program: Command, asked: Command): Promise<void> {
  const { version, verbose } = program.opts<{ version?: boolean; verbose?: boolean }>();
  if (verbose && !version && asked !== program)
    throw new RunError(`--verbose does not go with \`otp-lint ${asked.name()}\``);
  if (!version) return;
  print(verbose ? await versionReport() : `${packageVersion()}\n`);
  throw new CommanderError(0, 'commander.version', packageVersion());
}

/**
 * What a report about a problem should say: the versions of the program, Node, the parser and the grammar, a line
 * each, and why the parser is not the native one where it is not.
 */
async function versionReport(): Promise<string> {
  const { version = 'unknown', optionalDependencies: native, dependencies } = ownWords();
  const { readyParser } = await import('../syntax/ready.js');
  const parser = shownParser(await readyParser(), { ...dependencies, ...native });
  return `otp-lint ${version}
node ${process.versions.node} ${process.platform} ${process.arch}
parser ${parser}
grammar tree-sitter-elixir ${native?.['tree-sitter-elixir']}
`;
}

function shownParser({ engine, whyNotNative }: Choice, versions: Record<string, string>): string {
  if (engine.kind === 'native') return `native, tree-sitter ${versions['tree-sitter']}`;
  return `wasm, web-tree-sitter ${versions['web-tree-sitter']} (not native: ${whyNotNative})`;
}

/** Of the parsers and the grammar the package names the one version that it works with. */
interface Package {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function ownWords(): Package {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
}
