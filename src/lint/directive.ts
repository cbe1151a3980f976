import { distance } from 'fastest-levenshtein';
import type { Comment } from '../syntax/ast.js';

/** What a suppression comment may ask for. */
export const DIRECTIVES = ['disable-next-line', 'disable-line', 'disable', 'enable'] as const;

export type DirectiveKind = (typeof DIRECTIVES)[number];

/** One suppression comment, read but not yet judged. */
export interface Directive {
  kind: DirectiveKind;
  /** The rules it names, in order; may hold names that are no rules, or nothing. */
  rules: string[];
  /** What stands behind ` -- `; empty where nothing does. */
  reason: string;
  comment: Comment;
}

/** A comment that means to be a directive and is none. */
export interface Malformed {
  kind: 'malformed';
  message: string;
  comment: Comment;
}

const DIRECTIVE = /^#+[ \t]*otp-lint:([ \t]*)([\w-]*)(.*)$/su;
const REASON = /(?:^|\s)--(?=\s|$)(.*)$/su;

/** Reads a comment; undefined for all that do not speak to otp-lint. */
export function readDirective(comment: Comment): Directive | Malformed | undefined {
  const [, gap, word, rest] = DIRECTIVE.exec(comment.text) ?? [];
  if (gap === undefined || word === undefined || rest === undefined) return undefined;
  const kind = DIRECTIVES.find((known) => known === word);
  if (gap === '' && kind !== undefined) return { kind, ...readRest(rest), comment };
  const meant = kind ?? nearestDirective(word);
  // `# otp-lint: see the handbook` is prose.
  if (gap !== '' && meant === undefined) return undefined;
  return { kind: 'malformed', message: malformed(gap, word, meant), comment };
}

function readRest(rest: string): { rules: string[]; reason: string } {
  const reason = REASON.exec(rest);
  const named = reason === null ? rest : rest.slice(0, reason.index);
  const rules = named.split(',').map((rule) => rule.trim());
  return { rules: rules.filter((rule) => rule !== ''), reason: reason?.[1]?.trim() ?? '' };
}

function nearestDirective(word: string): DirectiveKind | undefined {
  const [best] = DIRECTIVES.map((kind) => ({ kind, cost: distance(word, kind) })).sort(
    (a, b) => a.cost - b.cost,
  );
  return best !== undefined && best.cost <= Math.floor(best.kind.length / 3) ? best.kind : undefined;
}

function malformed(gap: string, word: string, meant: DirectiveKind | undefined): string {
  const expected = `\`otp-lint:${meant ?? 'disable-next-line'} <rule> -- <reason>\``;
  if (meant === word && gap !== '')
    return `a space behind \`otp-lint:\` makes this no directive, write ${expected}`;
  return `\`otp-lint:${word}\` is no directive, write ${expected}`;
}
