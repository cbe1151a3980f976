import type { LintResult } from '../lint/finding.js';
import { tell } from './output.js';

/** Tells of what the baseline of a run need not hold any more. */
export function tellAboutBaseline({ baseline, diagnostics }: LintResult): void {
  const unneeded = baseline?.unneeded ?? 0;
  // What a rule that crashed did not find means nothing.
  if (unneeded === 0 || diagnostics.some(({ fatal }) => fatal)) return;
  const entries = unneeded === 1 ? '1 entry of the baseline is' : `${unneeded} entries of the baseline are`;
  tell(`${entries} no longer needed; run otp-lint baseline to drop ${unneeded === 1 ? 'it' : 'them'}`);
}
