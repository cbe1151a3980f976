import type { TextForm } from './shape.js';

const FUNCTION_PATTERN = /^(?!Elixir\.)(:[a-z]\w*|[A-Z]\w*(\.[A-Z]\w*)*)\.(\*|[a-z_]\w*[?!]?(\/\d+)?)$/;
const MODULE_PATTERN = /^[A-Z*][\w*]*(\.[A-Z*][\w*]*)*$/;

/** A function or all functions of a module, as the configuration names them. */
export const FUNCTION: TextForm = {
  pattern: FUNCTION_PATTERN,
  expected: 'a function: write `Module.function/arity`, `Module.function` or `Module.*`',
  meant: functionMeant,
};

/** A module, or several by wildcards. */
export const MODULE: TextForm = {
  pattern: MODULE_PATTERN,
  expected: 'a module: write `MyApp.Api` or, with wildcards, `MyApp.Api.*`',
};

/** True for what names modules, and no files. */
export function isModuleName(text: string): boolean {
  return MODULE_PATTERN.test(text);
}

/** The function that somebody meant who wrote it as in a capture, as a call, or as Erlang does. */
function functionMeant(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^&/, '')
    .replace(/^Elixir\./, '')
    .replace(/\(.*\)$/, '')
    .replace(/\/[^\d/]*$/, '');
  const [, module = '', name = '*'] = /^(:?\w[\w.]*?)(?:[.:]([a-z_*]\w*[?!]?(?:\/\d+)?))?$/.exec(bare) ?? [];
  const named = `${/^[a-z]/.test(module) ? ':' : ''}${module}.${name === '_' ? '*' : name}`;
  return FUNCTION_PATTERN.test(named) ? named : undefined;
}
