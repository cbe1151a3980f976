import type { MixFacts, ProjectKind } from './mix-facts.js';

/** What a kind of project is called. */
export const KIND_NAMES: Readonly<Record<ProjectKind, string>> = {
  umbrella: 'an umbrella',
  phoenix: 'a Phoenix application',
  application: 'an OTP application',
  library: 'a library',
};

/** An `otp-lint.json` for a project: what it needs, and behind comments what it may need later. */
export function configurationText(facts: MixFacts): string {
  const parts = [schemaLines(facts), presetLines(), ruleLines(), ...overrideLines(facts), ignoreLines(facts)];
  const examples = [slowWorkLines(facts), requestPathLines(facts)];
  const lines = [...parts, ...examples].flatMap((part, index) => (index === 0 ? part : ['', ...part]));
  return ['{', ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}', ''].join('\n');
}

function schemaLines({ installed }: MixFacts): string[] {
  const folder = installed ?? 'node_modules/otp-lint';
  return [
    '// What editors complete and check this file with.',
    `"$schema": "./${folder}/otp-lint.schema.json",`,
  ];
}

function presetLines(): string[] {
  return [
    '// recommended, strict (advice fails as well), all (also what is off by default), or red-flags (only the seven)',
    '"preset": "recommended",',
  ];
}

function ruleLines(): string[] {
  return [
    '// off, info, warning or error, by rule: `otp-lint rules` lists them, `otp-lint explain <rule>` tells about one.',
    '"rules": {',
    '  // "blocking-init": "error"',
    '},',
  ];
}

/** Apps of an umbrella are often of different ages. */
function overrideLines({ kind, apps }: MixFacts): string[][] {
  if (kind !== 'umbrella') return [];
  return [
    [
      '// Other levels for some of the apps; the last entry that matches a file and names the rule decides.',
      '"overrides": [',
      ...apps.map((app) => `  // { "files": [${JSON.stringify(`${app}/**`)}], "rules": {} },`),
      '],',
    ],
  ];
}

function ignoreLines({ hasProtobuf }: MixFacts): string[] {
  return [
    '// Files that are not linted, such as those that a tool has written. What git ignores is left out anyway.',
    '"ignore": [',
    hasProtobuf ? '  "**/*.pb.ex"' : '  // "lib/**/*.gen.ex"',
    '],',
  ];
}

function slowWorkLines({ namespace }: MixFacts): string[] {
  return [
    '// Functions that take long, besides the requests, queries and the like that otp-lint knows.',
    '"slowWork": [',
    `  // "${namespace}.Ldap.*", "${namespace}.Pdf.render/2"`,
    '],',
  ];
}

function requestPathLines({ kind, namespace }: MixFacts): string[] {
  const known: Readonly<Record<ProjectKind, string>> = {
    umbrella: 'besides the controllers, LiveViews, channels and resolvers of the apps.',
    phoenix: 'besides controllers, LiveViews, channels and resolvers.',
    application: 'such as the handlers of a protocol of your own.',
    library: 'such as those that your users call from a controller.',
  };
  return [
    `// Modules that serve requests, ${known[kind]}`,
    '"requestPath": [',
    `  // "${namespace}.Api.*"`,
    ']',
  ];
}
