import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve as resolveModule } from 'import-meta-resolve';
import { causeOf } from '../lint/run-error.js';
import { pluginIn } from './exported.js';
import { filesOf, hookIn } from './hooking.js';
import { LOADING, packageOf } from './hooks.js';
import type { Plugin } from './plugin.js';

/** A plugin and the address of its module. */
export interface Loaded {
  url: string;
  plugin: Plugin;
}

/** What came of loading a module, and what its files were like then. */
interface Loading {
  /** Absent where it failed. */
  plugin?: Plugin;
  stamps: ReadonlyMap<string, string>;
}

const require = createRequire(import.meta.url);
const loadings = new Map<string, Loading>();
let count = 0;

/**
 * Loads a plugin. One that is loaded already is loaded anew where a file of it has changed, those of other packages that it
 * imports apart.
 *
 * @param specifier a path that begins with `.` or is absolute, or the name of a package
 * @param folder what it is resolved from, absolute
 * @throws Error whose message says in one line what is wrong
 */
export async function loadPlugin(specifier: string, folder: string): Promise<Loaded> {
  const url = addressOf(specifier, folder);
  const before = loadings.get(url);
  if (before?.plugin && [...before.stamps].every(([file, stamp]) => stampOf(file) === stamp))
    return { url, plugin: before.plugin };
  return { url, plugin: await loadAnew(url) };
}

/** True for a file that a plugin was loaded from, or was to be. @param path absolute */
export function isFileOfPlugin(path: string): boolean {
  return [...loadings.values()].some(({ stamps }) => stamps.has(path));
}

/** The files that plugins were loaded from, or were to be, absolute. */
export function filesOfPlugins(): string[] {
  return [...loadings.values()].flatMap(({ stamps }) => [...stamps.keys()]);
}

async function loadAnew(url: string): Promise<Plugin> {
  const entry = fileURLToPath(url);
  count += 1;
  const loading = String(count);
  const address = new URL(url);
  address.searchParams.set(LOADING, loading);
  for (const file of commonJsFiles(entry)) delete require.cache[file];
  hookIn();
  let plugin: Plugin | undefined;
  // What changes while it is loaded counts as changed.
  const stamp = stampOf(entry);
  try {
    const exported: unknown = await import(address.href);
    plugin = pluginIn(exported);
    return plugin;
  } catch (error) {
    throw new Error(causeIn(entry, error), { cause: error });
  } finally {
    const files = [...filesOf(loading), ...commonJsFiles(entry)];
    const stamps = new Map([...files.map((file) => [file, stampOf(file)] as const), [entry, stamp] as const]);
    loadings.set(url, { ...(plugin && { plugin }), stamps });
  }
}

function addressOf(specifier: string, folder: string): string {
  if (isAbsolute(specifier)) return pathToFileURL(specifier).href;
  try {
    const url = resolveModule(specifier, pathToFileURL(resolve(folder, 'otp-lint.json')).href);
    if (url.startsWith('file:')) return url;
  } catch (error) {
    const path = resolve(folder, specifier);
    // It may be written any moment.
    if (specifier.startsWith('.')) loadings.set(path, { stamps: new Map([[path, 'gone']]) });
    const isPath = !specifier.startsWith('.') && existsSync(path);
    const hint = isPath ? `; did you mean \`./${specifier}\`?` : '';
    throw new Error(`${causeOf(error)}${hint}`, { cause: error });
  }
  throw new Error('it is neither a path nor the name of a package');
}

/** The files of a loaded CommonJS module, those of other packages left out. */
function commonJsFiles(entry: string): string[] {
  const found = new Set<string>();
  const add = (module: NodeJS.Module | undefined): void => {
    if (!module || found.has(module.filename) || packageOf(module.filename) !== packageOf(entry)) return;
    found.add(module.filename);
    module.children.forEach(add);
  };
  add(require.cache[entry]);
  return [...found];
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.size} ${stats.mtimeMs} ${stats.ino}` : 'gone';
}

/** What went wrong. Where a module is no JavaScript, only Node's own program says in which line. */
function causeIn(file: string, error: unknown): string {
  const cause = causeOf(error).replaceAll(new RegExp(`[?&]${LOADING}=\\d+`, 'g'), '');
  return error instanceof SyntaxError ? `${cause}; \`node --check ${basename(file)}\` says where` : cause;
}
