import type { Expr } from '../syntax/ast.js';
import type { Closure, ImportDirective, ModuleDef, Situation } from './model.js';

/** What names mean at one place. A directive changes the scope it stands in from there on. */
export interface Scope {
  /** First segment of an alias → full module name. */
  aliases: ReadonlyMap<string, string>;
  imports: readonly ImportDirective[];
  /** Full name of the enclosing module; absent outside one. */
  module?: string;
  /** Anonymous functions kept in variables of the enclosing clause, by the variable's name. */
  closures?: Map<string, Closure>;
  /** Inside `quote`: where `unquote` leads back to. */
  macro?: { scope: Scope; situation: Situation };
}

/** The scope of a file before anything is said. */
export function fileScope(): Scope {
  return { aliases: new Map(), imports: [] };
}

/** A scope that starts as another and may change without it. */
export function innerScope(scope: Scope): Scope {
  return { ...scope };
}

/** Makes `name` stand for `module` from here on. */
export function addAlias(scope: Scope, name: string, module: string): void {
  scope.aliases = new Map(scope.aliases).set(name, module);
}

/**
 * The full name of an alias as written, such as `Foo.Bar` (`Kernel.SpecialForms.alias/2`); empty where it lies in a
 * module whose name is not known.
 */
export function expandAlias(scope: Scope, name: string): string {
  const dot = name.indexOf('.');
  const first = dot === -1 ? name : name.slice(0, dot);
  const rest = dot === -1 ? '' : name.slice(dot);
  if (first === 'Elixir') return rest === '' ? 'Elixir' : rest.slice(1);
  const known = scope.aliases.get(first);
  if (known === undefined || rest === '') return known ?? name;
  return known === '' ? '' : moduleBelow(known, rest.slice(1));
}

/** The full name of a module below another one (`Module.concat/2`): below an Erlang module it is one of Elixir's. */
export function moduleBelow(module: string, name: string): string {
  return `${module.startsWith(':') ? module.slice(1) : module}.${name}`;
}

/**
 * The module that an expression names, full, with Erlang modules as `:name`.
 *
 * @param owner the module whose attributes may hold a module name
 * @returns `undefined` where the source does not say
 */
export function moduleOf(expr: Expr, scope: Scope, owner: ModuleDef | undefined): string | undefined {
  switch (expr.kind) {
    case 'alias': {
      if (!expr.head) return expandAlias(scope, expr.name) || undefined;
      const head = moduleOf(expr.head, scope, owner);
      return head === undefined ? undefined : moduleBelow(head, expr.name);
    }
    case 'variable':
      return expr.name === '__MODULE__' ? scope.module : undefined;
    case 'atom': {
      if (expr.value === 'nil' || expr.value === 'true' || expr.value === 'false') return undefined;
      return expr.value.startsWith('Elixir.') ? expr.value.slice('Elixir.'.length) : `:${expr.value}`;
    }
    case 'attribute':
      return expr.value ? undefined : attributeModule(owner?.attributes.get(expr.name)?.at(-1));
    default:
      return undefined;
  }
}

const CONFIGURED: ReadonlySet<string> = new Set(['compile_env', 'get_env']);

/** The module an attribute holds: an alias, or the default of `Application.compile_env/3` and `get_env/3`. */
function attributeModule(value: Expr | undefined): string | undefined {
  if (value?.kind === 'alias') return value.module;
  if (value?.kind === 'call' && value.module === 'Application' && CONFIGURED.has(value.name)) {
    return attributeModule(value.args[2]);
  }
  return undefined;
}
