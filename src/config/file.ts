import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { readSettings } from '../discover/read.js';
import { RunError } from '../lint/run-error.js';
import { LineIndex } from '../syntax/lines.js';
import { type ConfigurationFile, configurationShape } from './schema.js';
import { type Shape, ShapeError } from './shape.js';

/** A configuration file while it is not known which rules its plugins have. */
export interface Draft {
  file: ConfigurationFile;
  /**
   * Makes sure that it gives levels to rules that there are.
   *
   * @param ruleIds the ids that may be given a level, those of its plugins among them
   * @throws RunError with `name:line:column` where it does not
   */
  check(ruleIds: readonly string[]): void;
}

/**
 * Reads one configuration file. The rules that it names are looked at as well, unless it lists plugins.
 *
 * @param path absolute
 * @param name how to call it in errors
 * @param ruleIds the ids that may be given a level without plugins
 * @throws RunError with `name:line:column` where it is not as it should be
 */
export function readConfigurationFile(path: string, name: string, ruleIds: readonly string[]): Draft {
  const text = readText(path, name);
  const file = parseConfiguration(text, name);
  const check = (ids: readonly string[]) => void parseConfiguration(text, name, ids);
  if (!file.plugins?.length) check(ruleIds);
  return { file, check };
}

/** The same for its text: JSON with comments and trailing commas. @param ruleIds any where they are not given */
export function parseConfiguration(
  text: string,
  name: string,
  ruleIds?: readonly string[],
): ConfigurationFile {
  return parseJson(text, name, configurationShape(ruleIds));
}

/**
 * Reads JSON, in which comments and trailing commas may stand, by its shape.
 *
 * @param name how to call the file in errors
 * @throws RunError with `name:line:column` where it is not as it should be
 */
export function parseJson<T>(text: string, name: string, shape: Shape<T>): T {
  const errors: ParseError[] = [];
  const root = treeOf(text, name, errors);
  const [first] = errors;
  if (first !== undefined) throw errorAt(text, name, first.offset, syntaxMessage(first));
  if (root === undefined) throw errorAt(text, name, 0, 'expected an object');
  try {
    return shape.read(root);
  } catch (error) {
    if (error instanceof ShapeError) throw errorAt(text, name, error.offset, error.message);
    throw error;
  }
}

function treeOf(text: string, name: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw new RunError(`${name}: it is nested too deeply`);
    throw error;
  }
}

function readText(path: string, name: string): string {
  const { text, reason } = readSettings(path);
  if (text === undefined) throw new RunError(`cannot read the configuration \`${name}\`: ${reason}`);
  return text;
}

function errorAt(text: string, name: string, offset: number, message: string): RunError {
  const { line, column } = new LineIndex(text).range(offset, offset);
  return new RunError(`${name}:${line}:${column}: ${message}`);
}

/** `CommaExpected` → `comma expected`. */
function syntaxMessage({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}
