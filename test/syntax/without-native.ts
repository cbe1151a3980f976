import { join } from 'node:path';
import { temporaryTree } from '../temporary-tree.js';

const HIDE = `const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  if (/^tree-sitter(-elixir)?(\\/|$)/.test(request)) throw new Error(\`Cannot find module '\${request}'\`);
  return resolve(request, ...rest);
};
`;

/** An environment for Node in which the packages of the native parser are missing, as where npm could not build them. */
export function withoutNative(): { NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--require ${join(temporaryTree({ 'hide.cjs': HIDE }), 'hide.cjs')}` };
}
