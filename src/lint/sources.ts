import type { MixProject } from '../discover/mix-projects.js';
import type { FileFacts } from '../elixir/model.js';
import { readyParser } from '../syntax/ready.js';
import type { FactsStore } from './facts-store.js';
import type { Diagnostic, SkippedFile } from './finding.js';
import type { Inputs } from './inputs.js';
import type { Observers } from './meter.js';
import { isTemplate } from './template.js';

/** A file that was read and understood. */
export interface Source {
  text: string;
  facts: FileFacts;
  mix: MixProject;
}

/** All files of a run. */
export interface Sources {
  /** By reported name, in order of these names. */
  linted: Map<string, Source>;
  skipped: SkippedFile[];
  /** A fatal one for each file that the analysis itself failed on, another for settings that cannot be read. */
  diagnostics: Diagnostic[];
}

/** Understands the files of a run. What cannot be understood is skipped. */
export async function loadSources(
  { files, skipped, configs, unread }: Inputs,
  store: FactsStore,
  observers: Observers = {},
): Promise<Sources> {
  const sources: Sources = { linted: new Map(), skipped: [...skipped], diagnostics: unread.map(notRead) };
  // The projects' own configuration is parsed when they are joined.
  if ([...configs.values()].some((texts) => texts.length > 0)) await readyParser();
  const known = await store.load(files, observers);
  for (const { file, text, mix } of files) {
    const { facts, failed = 'it was lost' } = known.get(file) ?? {};
    if (facts && isTemplate(facts, text)) {
      sources.skipped.push({ file, reason: 'an EEx template, not Elixir source' });
      continue;
    }
    if (facts) {
      sources.linted.set(file, { text, facts, mix });
      continue;
    }
    const message = `cannot be analysed: ${failed}`;
    sources.skipped.push({ file, reason: message });
    sources.diagnostics.push({ file, message, fatal: true });
  }
  return sources;
}

/** Settings that cannot be read leave more unknown, and no less to lint. */
function notRead({ file, reason }: SkippedFile): Diagnostic {
  return { file, message: `its settings are not known: ${reason}`, fatal: false };
}
