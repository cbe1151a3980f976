import type { Configurations } from '../config/configurations.js';
import { takingOn } from '../otp/vocabulary.js';
import type { Inputs, ReadFile } from './inputs.js';
import type { Rule } from './rule.js';

/**
 * Marks the tests and scripts of which it only matters whether they can be read: they name nothing that a rule of
 * this run speaks of, and nothing that does so calls them. What is part of an application is never set aside, since
 * its functions are followed wherever they are called.
 *
 * @param isOpen whether somebody has a file open in an editor, and may ask about it
 */
export function setAside(
  inputs: Inputs,
  rules: readonly Rule[],
  configurations: Configurations,
  isOpen: (file: string) => boolean = () => false,
): Inputs {
  const isOn = (rule: Rule) => inputs.files.some(({ file }) => configurations.levelOf(rule, file) !== 'off');
  const vocabulary = vocabularyOf(rules.filter(isOn), inputs.files);
  const tests = inputs.files.filter(({ file, mix }) => configurations.isTest(file, mix.root));
  const asked = tests.filter(
    ({ file, text }) =>
      isOpen(file) || configurations.bansFor(file, '').length > 0 || vocabulary.some((words) => words(text)),
  );
  const needed = new Set(withMentioned(asked, tests));
  const aside = new Set(tests.filter((test) => !needed.has(test)));
  return {
    ...inputs,
    files: inputs.files.map((input) => (aside.has(input) ? { ...input, aside: true } : input)),
  };
}

/** Whether a text names something. */
type Words = (text: string) => boolean;

function vocabularyOf(rules: readonly Rule[], files: readonly ReadFile[]): Words[] {
  const said = new Set<RegExp>([SUPPRESSION]);
  const calls = new Set<string>();
  for (const rule of rules) {
    if (rule.speaksOf) said.add(rule.speaksOf);
    else if ('calls' in rule) for (const call of rule.calls) calls.add(call);
    else return [() => true];
  }
  const words = [...said].map(
    (form): Words =>
      (text) =>
        form.test(text),
  );
  const direct = [...words, ...[...calls].map(wordsOfCall)];
  const macros = new RegExp(takingOn(macrosThat(direct, files)).join('|') || '(?!)');
  return [...direct, (text) => macros.test(text)];
}

const SUPPRESSION = /otp-lint/;

/** @param call as a rule lists it: `Module.function/arity`, with `_` for any */
function wordsOfCall(call: string): Words {
  const [, module = '', name = ''] = /([\w]+)\.([^.]+)\/\w+$/.exec(call) ?? [];
  const words = [module, name].filter((word) => word !== '_').map((word) => new RegExp(`\\b${word}`));
  return (text) => words.every((word) => word.test(text));
}

/** The last parts of the names of modules whose `use` may bring in something of the kind. */
function macrosThat(direct: readonly Words[], files: readonly ReadFile[]): string[] {
  const macros = files
    .filter(({ text }) => text.includes('__using__'))
    .map(({ text }) => ({ text, names: definedIn(text) }));
  let found: string[] = [];
  for (;;) {
    const using = new RegExp(takingOn(found).join('|') || '(?!)');
    const next = macros
      .filter(({ text }) => using.test(text) || direct.some((words) => words(text)))
      .flatMap(({ names }) => names);
    if (next.length === found.length) return next;
    found = next;
  }
}

/** Some files, and those of others that they mention, to any depth: what is called there matters as well. */
function withMentioned(asked: readonly ReadFile[], others: readonly ReadFile[]): ReadFile[] {
  const definers = new Map<string, ReadFile[]>();
  for (const other of others)
    for (const name of definedIn(other.text)) definers.set(name, [...(definers.get(name) ?? []), other]);
  const found = new Set(asked);
  for (const { text } of found)
    for (const [name] of text.matchAll(NAMES))
      for (const definer of definers.get(name) ?? []) found.add(definer);
  return [...found];
}

const NAMES = /\b[A-Z]\w*/g;
const DEFINITION = /\b(?:defmodule|defprotocol|defimpl)\b\s*\(?\s*(?:[\w.]+\.)?([A-Z]\w*)/g;

/** The last parts of the names of the modules that a text defines. */
function definedIn(text: string): string[] {
  return [...text.matchAll(DEFINITION)].flatMap(([, name]) => name ?? []);
}
