import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MixProject, MixProjects } from '../discover/mix-projects.js';
import type { Reading } from '../discover/read.js';
import { extractFile } from '../elixir/extract.js';
import type { FileFacts } from '../elixir/model.js';
import type { Diagnostic, SkippedFile } from './finding.js';
import { causeOf } from './run-error.js';

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
  /** One fatal diagnostic for each file that the analysis itself failed on. */
  diagnostics: Diagnostic[];
}

/** A file to be read, with its reported name and its absolute path. */
export interface Candidate {
  file: string;
  path: string;
  read(): Promise<Reading>;
}

/** Reads and understands files one after the other. What cannot be read is skipped. */
export async function loadSources(candidates: readonly Candidate[], projects: MixProjects): Promise<Sources> {
  const sources: Sources = { linted: new Map(), skipped: [], diagnostics: [] };
  for (const candidate of candidates) {
    await load(candidate, projects, sources);
    // The parser frees its native trees only when the event loop turns.
    await nextTurn();
  }
  return sources;
}

async function load({ file, path, read }: Candidate, projects: MixProjects, sources: Sources): Promise<void> {
  const { text, reason } = await read();
  if (text === undefined) {
    sources.skipped.push({ file, reason });
    return;
  }
  try {
    sources.linted.set(file, { text, facts: extractFile(file, text), mix: projects.projectOf(path) });
  } catch (error) {
    const message = `cannot be analysed: ${causeOf(error)}`;
    sources.skipped.push({ file, reason: message });
    sources.diagnostics.push({ file, message, fatal: true });
  }
}
