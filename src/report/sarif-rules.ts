import type { PropertyBag, ReportingDescriptor } from 'sarif';
import { ruleMarkdown, rulePlainText } from '../doctrine/rule-markdown.js';
import type { Level, Pointer, RedFlag } from '../lint/finding.js';
import { OWN_RULES, type OwnRule } from '../lint/own-rules.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';

export type SarifLevel = 'error' | 'warning' | 'note';

/** The level as SARIF calls it. */
export function sarifLevel(level: Level): SarifLevel {
  return level === 'info' ? 'note' : level;
}

/** Every rule that can find something, in order of their ids. */
export function descriptorsOf(rules: readonly RuleDocumentation[]): ReportingDescriptor[] {
  const descriptors = [...rules.map(descriptorOf), ...OWN_RULES.map(ownDescriptor)];
  return descriptors.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a finding or rule says of the doctrine, with a few words to filter by. */
export function propertiesOf(
  redFlag: RedFlag | undefined,
  { ironLaw, decisionTree, section }: Pointer,
): PropertyBag {
  return {
    ...(redFlag !== undefined && { redFlag }),
    ...(ironLaw !== undefined && { ironLaw }),
    ...(decisionTree !== undefined && { decisionTree }),
    ...(section !== undefined && { section }),
  };
}

function descriptorOf(rule: RuleDocumentation): ReportingDescriptor {
  const { id, level, redFlag, pointsTo, summary, what } = rule;
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: sentence(summary) },
    fullDescription: { text: what },
    help: { text: rulePlainText(rule), markdown: ruleMarkdown(rule) },
    defaultConfiguration:
      level === 'off' || rule.recommended === false
        ? { enabled: false, level: level === 'off' ? 'warning' : sarifLevel(level) }
        : { level: sarifLevel(level) },
    properties: {
      tags: ['otp', ...(redFlag === undefined ? [] : [redFlag])],
      ...propertiesOf(redFlag, pointsTo),
    },
  };
}

function ownDescriptor({ id, level, summary }: OwnRule): ReportingDescriptor {
  const text = sentence(summary);
  return {
    id,
    // A name that is the id once more says nothing, and validators take it for a mistake.
    ...(id.includes('-') && { name: pascalCase(id) }),
    shortDescription: { text },
    fullDescription: { text },
    help: { text },
    defaultConfiguration: { level: sarifLevel(level) },
    properties: { tags: ['otp-lint'] },
  };
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|[-/])(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `a thing` as `A thing.`; what begins with code stays as it is. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
