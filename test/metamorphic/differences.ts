import type { Finding } from '../../src/lint/finding.js';
import { KINDS, type Kind, rewrittenByElixir } from './elixir-rewrites.js';
import { foundIn, inWords, type SourceText, without } from './project.js';
import { TEXT_REWRITES } from './text-rewrites.js';

/** Files that are linted together. */
export interface NamedProject {
  name: string;
  files: readonly SourceText[];
}

/** What a rewrite changed about the findings in a project, although it means the same. */
export interface Difference {
  project: string;
  rewrite: string;
  gone: string[];
  come: string[];
}

/** Rewrites that stay within a text, and whose findings are compared one by one. */
export async function textDifferences(project: NamedProject): Promise<Difference[]> {
  const found = await foundIn(project.files);
  const differences: Difference[] = [];
  for (const [name, rewrite] of TEXT_REWRITES)
    differences.push(difference(project, name, found, await foundIn(rewrite(project.files))));
  return differences.filter(isOne);
}

/**
 * Rewrites that Elixir does, of several projects at once.
 *
 * @throws Error where Elixir cannot be run
 */
export async function elixirDifferences(projects: readonly NamedProject[]): Promise<Difference[]> {
  const all = projects.flatMap(({ files }) => files);
  const written = rewrittenByElixir(all, ['plain', ...KINDS]);
  const differences: Difference[] = [];
  let from = 0;
  for (const project of projects) {
    const until = from + project.files.length;
    const foundAs = (kind: Kind) => foundIn(written.get(kind)?.slice(from, until) ?? []);
    const found = await foundIn(project.files);
    const plain = await foundAs('plain');
    differences.push(difference(project, 'plain', found, plain));
    for (const kind of KINDS)
      differences.push(difference(project, kind, kind === 'formatted' ? found : plain, await foundAs(kind)));
    from = until;
  }
  return differences.filter(isOne);
}

/** Of several ways, callers or places the first is named; and modules are named as they are written. */
const NAMES_OTHERS = /order|file|aliases|full names|nested|piped/;

function difference(
  { name }: NamedProject,
  rewrite: string,
  before: readonly Finding[],
  after: readonly Finding[],
): Difference {
  const code = !NAMES_OTHERS.test(rewrite);
  const [old = [], now = []] = [before, after].map((findings) =>
    findings.map((finding) => inWords(finding, code)).sort(),
  );
  return { project: name, rewrite, gone: without(old, now), come: without(now, old) };
}

function isOne({ gone, come }: Difference): boolean {
  return gone.length + come.length > 0;
}
