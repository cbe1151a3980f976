import type { CallExpr, Expr } from '../syntax/ast.js';
import { parseElixir } from '../syntax/parser.js';
import { visit } from '../syntax/visit.js';
import { atomOf, keywordsOf, keywordValue } from './literals.js';

/** What a project's `config/config.exs` and its like say, as far as it is written out (`Config`). */
export class AppConfig {
  readonly #values = new Map<string, Expr>();
  readonly #modules = new Set<string>();

  /** @param texts the configuration files in the order in which Mix reads them; the first that speaks counts */
  constructor(texts: readonly string[]) {
    // Each app of an umbrella brings the umbrella's own files along.
    for (const text of new Set(texts)) {
      const { root } = parseElixir(text);
      for (const item of root.items) this.#note(item);
      visit(root, (expr) => {
        if (expr.kind === 'alias') this.#modules.add(expr.name);
        if (expr.kind === 'text' || expr.kind === 'atom')
          this.#modules.add(expr.value.replace(/^Elixir\./, ''));
      });
    }
  }

  /** True where a configuration file names a module anywhere. */
  names(module: string): boolean {
    return this.#modules.has(module);
  }

  #note(item: Expr): void {
    if (item.kind !== 'call' || item.receiver || item.name !== 'config') return;
    const [app, second, third] = item.args;
    const name = atomOf(app);
    if (name === undefined || !second) return;
    if (!third) for (const { key, value } of keywordsOf(second)) this.#set(`${name}/:${key}`, value);
    else this.#set(`${name}/${keyOf(second)}`, third);
  }

  #set(key: string, value: Expr): void {
    if (!this.#values.has(key)) this.#values.set(key, value);
  }

  /** One key of what is configured for a module: `config :app, Module, key: value`. */
  moduleValue(app: string, module: string, key: string): Expr | undefined {
    return keywordValue(this.#values.get(`${app}/${module}`), key);
  }

  /**
   * The value of `Application.compile_env!(app, key)` and its like.
   *
   * @param call the call that asks
   * @param owner the full name of the module it stands in, which is what `__MODULE__` says there
   */
  valueFor(call: CallExpr, owner?: string): Expr | undefined {
    const [app, key] = call.args;
    const name = atomOf(app);
    if (name === undefined || !key) return undefined;
    const path = key.kind === 'list' ? key.items : [key];
    const [first, ...rest] = path;
    let value = first && this.#values.get(`${name}/${keyOf(first, owner)}`);
    for (const step of rest) value = value && keywordValue(value, atomOf(step) ?? '');
    return value;
  }
}

function keyOf(expr: Expr, owner = ''): string {
  if (expr.kind === 'atom') return `:${expr.value}`;
  if (expr.kind === 'variable' && expr.name === '__MODULE__') return owner;
  return expr.kind === 'alias' ? (expr.module ?? expr.name) : '';
}
