import type { CallExpr, Expr } from '../syntax/ast.js';
import { keywordsOf, keywordValue } from './literals.js';
import type { ImportDirective, Situation } from './model.js';
import { addAlias, moduleBelow, moduleOf, type Scope } from './scope.js';
import type { Walker } from './walk/walker.js';

const DIRECTIVES: ReadonlySet<string> = new Set(['alias', 'import', 'require', 'use']);

/** True for `alias`, `import`, `require` and `use` of something. */
export function isDirective(call: CallExpr): boolean {
  return DIRECTIVES.has(call.name) && (call.args.length === 1 || call.args.length === 2);
}

/** Lets a directive change the scope it stands in (`Kernel.SpecialForms.alias/2`, `import/2`, `require/2`). */
export function applyDirective(walker: Walker, call: CallExpr, scope: Scope, situation: Situation): void {
  const [target, options] = call.args;
  if (!target) return;
  const parts =
    target.kind === 'call' && target.name === '{}' && target.receiver ? [target.receiver] : [target];
  for (const part of options ? [...parts, options] : parts)
    walker.walk(part, scope, situation, { result: 'nested' });
  for (const { name, module } of targetsOf(target, scope, situation)) {
    if (call.name === 'alias') addAlias(scope, aliasName(options) ?? lastSegment(name), module);
    else if (call.name === 'require') {
      const as = aliasName(options);
      if (as !== undefined) addAlias(scope, as, module);
    } else if (call.name === 'import') addImport(call, module, options, scope, situation);
    else addUse(call, module, options, scope, situation);
  }
}

/** The modules a directive names: one, or each of `A.{B, C}`. */
function targetsOf(target: Expr, scope: Scope, situation: Situation): { name: string; module: string }[] {
  const { owner } = situation;
  if (target.kind === 'call' && target.name === '{}' && target.receiver) {
    const prefix = moduleOf(target.receiver, scope, owner);
    if (prefix === undefined) return [];
    return target.args.flatMap((item) =>
      item.kind === 'alias' ? [{ name: item.name, module: moduleBelow(prefix, item.name) }] : [],
    );
  }
  const module = moduleOf(target, scope, owner);
  return module === undefined ? [] : [{ name: module, module }];
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function aliasName(options: Expr | undefined): string | undefined {
  const as = keywordValue(options, 'as');
  return as?.kind === 'alias' ? as.name : undefined;
}

function namesOf(list: Expr | undefined): string[] | undefined {
  if (list?.kind !== 'list') return undefined;
  return keywordsOf(list).flatMap(({ key, value }) =>
    value.kind === 'number' ? [`${key}/${value.value}`] : [],
  );
}

function addImport(
  call: CallExpr,
  module: string,
  options: Expr | undefined,
  scope: Scope,
  situation: Situation,
): void {
  const only = namesOf(keywordValue(options, 'only'));
  const except = namesOf(keywordValue(options, 'except'));
  const directive: ImportDirective = {
    module,
    ...(only ? { only } : {}),
    ...(except ? { except } : {}),
    start: call.start,
    end: call.end,
  };
  scope.imports = [...scope.imports, directive];
  if (!situation.clause) situation.owner.imports.push(directive);
}

/** What `use` of a module of Elixir's own imports: `Supervisor.__using__/1` has `import Supervisor.Spec` to this day. */
const USE_IMPORTS: ReadonlyMap<string, { module: string; only: string[] }> = new Map([
  [
    'Supervisor',
    {
      module: 'Supervisor.Spec',
      only: ['worker/2', 'worker/3', 'supervisor/2', 'supervisor/3', 'supervise/2'],
    },
  ],
]);

function addUse(
  call: CallExpr,
  module: string,
  options: Expr | undefined,
  scope: Scope,
  situation: Situation,
): void {
  const { start, end } = call;
  situation.owner.uses.push({ module, ...(options ? { options } : {}), start, end });
  const imported = USE_IMPORTS.get(module);
  if (imported) scope.imports = [...scope.imports, { ...imported, start, end }];
}
