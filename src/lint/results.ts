import { createHash } from 'node:crypto';
import type { CacheFolder } from '../cache/folder.js';
import type { Configurations } from '../config/configurations.js';
import { LEVELS, type LintResult } from './finding.js';
import { digestOfInput, type InputFile, type Inputs } from './inputs.js';
import type { RuleSet } from './rule-set.js';

/** What of a result the inputs do not say. */
type Kept = Pick<LintResult, 'findings' | 'skipped' | 'diagnostics' | 'files' | 'trees'>;

const PREFIX = 'run-';
/** How many runs over the same project are remembered: other paths, other options, other branches. */
const KEEP = 24;

/** The results of whole runs: what reads the same comes to the same. */
export class Results {
  constructor(readonly folder: CacheFolder) {}

  get(key: string): Kept | undefined {
    const content = this.folder.read(PREFIX + key);
    if (!content) return undefined;
    const kept = keptIn(content);
    if (!kept) this.folder.damaged();
    return kept;
  }

  async set(key: string, { findings, skipped, diagnostics, files, trees }: Kept): Promise<void> {
    const kept: Kept = { findings, skipped, diagnostics, files, ...(trees && { trees }) };
    await this.folder.write(PREFIX + key, Buffer.from(JSON.stringify(kept)));
    await this.folder.keepNewest(PREFIX, KEEP);
  }
}

/** A name for all that a run's result depends on, but for the program itself. */
export function keyOfRun(
  { files, skipped, configs, unread, reported = new Set() }: Inputs<InputFile>,
  rules: RuleSet,
  configurations: Configurations,
): string {
  const names = files.map(({ file }) => file);
  const mixes = [...new Set(files.map(({ mix }) => mix))];
  const said = JSON.stringify([
    rules.documentation.map(({ id }) => id),
    configurations.describe(names),
    names,
    files.map(digestOfInput),
    mixes.map(({ root, umbrella, none }) => [root, umbrella, none]),
    files.map(({ mix }) => mixes.indexOf(mix)),
    [...skipped, ...unread].map(({ file, reason }) => [file, reason]),
    [...reported],
    [...configs],
  ]);
  return createHash('sha1').update(said).digest('hex');
}

function keptIn(content: Uint8Array): Kept | undefined {
  try {
    const found: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    return isKept(found) ? found : undefined;
  } catch {
    // It is no JSON, or nested without end.
    return undefined;
  }
}

/** Whoever put the cache there, what comes out of it has the form of a result. */
function isKept(found: unknown): found is Kept {
  return (
    isRecord(found) &&
    isListOf(found.findings, isFinding) &&
    isListOf(found.skipped, ({ file, reason }) => isText(file) && isText(reason)) &&
    isListOf(found.diagnostics, ({ message }) => isText(message)) &&
    isCount(found.files) &&
    (found.trees === undefined || isTrees(found.trees))
  );
}

function isFinding(found: Found): boolean {
  const { rule, level, redFlag = '', fingerprint, module = '', evidence, pointsTo, fix = {} } = found;
  return (
    isPlace(found) &&
    [rule, redFlag, fingerprint, module].every(isText) &&
    LEVELS.some((known) => known === level) &&
    isListOf(evidence, isPlace) &&
    isRecord(pointsTo) &&
    isPointer(pointsTo) &&
    isRecord(fix) &&
    isFix(fix)
  );
}

function isFix({ title = '', safety = '', edits = [] }: Found): boolean {
  return isText(title) && isText(safety) && Array.isArray(edits);
}

function isPlace({ file, line, column, endLine, endColumn, message }: Found): boolean {
  return isText(file) && isText(message) && [line, column, endLine, endColumn].every(isCount);
}

function isPointer({ ironLaw = [], decisionTree = [], section = '' }: Found): boolean {
  return Array.isArray(ironLaw) && ironLaw.every(isCount) && Array.isArray(decisionTree) && isText(section);
}

/** What may be anything. */
type Found = Readonly<Record<string, unknown>>;

function isRecord(found: unknown): found is Found {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}

function isListOf(found: unknown, isItem: (item: Found) => boolean): boolean {
  return Array.isArray(found) && found.every((item) => isRecord(item) && isItem(item));
}

function isText(found: unknown): boolean {
  return typeof found === 'string';
}

function isCount(found: unknown): boolean {
  return Number.isSafeInteger(found);
}

function isTrees(found: unknown): boolean {
  return (
    isRecord(found) &&
    isListOf(found.applications, ({ application, file, line, tree }) => {
      return isText(application) && isText(file) && isCount(line) && isRecord(tree) && isNode(tree);
    }) &&
    isListOf(found.edges, ({ from, to, kind, file, line, label = '' }) => {
      return [from, to, kind, file, label].every(isText) && isCount(line);
    }) &&
    isCount(found.unknownChildren)
  );
}

function isNode(node: Found): boolean {
  const {
    module,
    kind,
    id,
    name = '',
    strategy = '',
    restart = '',
    file = '',
    unknown = '',
    line = 1,
  } = node;
  return (
    [module, kind, id, name, strategy, restart, file, unknown].every(isText) &&
    isCount(line) &&
    isListOf(node.children, isNode)
  );
}
