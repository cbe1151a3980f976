import type { Expr } from '../syntax/ast.js';
import { LineIndex } from '../syntax/lines.js';
import { isSound, parseElixir } from '../syntax/parser.js';
import type { FileFacts, ModuleDef } from './model.js';
import { newModule } from './modules.js';
import { fileScope } from './scope.js';
import { moduleSituation } from './walk/situations.js';
import { Walker } from './walk/walker.js';

/**
 * Reads one file.
 *
 * @param file its name as findings will show it, relative with forward slashes
 * @param text its text; a byte order mark and any line ends are fine
 * @param walker what walks it, for who wants to see the scopes on the way
 * @returns what the file says, also where parts of it could not be read (`faults`)
 */
export function extractFile(file: string, text: string, walker = new Walker(file)): FileFacts {
  const { root, comments, faults } = parseElixir(text);
  const script = scriptModule(file, root);
  const scope = fileScope();
  for (const item of root.items) walker.walk(item, scope, moduleSituation(script), { result: 'discarded' });
  const modules = [...walker.modules];
  if (script.bodyCalls.length > 0) {
    walker.calls.resolveLocals(script);
    modules.push(script);
  }
  walker.calls.noteImports();
  for (const module of modules)
    module.damaged ||= faults.some((fault) => module.start <= fault.start && fault.start < module.end);
  return { file, text, lines: new LineIndex(text), comments, faults, modules };
}

/**
 * Reads of a file only whether all of it can be read.
 *
 * @returns the same as `extractFile` where it cannot, and otherwise a file without modules
 */
export function checkFile(file: string, text: string): FileFacts {
  if (!isSound(text)) return extractFile(file, text);
  return { file, text, lines: new LineIndex(text), comments: [], faults: [], modules: [] };
}

/** What a script does outside any module, as a module without a name. */
function scriptModule(file: string, root: Expr): ModuleDef {
  const { start, end } = root;
  const form = {
    kind: 'call' as const,
    name: '',
    args: [],
    arity: 0,
    parens: false,
    nameStart: start,
    start,
    end,
  };
  return newModule(file, '', 'module', form, false);
}
