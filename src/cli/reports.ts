import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeWhole } from '../files/write-whole.js';
import { causeOf, RunError } from '../lint/run-error.js';
import type { FormatName } from '../report/report.js';
import { print } from './output.js';
import { refuseWayOut } from './way-out.js';

/** `--format` and `--output` as they follow each other on the command line. */
export type ReportWord = { format: FormatName } | { output: string };

/** A report to make: to a file, or to stdout where it has none. */
export interface ReportRequest {
  format: FormatName;
  file?: string;
}

/** What stands for stdout where a file is expected. The latter would cut off a file that stdout goes to. */
const STDOUT: readonly string[] = ['-', '/dev/stdout'];

/**
 * Which reports are asked for: each output belongs to the format before it. One output and one format belong to
 * each other in either order.
 *
 * @param usual the format where none is asked for
 * @throws RunError where it is not clear what goes where
 */
export function reportsOf(words: readonly ReportWord[], usual: FormatName): ReportRequest[] {
  const requests = pair(inOrder(words, usual)).map(({ format, output }) =>
    output === undefined || STDOUT.includes(output) ? { format } : { format, file: output },
  );
  const [first, second] = requests.filter(({ file }) => file === undefined);
  if (first && second)
    throw new RunError(
      `only one format can go to stdout, not both ${first.format} and ${second.format}: add --output <file> behind one of them`,
    );
  const files = requests.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, at) => files.findIndex((other) => resolve(other) === resolve(file)) < at);
  if (twice !== undefined) throw new RunError(`two formats have the same --output \`${twice}\``);
  return requests;
}

/**
 * Makes sure that the files of reports can be written before the work begins.
 *
 * @throws RunError naming the first that cannot
 */
export async function checkOutputs(requests: readonly ReportRequest[]): Promise<void> {
  for (const { file } of requests) if (file !== undefined) await checkOutput(file);
}

/**
 * Prints the report that goes to stdout, and then writes the others, so that the findings are seen even where a
 * file cannot be written.
 *
 * @throws RunError naming the file
 */
export async function deliver(
  requests: readonly ReportRequest[],
  reportOf: (request: ReportRequest) => Promise<string>,
): Promise<void> {
  for (const request of requests) if (request.file === undefined) print(await reportOf(request));
  for (const request of requests) {
    if (request.file !== undefined) await write(request.file, await reportOf(request));
  }
}

/** Writes through a temporary file beside it that takes its place: nobody reads half a report. */
async function write(file: string, text: string): Promise<void> {
  try {
    // A device or pipe such as `/dev/stdout` must not be replaced by a file.
    await (isSpecial(await statOf(file)) ? writeFile(file, text) : writeWhole(file, text));
  } catch (error) {
    throw cannotWrite(file, causeOf(error));
  }
}

/** The words with the format first where one output stands alone or in front of the only format. */
function inOrder(words: readonly ReportWord[], usual: FormatName): readonly ReportWord[] {
  const [first, second, ...others] = words;
  if (first === undefined) return [{ format: usual }];
  if ('format' in first || others.length > 0) return words;
  const format = second ?? { format: usual };
  return 'format' in format ? [format, first] : words;
}

interface Pair {
  format: FormatName;
  output?: string;
}

function pair(words: readonly ReportWord[]): Pair[] {
  const pairs: Pair[] = [];
  for (const word of words) {
    const last = pairs.at(-1);
    if ('format' in word) pairs.push({ ...word });
    else if (last && last.output === undefined) last.output = word.output;
    else throw misplaced(word.output, last);
  }
  return pairs;
}

function misplaced(output: string, before: Pair | undefined): RunError {
  return new RunError(
    before
      ? `--output \`${output}\` needs a --format of its own before it, ${before.format} goes to \`${before.output}\``
      : `--output \`${output}\` has to stand behind the --format that it belongs to`,
  );
}

async function checkOutput(file: string): Promise<void> {
  const found = await statOf(file);
  // A device such as /dev/stderr may go anywhere.
  if (!isSpecial(found)) refuseWayOut(file, `cannot write the report \`${file}\``);
  const folder = dirname(file);
  if (found?.isDirectory()) throw cannotWrite(file, 'it is a folder');
  if (!(await statOf(folder))?.isDirectory()) throw cannotWrite(file, `there is no folder \`${folder}\``);
  // A file is replaced and so needs a folder that can be changed; a device or pipe is written to.
  await access(isSpecial(found) ? file : folder, constants.W_OK).catch((error: unknown) => {
    throw cannotWrite(file, causeOf(error));
  });
}

function cannotWrite(file: string, cause: string): RunError {
  return new RunError(`cannot write the report \`${file}\`: ${cause}`);
}

type Stats = Awaited<ReturnType<typeof stat>>;

async function statOf(file: string): Promise<Stats | undefined> {
  return stat(file).catch(() => undefined);
}

function isSpecial(stats: Stats | undefined): boolean {
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}
