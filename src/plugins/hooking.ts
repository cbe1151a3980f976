import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { resolve as resolveModule } from 'import-meta-resolve';
import { type HookData, loadingOf, type OwnModules, resolverFor } from './hooks.js';

/** Where built modules lie, seen from the program's files and from the sources, which tests import. */
const FOLDERS = ['../', '../../dist/src/'];

let isHooked = false;
let port: MessagePort | undefined;
const files = new Map<string, Set<string>>();

/** Makes Node ask the hooks from now on. Before Node 20.6 there are none: a plugin then finds `otp-lint` itself. */
export function hookIn(): void {
  if (isHooked) return;
  isHooked = true;
  const own: OwnModules = {
    'otp-lint': ownModule('otp-lint'),
    'otp-lint/testing': ownModule('otp-lint/testing'),
  };
  // From Node 22.15 on hooks run in the thread that imports, and those of the older kind are deprecated.
  if ('registerHooks' in module && typeof module.registerHooks === 'function')
    module.registerHooks({ resolve: resolverFor(own, note) });
  else if (typeof module.register === 'function') hookInThread(own);
}

function hookInThread(own: OwnModules): void {
  const channel = new MessageChannel();
  port = channel.port1;
  const data: HookData = { own, port: channel.port2 };
  module.register(built('plugins/hooks.js'), { data, transferList: [channel.port2] });
}

/** The files that one loading of a plugin has asked for so far, absolute. */
export function filesOf(loading: string): ReadonlySet<string> {
  for (let told = next(); told !== undefined; told = next()) note(told);
  return files.get(loading) ?? new Set();
}

function next(): string | undefined {
  const message: unknown = port && receiveMessageOnPort(port)?.message;
  return typeof message === 'string' ? message : undefined;
}

function note(url: string): void {
  const loading = loadingOf(url);
  if (loading === undefined) return;
  const known = files.get(loading) ?? new Set();
  files.set(loading, known.add(fileURLToPath(url)));
}

/** What others get who import a name of this package. */
function ownModule(name: string): string {
  return resolveModule(name, import.meta.url);
}

function built(file: string): string {
  const places = FOLDERS.map((folder) => new URL(folder + file, import.meta.url));
  return (places.find((place) => existsSync(place)) ?? places[0])?.href ?? file;
}
