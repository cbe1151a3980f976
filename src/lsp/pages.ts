import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../doctrine/explain.js';
import { ruleMarkdown, rulePlainText } from '../doctrine/rule-markdown.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { uriOf } from './paths.js';

/** Pages that editors can open: files in a temporary folder, which goes away with the program. */
export class Pages {
  readonly #rules: readonly RuleDocumentation[];
  readonly #others = new Map<string, RuleDocumentation>();
  readonly #written = new Map<string, string>();
  #folder: string | undefined;

  constructor(rules: readonly RuleDocumentation[]) {
    this.#rules = rules;
  }

  /** Takes in the rules of plugins. What a plugin says now counts. */
  learn(rules: readonly RuleDocumentation[]): void {
    for (const rule of rules) {
      if (this.#others.get(rule.id) === rule) continue;
      this.#others.set(rule.id, rule);
      this.#written.delete(rule.id);
    }
  }

  /** The page about a rule or a topic, in Markdown; undefined where there is none. */
  textOf(topic: string): string | undefined {
    const rule = this.#others.get(topic) ?? this.#rules.find(({ id }) => id === topic);
    if (rule) return `# ${rule.id}\n\n${ruleMarkdown(rule)}\n`;
    const answer = explain(topic, this.#rules, { color: false });
    return 'text' in answer ? `\`\`\`text\n${answer.text}\`\`\`\n` : undefined;
  }

  /** The heart of the page about a rule, for a message; undefined for all else. */
  wordsOf(topic: string): string | undefined {
    const rule = this.#rules.find(({ id }) => id === topic);
    return rule && `${rulePlainText(rule)}\n\nMore: otp-lint explain ${rule.id}`;
  }

  /** Where the page about a rule or a topic is; undefined where there is none or it cannot be written. */
  uriOf(topic: string): string | undefined {
    const known = this.#written.get(topic);
    if (known !== undefined) return known;
    const text = this.textOf(topic);
    const uri = text === undefined ? undefined : this.write(`${topic.replace('/', '--')}.md`, text);
    if (uri !== undefined) this.#written.set(topic, uri);
    return uri;
  }

  /** Writes a page. @returns its URI; undefined where it cannot be written */
  write(name: string, text: string): string | undefined {
    try {
      this.#folder ??= this.#makeFolder();
      const path = join(this.#folder, name);
      writeFileSync(path, text);
      return uriOf(path);
    } catch {
      // The page is a convenience; what it is about is reported without it.
      return undefined;
    }
  }

  #makeFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'otp-lint-pages-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
}
