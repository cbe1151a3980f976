import type { CallExpr } from '../syntax/ast.js';
import type { ModuleDef, ModuleKind } from './model.js';

/** A module of which nothing is known yet. `call` is the form that defines it; its head ends with the name. */
export function newModule(
  file: string,
  name: string,
  kind: ModuleKind,
  call: CallExpr,
  quoted: boolean,
): ModuleDef {
  return {
    name,
    kind,
    file,
    start: call.start,
    end: call.end,
    headStart: call.start,
    headEnd: call.args[0]?.end ?? call.nameStart + call.name.length,
    uses: [],
    behaviours: [],
    callbacks: [],
    atomParams: [],
    imports: [],
    attributes: new Map(),
    functions: [],
    bodyCalls: [],
    quoted,
    damaged: false,
    quotes: new Map(),
    beforeCompile: [],
  };
}
