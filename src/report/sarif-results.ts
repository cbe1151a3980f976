import type { CodeFlow, Location, Replacement, Result, Fix as SarifFix } from 'sarif';
import type { Edit, Evidence, Finding, Fix, LintResult, Place } from '../lint/finding.js';
import { groupByFile } from '../lint/group.js';
import { LineIndex } from '../syntax/lines.js';
import { artifactOf, placeOf, regionOf } from './sarif-places.js';
import { propertiesOf, sarifLevel } from './sarif-rules.js';

/** The key of our fingerprint; its number changes with the way fingerprints are made. */
const FINGERPRINT = 'otpLint/v1';

/** Evidence that says that the code at its place calls, and so leads to the place of the next one. */
const CALL = /^(?:`[^`]+` )?(?:calls|ends with|leads to) `/;

/**
 * A finding as SARIF tells it.
 *
 * @param ruleIndex the index of its rule in the list of rules, -1 for none
 */
export function resultOf(finding: Finding, ruleIndex: number, sourceOf: LintResult['sourceOf']): Result {
  const { rule, level, message, evidence, fingerprint, fix, redFlag, pointsTo } = finding;
  const flow = codeFlowOf(finding);
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: sarifLevel(level),
    message: { text: message },
    locations: [locationOf(finding)],
    ...(evidence.length > 0 && { relatedLocations: evidence.map(relatedLocation) }),
    ...(flow && { codeFlows: [flow] }),
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(fix && { fixes: [fixOf(fix, sourceOf)] }),
    properties: propertiesOf(redFlag, pointsTo),
  };
}

function locationOf({ module, ...place }: Finding): Location {
  return {
    physicalLocation: placeOf(rangeOf(place)),
    ...(module !== undefined && { logicalLocations: [{ fullyQualifiedName: module, kind: 'module' }] }),
  };
}

function relatedLocation(step: Evidence, index: number): Location {
  return { id: index + 1, ...messageAt(step, step.message) };
}

/** The way from the finding through the calls that its evidence follows; none where it follows no call. */
function codeFlowOf(finding: Finding): CodeFlow | undefined {
  const { evidence } = finding;
  const end = evidence.findIndex(({ message }) => !CALL.test(message));
  const steps = end === -1 ? evidence : evidence.slice(0, end + 1);
  if (steps.length === 0 || end === 0) return undefined;
  const places = [messageAt(finding, finding.message), ...steps.map((step) => messageAt(step, step.message))];
  return { threadFlows: [{ locations: places.map((location) => ({ location })) }] };
}

function messageAt(place: Place, text: string): Location {
  return { physicalLocation: placeOf(rangeOf(place)), message: { text } };
}

function rangeOf({ file, line, column, endLine, endColumn }: Place): Place {
  return { file, line, column, endLine, endColumn };
}

function fixOf({ title, safety, edits }: Fix, sourceOf: LintResult['sourceOf']): SarifFix {
  return {
    description: { text: title },
    artifactChanges: [...groupByFile(edits)].map(([file, changes]) => ({
      artifactLocation: artifactOf(file),
      replacements: replacementsOf(changes, sourceOf(file) ?? ''),
    })),
    properties: { safety },
  };
}

function replacementsOf(edits: readonly Edit[], text: string): Replacement[] {
  const lines = new LineIndex(text);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return edits.map(({ start, end, text: inserted }) => ({
    deletedRegion: regionOf(lines.range(start, end)),
    insertedContent: { text: inserted.replace(/\r?\n/g, lineEnd) },
  }));
}
