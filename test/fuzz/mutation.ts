import fc from 'fast-check';
import { ODD_TEXTS } from './oddities.js';

/** One change of a text; numbers say where, from 0 to below 1. */
type Change = (text: string, at: number, to: number, other: string) => string;

const TOKEN = /\w+[?!]?|\s+|"""|~[a-zA-Z]|[:@&^!]?\w+|<<|>>|\|>|->|<-|=>|\\\\|#\{|%\{|./gsu;

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];
const spot = (length: number, at: number): number => Math.floor(at * length);

/** The same on two tokens of a text. */
const onTokens =
  (change: (tokens: string[], at: number, to: number, other: string) => void): Change =>
  (text, at, to, other) => {
    const tokens = tokensOf(text);
    change(tokens, spot(tokens.length, at), spot(tokens.length, to), other);
    return tokens.join('');
  };

/** The same on whole lines. */
const onLines =
  (change: (lines: string[], at: number, to: number, other: string) => void): Change =>
  (text, at, to, other) => {
    const lines = text.split('\n');
    change(lines, spot(lines.length, at), spot(lines.length, to), other);
    return lines.join('\n');
  };

function swap(items: string[], at: number, to: number): void {
  [items[at], items[to]] = [items[to] ?? '', items[at] ?? ''];
}

const wrapped =
  (open: string, close: string): Change =>
  (text, at, to) => {
    const tokens = tokensOf(text);
    const [from, until] = [at, to].sort((a, b) => a - b).map((each) => spot(tokens.length, each));
    tokens.splice(until ?? 0, 0, close);
    tokens.splice(from ?? 0, 0, open);
    return tokens.join('');
  };

const CHANGES: readonly Change[] = [
  (text, at) => text.slice(0, spot(text.length, at)),
  (text, at) => text.slice(spot(text.length, at)),
  (text, at, to, other) => text.slice(0, spot(text.length, at)) + other.slice(spot(other.length, to)),
  onTokens((tokens, at) => tokens.splice(at, 1)),
  onTokens((tokens, at) => tokens.splice(at, 3)),
  onTokens((tokens, at, to) => tokens.splice(to, 0, tokens[at] ?? '')),
  onTokens(swap),
  onTokens((tokens, at, to, other) => {
    const others = tokensOf(other);
    tokens[at] = others[spot(others.length, to / Math.max(1, tokens.length))] ?? '';
  }),
  onTokens((tokens, at, to) => tokens.splice(to, 0, ...tokens.slice(at, at + 40))),
  // As an editor sees it: everything up to the cursor, and what stands below the next lines.
  (text, at) => {
    const cursor = spot(text.length, at);
    const next = text.indexOf('\n', cursor);
    return next === -1 ? text.slice(0, cursor) : text.slice(0, cursor) + text.slice(next);
  },
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at, to) => lines.splice(to, 0, lines[at] ?? '')),
  onLines(swap),
  onLines((lines, at, to) => lines.splice(to, 0, ...lines.splice(at, 8))),
  onLines((lines, at, to, other) => {
    const others = other.split('\n');
    const from = spot(others.length, to / Math.max(1, lines.length));
    lines.splice(at, 0, ...others.slice(from, from + 12));
  }),
  onLines((lines, at) => lines.splice(at, 0, '# otp-lint:disable-next-line blocking-init -- so')),
  onLines((lines, at) => {
    lines[at] += ' # otp-lint:disable-line unsupervised-process, task-never-awaited';
  }),
  (text, at, to) => {
    const odd = ODD_TEXTS[spot(ODD_TEXTS.length, to)] ?? '';
    const place = spot(text.length, at);
    return text.slice(0, place) + odd + text.slice(place);
  },
  // Names with an oddity in them, all alike.
  (text, at, to) => {
    const names = text.match(/\b[a-zA-Z]\w*\b/g) ?? [''];
    const name = names[spot(names.length, at)] ?? '';
    return name === '' ? text : text.split(name).join(name + (ODD_TEXTS[spot(ODD_TEXTS.length, to)] ?? ''));
  },
  // One name for another, all over.
  (text, at, to) => {
    const names = text.match(/\b[a-zA-Z]\w*\b/g) ?? [''];
    const [name = '', other = ''] = [at, to].map((each) => names[spot(names.length, each)] ?? '');
    return name === '' ? text : text.split(name).join(other);
  },
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text, at) => text.replaceAll('\n', (_, place: number) => (place / text.length < at ? '\r\n' : '\n')),
  (text) => text.replaceAll('\n', ' '),
  (text) => `\ufeff${text}`,
  wrapped('(', ')'),
  wrapped('[', ']'),
  wrapped('fn -> ', ' end'),
  wrapped('"', '"'),
  wrapped('"#{', '}"'),
  wrapped('"""\n', '\n"""'),
  wrapped('~s(', ')'),
  wrapped('quote do\n', '\nend'),
  wrapped('quote do unquote(', ') end'),
  wrapped('if x do\n', '\nend'),
  wrapped('defmodule X do\n', '\nend'),
  wrapped('&(', ')'),
  wrapped('Task.async(fn -> ', ' end)'),
];

/** Doubles would nearly all be next to 0. */
export const position: fc.Arbitrary<number> = fc
  .integer({ min: 0, max: 999_999 })
  .map((part) => part / 1_000_000);

/** Texts that began as real ones. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    change: fc.constantFrom(...CHANGES),
    at: position,
    to: position,
    other: fc.constantFrom(...texts),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) =>
      changes.reduce((whole, { change: apply, at, to, other }) => apply(whole, at, to, other), text),
    );
}
