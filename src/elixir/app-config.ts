import type { CallExpr, Expr } from '../syntax/ast.js';
import { parseElixir } from '../syntax/parser.js';
import { atomOf, keywordsOf, keywordValue } from './literals.js';

/** What a project's `config/config.exs` and its like say, as far as it is written out (`Config`). */
export class AppConfig {
  readonly #values = new Map<string, Expr>();

  /** @param texts the configuration files in the order in which Mix reads them; the first that speaks counts */
  constructor(texts: readonly string[]) {
    for (const text of texts) for (const item of parseElixir(text).root.items) this.#note(item);
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

  /**
   * The value of `Application.compile_env!(app, key)` and its like.
   *
   * @param call the call that asks
   */
  valueFor(call: CallExpr): Expr | undefined {
    const [app, key] = call.args;
    const name = atomOf(app);
    if (name === undefined || !key) return undefined;
    const path = key.kind === 'list' ? key.items : [key];
    const [first, ...rest] = path;
    let value = first && this.#values.get(`${name}/${keyOf(first)}`);
    for (const step of rest) value = value && keywordValue(value, atomOf(step) ?? '');
    return value;
  }
}

function keyOf(expr: Expr): string {
  if (expr.kind === 'atom') return `:${expr.value}`;
  return expr.kind === 'alias' ? expr.name : '';
}
