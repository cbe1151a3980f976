// Run by the build, behind the bundler: `node dist/src/packaging/write-notices.js <metafile>...`.
import { readFileSync, writeFileSync } from 'node:fs';
import { bundledFolders, type Metafile, readPackage } from './bundled.js';
import { noticesOf } from './notices.js';

/** Its grammar is shipped as WebAssembly, which no bundler puts there. */
const SHIPPED = 'node_modules/tree-sitter-elixir';

const metafiles = process.argv.slice(2).map((path): Metafile => JSON.parse(readFileSync(path, 'utf8')));
const folders = [...new Set([...bundledFolders(metafiles), SHIPPED])].sort();
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', noticesOf(folders.map(readPackage)));
