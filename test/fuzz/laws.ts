import { decodeSource } from '../../src/discover/read.js';
import { compareFindings } from '../../src/lint/assemble.js';
import type { LintResult, Range } from '../../src/lint/finding.js';
import { buildSyntax } from '../../src/syntax/build.js';
import type { Engine } from '../../src/syntax/engine.js';
import { parseElixir } from '../../src/syntax/parser.js';
import type { TreeNode } from '../../src/tree/model.js';
import type { Outcome, Thorough } from './pipeline.js';
import type { FuzzFile } from './project.js';

/** Something that must not be, in words that stay the same when a file shrinks. */
export interface Breach {
  law: string;
  detail: string;
  file?: string;
}

/** The laws that hold for any run over any files. */
export function breachesOf(files: readonly FuzzFile[], { result, tree }: Outcome): Breach[] {
  return [
    ...result.diagnostics.map(({ message, file }) => breach('nothing crashes', message, file)),
    ...files.flatMap((file) => unreadable(file, result)),
    ...placesIn(files, result),
    ...unsorted(result),
    ...treePlaces(files, { result, tree }),
  ];
}

/** The laws about what takes several runs. */
export function thoroughBreachesOf({ result }: Outcome, thorough: Thorough): Breach[] {
  const { again, fixing, suppressing, reports } = thorough;
  return [
    ...(shown(again) === shown(result) ? [] : [breach('the same again', differenceOf(result, again))]),
    ...[fixing.after, suppressing.after].flatMap(({ diagnostics }) =>
      diagnostics.map(({ message, file }) => breach('nothing crashes on what is mended', message, file)),
    ),
    ...(fixing.converged
      ? []
      : [breach('fixes come to an end', fixing.files.map(({ file }) => file).join())]),
    ...fixing.files.flatMap(({ file, before, after }) => {
      const worse = parseElixir(after).faults.length > parseElixir(before).faults.length;
      return worse ? [breach('fixes leave what can be read', after, file)] : [];
    }),
    ...suppressing.files.flatMap(({ file, before, after }) => {
      const worse = parseElixir(after).faults.length > parseElixir(before).faults.length;
      return worse ? [breach('suppressions leave what can be read', after, file)] : [];
    }),
    ...[...reports].flatMap(([format, report]) => reportBreaches(format, report)),
  ];
}

/** The law that both parsers read the same. */
export function parserBreaches(file: FuzzFile, [one, other]: readonly [Engine, Engine]): Breach[] {
  const { text } = decodeSource(file.bytes);
  if (text === undefined) return [];
  let silent = false;
  const [read, readToo] = [one, other].map((engine) =>
    engine.parse(text, (cursor, sound) => {
      const syntax = buildSyntax(cursor, text, sound);
      silent ||= !sound && syntax.faults.length === 0;
      return JSON.stringify(syntax);
    }),
  );
  return [
    ...(read === readToo ? [] : [breach('both parsers read the same', '', file.path)]),
    ...(silent ? [breach('what the parser stumbles over is a fault', '', file.path)] : []),
  ];
}

function breach(law: string, detail: string, file?: string): Breach {
  return { law, detail, ...(file !== undefined && { file }) };
}

/** What cannot be read is said once, either way. */
function unreadable({ path, bytes }: FuzzFile, { skipped, findings }: LintResult): Breach[] {
  const said =
    skipped.filter(({ file }) => file === path).length +
    findings.filter(({ file, rule }) => file === path && rule === 'syntax-error').length;
  const { text } = decodeSource(bytes);
  const due = Number(text === undefined || parseElixir(text).faults.length > 0);
  return said === due ? [] : [breach('what cannot be read is said once', `${said} instead of ${due}`, path)];
}

function placesIn(files: readonly FuzzFile[], { findings, sourceOf }: LintResult): Breach[] {
  const linesOf = new Map(files.map(({ path }) => [path, sourceOf(path)?.split('\n')]));
  return findings.flatMap((finding) =>
    [finding, ...finding.evidence].flatMap((place) => {
      const wrong = wrongRange(place, linesOf.get(place.file));
      return wrong === undefined
        ? []
        : [breach('ranges lie in their files', `${finding.rule}: ${wrong}`, place.file)];
    }),
  );
}

function wrongRange(
  { line, column, endLine, endColumn }: Range,
  lines?: readonly string[],
): string | undefined {
  if (!lines) return 'no such file';
  const fits = (at: number, place: number) =>
    at >= 1 && at <= lines.length && place >= 1 && place <= (lines[at - 1]?.length ?? -1) + 1;
  if (!fits(line, column)) return `${line}:${column} is outside`;
  if (!fits(endLine, endColumn)) return `end ${endLine}:${endColumn} is outside`;
  return endLine < line || (endLine === line && endColumn < column) ? 'ends before it begins' : undefined;
}

function unsorted({ findings }: LintResult): Breach[] {
  const wrong = findings.find((finding, at) => {
    const before = findings[at - 1];
    return before !== undefined && compareFindings(before, finding) >= 0;
  });
  return wrong ? [breach('findings are sorted, each once', wrong.rule, wrong.file)] : [];
}

function treePlaces(files: readonly FuzzFile[], { result, tree }: Outcome): Breach[] {
  const linesOf = new Map(files.map(({ path }) => [path, result.sourceOf(path)?.split('\n').length ?? 0]));
  const nodes: TreeNode[] = [];
  for (const { tree: root } of tree.applications) nodes.push(root);
  for (const node of nodes) nodes.push(...node.children);
  const places = [...nodes, ...tree.applications, ...tree.edges];
  return places.flatMap(({ file, line = 1 }) => {
    if (file === undefined) return [];
    const lines = linesOf.get(file) ?? 0;
    return line >= 1 && line <= lines ? [] : [breach('trees lie in their files', `line ${line}`, file)];
  });
}

const CONTROL = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u;

function reportBreaches(format: string, report: string): Breach[] {
  const [found] = CONTROL.exec(report.replaceAll('\r\n', '\n')) ?? [];
  const escaped =
    found === undefined
      ? []
      : [breach('reports hold no control characters', `${format}: U+${found.charCodeAt(0).toString(16)}`)];
  return [...escaped, ...malformed(format, report)];
}

const JSON_FORMATS: ReadonlySet<string> = new Set(['json', 'sarif', 'gitlab', 'tree json']);

function malformed(format: string, report: string): Breach[] {
  if (!JSON_FORMATS.has(format)) return [];
  try {
    JSON.parse(report);
    return [];
  } catch (error) {
    return [breach('reports are well-formed', `${format}: ${error}`)];
  }
}

function shown({ findings, skipped }: LintResult): string {
  return JSON.stringify({ findings, skipped });
}

function differenceOf(one: LintResult, other: LintResult): string {
  const [before, after] = [one, other].map(({ findings }) => findings.map((each) => JSON.stringify(each)));
  const [gone] = before?.filter((each) => !after?.includes(each)) ?? [];
  const [come] = after?.filter((each) => !before?.includes(each)) ?? [];
  return `${gone} became ${come}`;
}
