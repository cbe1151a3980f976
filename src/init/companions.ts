import type { MixFacts } from './mix-facts.js';

/** The files of a git hook and of a CI job, which stand in the root of the repository. */
export const PRE_COMMIT_FILE = '.pre-commit-config.yaml';
export const WORKFLOW_FILE = '.github/workflows/otp-lint.yml';

/** A `.pre-commit-config.yaml` with otp-lint alone. */
export function preCommitText(): string {
  return `# https://pre-commit.com: \`pre-commit install\` sets the hook up.
repos:
  - repo: local
    hooks:
      - id: otp-lint
        name: otp-lint
        entry: otp-lint
        language: system
        files: (^|/)lib/.*\\.exs?$
        require_serial: true
`;
}

/**
 * A workflow for GitHub Actions: annotations of pull requests, and code scanning.
 *
 * @param project the folder of the project within the repository, with forward slashes; `.` for its root
 * @param version the version of otp-lint to install
 */
export function workflowText(facts: MixFacts, project: string, version: string): string {
  return `name: otp-lint
on: [push, pull_request]
permissions: { contents: read, security-events: write }
jobs:
  otp-lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      # Or from wherever you keep it.
      - run: npm install --global otp-lint@${version}
      - run: |
          otp-lint${pathsOf(facts, project)} --format github --format sarif --output otp-lint.sarif
      - uses: github/codeql-action/upload-sarif@v4
        if: \${{ !cancelled() }}
        with: { sarif_file: otp-lint.sarif, category: otp-lint }
`;
}

/** Names of files in reports have to be those of the repository, so it runs in its root and is told where to look. */
function pathsOf({ kind, apps }: MixFacts, project: string): string {
  if (project === '.') return '';
  const folders = kind === 'umbrella' ? apps.map((app) => `${project}/${app}/lib`) : [`${project}/lib`];
  return folders.map((folder) => ` ${quoted(folder)}`).join('');
}

/** A word of the shell. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
