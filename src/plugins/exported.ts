import type { Plugin } from './plugin.js';
import { readRule } from './read-rule.js';
import { isKebab, isRecord, quoted } from './values.js';

/**
 * Makes a plugin of what a module exports: `{ name, rules }` by default or by name.
 *
 * @param exported the module's namespace
 * @throws Error whose message says in one line what is not as it should be
 */
export function pluginIn(exported: unknown): Plugin {
  const found = candidatesIn(exported).find((each) => 'rules' in each);
  if (!found) throw new Error('it exports no plugin: expected `export default { name, rules: [...] }`');
  const { name, rules } = found;
  if (typeof name !== 'string' || !isKebab(name))
    throw new Error(`its \`name\` is ${quoted(name)}: expected a name in kebab-case, such as \`my-team\``);
  if (!Array.isArray(rules)) throw new Error(`the \`rules\` of \`${name}\` are no array`);
  const read = rules.map((rule: unknown, at) => readRule(rule, at, name));
  const twice = read.find(({ id }, at) => read.findIndex((other) => other.id === id) < at);
  if (twice) throw new Error(`it has two rules \`${twice.id}\``);
  return { name, rules: read };
}

/** The module itself, what it exports by default, and that of a CommonJS module that was once an ES module. */
function candidatesIn(exported: unknown): Record<string, unknown>[] {
  const first = isRecord(exported) ? exported.default : undefined;
  const second = isRecord(first) ? first.default : undefined;
  return [second, first, exported].filter(isRecord);
}
