import { createHash } from 'node:crypto';
import type { Finding } from './finding.js';

const HEX_DIGITS = 16;

/**
 * Gives each finding its fingerprint: made of rule, file, the text of its line and the how-many-eth of its
 * kind it is, so that it stays the same when lines move or are indented anew.
 *
 * @param findings in order of place
 * @param lineText the text of a 1-based line of a file; empty where there is none
 */
export function withFingerprints(
  findings: readonly Omit<Finding, 'fingerprint'>[],
  lineText: (file: string, line: number) => string,
): Finding[] {
  const occurrences = new Map<string, number>();
  return findings.map((finding) => {
    const kind = [finding.rule, finding.file, essence(lineText(finding.file, finding.line))].join('\0');
    const occurrence = occurrences.get(kind) ?? 0;
    occurrences.set(kind, occurrence + 1);
    return { ...finding, fingerprint: digest(`${kind}\0${occurrence}`) };
  });
}

/**
 * What is the same of a finding wherever its line stands, in other files as well: rule and text.
 *
 * @param lineText the text of its line
 */
export function fingerprintAnywhere({ rule }: Pick<Finding, 'rule'>, lineText: string): string {
  return digest(`${rule}\0${essence(lineText)}`);
}

/** A line without its indentation and other white space that does not matter. */
function essence(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS);
}
