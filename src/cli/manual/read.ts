import { COLOR, CONFIGURATION, FAILED, MIX, PARSER } from './common.js';
import type { Manual } from './manual.js';

export const EXPLAIN: Manual = {
  usage: ['[options] [topic]'],
  summary: 'print the page about a rule or a topic, or the list of the pages',
  about: [
    'Prints the page about a rule (what it finds, why, what instead, examples, limits), a red flag (RF1 to RF7), a topic of the doctrine such as iron-law or decision-tree, or about how otp-lint is used, such as baseline or suppressions. Without a topic it lists them.',
  ],
  exitCodes: [
    ['0', 'the page was printed'],
    ['2', 'there is no such page; the nearest names are told'],
  ],
  environment: COLOR,
  examples: [
    ['otp-lint explain', 'list the pages'],
    ['otp-lint explain blocking-callback', 'the page about a rule'],
    ['otp-lint explain RF4', 'a red flag, and the rules that look for it'],
    ['otp-lint explain decision-tree', 'which abstraction for what'],
    ['otp-lint explain baseline', 'how the baseline works'],
  ],
};

export const RULES: Manual = {
  usage: ['[options]'],
  summary: 'list all rules',
  about: ['Lists every rule with its level, its red flag and what it finds.'],
  exitCodes: [['0', 'the rules were listed']],
  environment: COLOR,
  examples: [
    ['otp-lint rules', 'a table'],
    ['otp-lint rules --format json > rules.json', 'the same for programs'],
  ],
};

export const TREE: Manual = {
  usage: ['[options] [paths...]'],
  summary: 'draw the supervision tree of every application, from source',
  about: [
    'Draws the supervision tree of every application below the paths, in start order. A child that some condition decides about is marked `?`, one that is started at run time `…`, and where the source does not say, the tree says why.',
  ],
  exitCodes: [['0', 'the trees were drawn; also where there is no application'], FAILED],
  environment: [...COLOR, PARSER],
  files: [CONFIGURATION, MIX],
  examples: [
    ['otp-lint tree', 'every application of the project'],
    ['otp-lint tree --edges', 'also who calls, casts to, monitors and subscribes to whom'],
    ['otp-lint tree --format html > tree.html', 'a page to zoom and search'],
    ['otp-lint tree --format mermaid > tree.mmd', 'a diagram for Markdown'],
    ['otp-lint tree --format json lib', 'for programs'],
  ],
};
