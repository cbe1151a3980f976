import type { CallExpr } from '../../syntax/ast.js';
import { atomOf, keywordValue } from '../literals.js';
import type { Situation } from '../model.js';
import { newModule } from '../modules.js';
import type { Scope } from '../scope.js';
import { moduleSituation } from './situations.js';
import { DISCARDED } from './use.js';
import type { Walker } from './walker.js';

/** Walks a `quote`: what stands in it is kept as a module of its own, by the name of the function around it. */
export function walkQuote(walker: Walker, call: CallExpr, scope: Scope, situation: Situation): void {
  walker.each(call.args, scope, situation);
  const { clause, owner } = situation;
  const name = clause?.fn.name ?? '';
  let host = owner.quotes.get(name);
  if (!host) {
    host = newModule(walker.file, '', 'module', call, true);
    owner.quotes.set(name, host);
  }
  const inner: Scope = { ...scope };
  if (unquotes(call, scope)) inner.macro = { scope, situation };
  else delete inner.macro;
  delete inner.module;
  walker.body(call.blocks?.do, inner, { ...moduleSituation(host), quoted: true }, DISCARDED);
}

/** True where `unquote` inside a `quote` leads out of it (`Kernel.SpecialForms.quote/2`). */
function unquotes(quote: CallExpr, scope: Scope): boolean {
  const [options] = quote.args;
  const said = atomOf(keywordValue(options, 'unquote'));
  return !scope.macro && (said === undefined ? !keywordValue(options, 'bind_quoted') : said !== 'false');
}
