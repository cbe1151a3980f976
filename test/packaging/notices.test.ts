import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundledFolders, readPackage } from '../../src/packaging/bundled.js';
import { temporaryTree } from '../temporary-tree.js';

const NOTICES = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
const named = [...NOTICES.matchAll(/^(\S+) \d\S* \((.+)\)$/gm)].map(([, name = '']) => name);

interface Manifest {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** The packages that the sources import. */
function imported(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/^import (?!type ).*from '(@[^/']+\/[^/']+|[a-z][^/':]*)[/']/gm)])
    .map(([, name = '']) => name);
}

it('every package that the sources import is bundled and named, or installed', () => {
  const { dependencies, optionalDependencies }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const installed = Object.keys({ ...dependencies, ...optionalDependencies });
  const needed = new Set(imported('src'));
  expect(needed.size).toBeGreaterThan(12);
  expect([...needed].filter((name) => !named.includes(name) && !installed.includes(name))).toEqual([]);
  expect(Object.keys(dependencies).filter((name) => named.includes(name))).toEqual([]);
});

it('names each version of a package once, with its licence', () => {
  const headings = NOTICES.match(/^\S+ \d\S* \(.+\)$/gm) ?? [];
  expect(new Set(headings).size).toBe(headings.length);
  expect(named).toContain('tree-sitter-elixir');
  expect(NOTICES.match(/copyright|the unlicense/gi)?.length).toBeGreaterThanOrEqual(named.length);
});

it('takes only packages of which something is in the output, nested ones too', () => {
  const inputs = (...paths: string[]) =>
    Object.fromEntries(paths.map((path) => [path, { bytesInOutput: path.includes('unused') ? 0 : 9 }]));
  const outputs = {
    'a.js': { inputs: inputs('src/a.ts', 'node_modules/b/x.js', 'node_modules/unused/x.js') },
    'b.js': { inputs: inputs('node_modules/b/node_modules/@c/d/lib/x.js', 'node_modules/b/y.js') },
  };
  expect(bundledFolders([{ outputs }])).toEqual(['node_modules/b', 'node_modules/b/node_modules/@c/d']);
});

it('refuses a package without a licence, and finds one in a README', () => {
  const manifest = '{ "name": "a", "version": "1.0.0", "license": "MIT" }';
  const root = temporaryTree({
    'none/package.json': manifest,
    'readme/package.json': manifest,
    'readme/README.md': '# A\n\nDoes it.\n\nLicense (MIT)\n---\nCopyright (c) Ada\n',
  });
  expect(() => readPackage(join(root, 'none'))).toThrow('none is bundled and has no licence');
  expect(readPackage(join(root, 'readme')).texts).toEqual(['License (MIT)\n---\nCopyright (c) Ada']);
});
