import type { Finding } from '../lint/finding.js';
import { groupByFile } from '../lint/group.js';
import type { Reporter } from './report.js';
import { shownFindings } from './shown.js';
import { type XmlElement, xmlDocument } from './xml.js';

/** The version of Checkstyle whose reports look like this. */
const VERSION = '4.3';

/** A report as Checkstyle for Java writes it, which many tools read. */
export const checkstyle: Reporter = (result, options) => {
  const byFile = groupByFile(shownFindings(result.findings, options));
  const file = [...byFile].map(([name, findings]) => ({ '@name': name, error: findings.map(errorOf) }));
  return xmlDocument({ checkstyle: { '@version': VERSION, file } });
};

function errorOf({ line, column, level, message, rule }: Finding): XmlElement {
  return {
    '@line': line,
    '@column': column,
    '@severity': level,
    '@message': message,
    '@source': `otp-lint.${rule}`,
  };
}
