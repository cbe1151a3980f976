import type { BundledPackage } from './bundled.js';

const RULER = '-'.repeat(78);

/** The notices of all bundled packages as one text. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, texts }) =>
    [`${name} ${version} (${license})`, ...texts].join('\n\n'),
  );
  return `otp-lint contains code of these packages, under their own licences:\n\n${parts.join(`\n\n${RULER}\n\n`)}\n`;
}
