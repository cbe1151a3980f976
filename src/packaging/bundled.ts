import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code is part of what is built. */
export interface BundledPackage {
  name: string;
  version: string;
  /** The licence by its SPDX name, as its `package.json` says it. */
  license: string;
  /** The texts of its licence and notice files, in order of their names. */
  texts: readonly string[];
}

/** The part of an esbuild metafile that says which files went into which output. */
export interface Metafile {
  outputs: Readonly<Record<string, { inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;
}

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const LICENSE_PART = /^(#+ *)?licen[cs]e\b[\s\S]*\bcopyright\b[\s\S]*/im;
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** The folders of the packages that some builds have taken code from, in order of their names. */
export function bundledFolders(metafiles: readonly Metafile[]): string[] {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => {
      return Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [path] : [],
      );
    });
  return [...new Set(inputs.flatMap((path) => PACKAGE.exec(path)?.[1] ?? []))].sort();
}

/**
 * What a package says about itself.
 *
 * @param folder where it is installed
 * @throws Error where it has no licence, which must not be shipped
 */
export function readPackage(folder: string): BundledPackage {
  const said: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = said;
  const texts = licenceTexts(folder);
  if (typeof license !== 'string' || texts.length === 0)
    throw new Error(`${folder} is bundled and has no licence that could be shipped with it`);
  return { name: String(name), version: String(version), license, texts };
}

/** What stands in files of their own, or else at the end of the README under a heading of its own. */
function licenceTexts(folder: string): string[] {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const files = readdirSync(folder).sort();
  const texts = files.filter((file) => LICENSE_FILE.test(file)).map((file) => read(file).trim());
  if (texts.length > 0) return texts;
  const readme = files.find((file) => /^readme(\.|$)/i.test(file));
  const part = readme === undefined ? undefined : LICENSE_PART.exec(read(readme))?.[0];
  return part === undefined ? [] : [part.trim()];
}
