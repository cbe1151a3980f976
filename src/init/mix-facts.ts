import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reportedName } from '../discover/names.js';
import { appsFolderOf, diskFolders, libFoldersOf } from '../discover/umbrella.js';
import { walkFolder } from '../discover/walk.js';
import { RunError } from '../lint/run-error.js';

export type ProjectKind = 'umbrella' | 'phoenix' | 'application' | 'library';

/** What of a Mix project decides how it is set up. */
export interface MixFacts {
  kind: ProjectKind;
  /** The module that its modules stand under, such as `MyApp`. */
  namespace: string;
  /** The folders of an umbrella's apps, relative to its root with forward slashes. */
  apps: string[];
  /** True where there are modules that protoc has written (`*.pb.ex`). */
  hasProtobuf: boolean;
  /** Where npm has put otp-lint below the project, relative to its root. */
  installed?: string;
}

const NPM_FOLDERS = ['node_modules/otp-lint', 'assets/node_modules/otp-lint'];

/**
 * Looks at the Mix project in a folder.
 *
 * @param root absolute
 * @throws RunError where no Mix project is in it
 */
export function readMixFacts(root: string): MixFacts {
  const mix = diskFolders.mixFileOf(root);
  const appsFolder = appsFolderOf(root);
  if (mix === undefined && appsFolder === undefined)
    throw new RunError(
      'there is no `mix.exs` in this folder: run `otp-lint init` in the root of a Mix project',
    );
  const apps = appsFolder === undefined ? [] : appsIn(appsFolder).map((app) => reportedName(root, app));
  const installed = NPM_FOLDERS.find((folder) => existsSync(join(root, folder, 'package.json')));
  return {
    kind: appsFolder === undefined ? kindOf(withoutComments(mix ?? '')) : 'umbrella',
    namespace: namespaceOf(mix, root),
    apps,
    hasProtobuf: hasProtobuf(root),
    ...(installed !== undefined && { installed }),
  };
}

/** A library starts nothing: its `application/0` names no module to start. */
function kindOf(mix: string): ProjectKind {
  if (!/\bmod:\s*\{/.test(mix)) return 'library';
  return /\{\s*:phoenix\s*,/.test(mix) ? 'phoenix' : 'application';
}

function namespaceOf(mix: string | undefined, root: string): string {
  const named = /^defmodule\s+([A-Z][\w.]*?)\.(?:Mixfile|MixProject|Umbrella)/m.exec(mix ?? '')?.[1];
  return named ?? camelized(basename(root));
}

/** `my_app` → `MyApp`, as Mix names the modules of a new project. */
function camelized(name: string): string {
  const words = name.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const camel = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Z]/.test(camel) ? camel : 'MyApp';
}

function appsIn(folder: string): string[] {
  const apps = readdirSync(folder).map((name) => join(folder, name));
  return apps.filter((app) => diskFolders.mixFileOf(app) !== undefined).sort();
}

function hasProtobuf(root: string): boolean {
  for (const folder of libFoldersOf(root)) {
    const { files } = walkFolder(folder, root);
    if (files.some((file) => file.endsWith('.pb.ex'))) return true;
  }
  return false;
}

function withoutComments(mix: string): string {
  return mix.replace(/^\s*#.*$/gm, '');
}
