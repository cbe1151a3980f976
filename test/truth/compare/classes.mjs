/**
 * What is compared, each as lines of text; the keys are those of elixir_facts.exs.
 *
 * @typedef {'modules' | 'functions' | 'calls' | 'pipes' | 'captures' | 'locals' | 'aliases'} Class
 * @typedef {Record<Class, string[]>} Facts
 */

/** Each class with what it is called in the table. */
export const CLASSES = /** @type {const} */ ({
  modules: 'modules',
  functions: 'functions',
  calls: 'remote calls',
  pipes: 'piped remote calls',
  captures: 'captured calls',
  locals: 'local and imported calls',
  aliases: 'aliases at a call',
});

export const KEYS = /** @type {Class[]} */ (Object.keys(CLASSES));
