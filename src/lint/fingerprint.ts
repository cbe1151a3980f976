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
    const text = lineText(finding.file, finding.line).trim().replace(/\s+/g, ' ');
    const kind = [finding.rule, finding.file, text].join('\0');
    const occurrence = occurrences.get(kind) ?? 0;
    occurrences.set(kind, occurrence + 1);
    return { ...finding, fingerprint: digest(`${kind}\0${occurrence}`) };
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS);
}
