import type { FunctionDef } from '../elixir/model.js';
import { oncePerProject } from './memory.js';
import type { Project } from './project.js';

/**
 * True for a function that a test or a script seems to call: it names the function with its module, or imports the
 * module. That is read from the text alone, so that it need not be understood.
 */
export function isCalledInTests({ name, module }: FunctionDef, project: Project): boolean {
  const last = module.name.split('.').at(-1) ?? '';
  return calledInTests(project).has(`${last}.${name}`);
}

/** True for a function that something calls, be it a test. */
export function isCalled(fn: FunctionDef, project: Project): boolean {
  return project.callersOf(fn).length > 0 || isCalledInTests(fn, project);
}

const REMOTE = /\b([A-Z]\w*)\.([a-z_]\w*[?!]?)/g;
const IMPORT = /\bimport\s+[\w.]*?\b([A-Z]\w*)\s*(?:,|$)/gm;
const LOCAL = /(?<![.\w])[a-z_]\w*[?!]?/g;

/** What tests and scripts call, as the last part of a module's name with that of a function. */
const calledInTests = oncePerProject(({ files, settings }: Project): ReadonlySet<string> => {
  const called = new Set<string>();
  for (const { file, text } of files) {
    if (!settings.isTest(file)) continue;
    for (const [, module, name] of text.matchAll(REMOTE)) called.add(`${module}.${name}`);
    const imported = [...text.matchAll(IMPORT)].map(([, module]) => module);
    if (imported.length === 0) continue;
    const words = new Set(Array.from(text.matchAll(LOCAL), ([word]) => word));
    for (const module of imported) for (const word of words) called.add(`${module}.${word}`);
  }
  return called;
});
