import { setImmediate as turn } from 'node:timers/promises';
import { reportedName } from '../discover/names.js';
import type { Finding, LintResult } from '../lint/finding.js';
import { Overtaken, pauseWhile } from '../lint/overtaken.js';
import { SUPPRESSION } from '../lint/own-rules.js';
import type { Rule } from '../lint/rule.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { causeOf, RunError } from '../lint/run-error.js';
import { type LintOptions, Session } from '../lint/session.js';
import type { Project } from '../project/project.js';
import { treeDocument } from '../tree/document.js';
import type { TreeDocument } from '../tree/model.js';
import { carriedOver } from './carried.js';

/** How long nobody types before the text is linted, in milliseconds. */
const PAUSE = 150;
/** How long after that the rules about the whole project are asked, in milliseconds. */
const IDLE = 1000;

/** A text as it stands in the editor. */
export interface OpenText {
  uri: string;
  /** Absolute. */
  path: string;
  version: number;
  /** Without its byte order mark. */
  text: string;
}

/** What was found in an open text. */
export interface Answer {
  document: OpenText;
  findings: readonly Finding[];
}

export interface LinterOptions {
  /** How many threads may read a project. */
  workers: number;
  /** Whether the plugins that configurations list are loaded. */
  plugins: boolean;
}

/** Who wants to know about the runs. */
export interface Listener {
  /** Is told of the rules of plugins, before anything that they found. */
  learn(rules: readonly RuleDocumentation[]): void;
  /** Is given what was found in a text, which is still the newest one. */
  publish(answer: Answer): void;
  /** Is told what went wrong in a run. @param isMistake true where the person in front of the editor can mend it */
  tell(message: string, isMistake: boolean): void;
}

/**
 * Lints the open files of one project as they change. What concerns a changed file alone is answered as soon as
 * nobody types; the rules about the whole project are asked when nothing has happened for longer. A run whose texts
 * have changed meanwhile is given up.
 */
export class ProjectLinter {
  readonly #session: Session;
  readonly #open = new Map<string, OpenText>();
  /** What is open and was not linted as it is now. */
  readonly #changed = new Set<string>();
  /** The last answers, by path. */
  readonly #answers = new Map<string, Answer>();
  /** The last answers of all rules, by path. */
  readonly #whole = new Map<string, Answer>();
  readonly #plugins: boolean;
  /** The rules about the whole project. */
  #wholeRules: ReadonlySet<string> = new Set();
  #generation = 0;
  #timer: NodeJS.Timeout | undefined;
  #going: Promise<unknown> = Promise.resolve();
  #told = '';

  /**
   * @param root the folder of the project, absolute
   */
  constructor(
    readonly root: string,
    readonly rules: readonly Rule[],
    readonly listener: Listener,
    { workers, plugins }: LinterOptions,
  ) {
    this.#session = new Session({ workers });
    this.#plugins = plugins;
  }

  /** A file was opened. */
  open(document: OpenText): void {
    this.#open.set(document.path, document);
    this.#lintAfter(0, 0, [document.path]);
  }

  /** The text of an open file has changed. */
  change(document: OpenText): void {
    this.#open.set(document.path, document);
    this.#lintAfter(PAUSE, IDLE, [document.path]);
  }

  /** A file was closed: from now on what is on disk counts. @param path absolute */
  close(path: string): void {
    for (const each of [this.#open, this.#answers, this.#whole]) each.delete(path);
    this.#changed.delete(path);
    if (this.#open.size > 0) this.#lintAfter(PAUSE, IDLE, []);
    else this.#overtake();
  }

  /** Something on disk has changed that may change all findings. */
  refresh(): void {
    if (this.#open.size > 0) this.#lintAfter(PAUSE, 0, [...this.#open.keys()]);
  }

  /** Ends what goes on and what is to come. */
  end(): void {
    this.#overtake();
    this.#open.clear();
  }

  /** What was found last in a text that has not changed since. @param path absolute */
  answerFor(path: string): Answer | undefined {
    const answer = this.#answers.get(path);
    return answer?.document.version === this.#open.get(path)?.version ? answer : undefined;
  }

  /** An open text by its path. */
  textAt(path: string): OpenText | undefined {
    return this.#open.get(path);
  }

  /** Asks the projects of the last run, which are there as long as the question takes. */
  async ask<Reply>(question: (projects: readonly Project[]) => Reply): Promise<Reply> {
    return this.#exclusively(async () => question(this.#session.projects));
  }

  /**
   * The supervision trees of the project, with unsaved texts as they are.
   *
   * @throws RunError where the folder or the configuration is not as it should be
   */
  async tree(version: string): Promise<TreeDocument> {
    return this.#exclusively(async () => {
      const { result, projects } = await this.#session.survey({ ...this.#options(), paths: [] });
      return treeDocument(projects, result, version);
    });
  }

  #lintAfter(pause: number, idle: number, paths: readonly string[]): void {
    this.#overtake();
    for (const path of paths) this.#changed.add(path);
    this.#timer = setTimeout(() => void this.#lint(idle), pause);
  }

  #overtake(): void {
    this.#generation += 1;
    clearTimeout(this.#timer);
  }

  async #lint(idle: number): Promise<void> {
    const generation = this.#generation;
    const isCurrent = () => generation === this.#generation;
    await this.#exclusively(() => this.#report(isCurrent, () => this.#lintChanged(isCurrent)));
    if (!isCurrent()) return;
    this.#timer = setTimeout(() => {
      void this.#exclusively(() => this.#report(isCurrent, () => this.#lintAll(isCurrent)));
    }, idle);
  }

  /** Never two runs at once: they share what is known of the files. */
  #exclusively<Reply>(run: () => Promise<Reply>): Promise<Reply> {
    const reply = this.#going.then(run);
    this.#going = reply.catch(() => {});
    return reply;
  }

  async #report(isCurrent: () => boolean, run: () => Promise<void>): Promise<void> {
    if (!isCurrent()) return;
    try {
      await run();
    } catch (error) {
      if (error instanceof Overtaken) return;
      const isMistake = error instanceof RunError;
      this.#tell(isMistake ? error.message : `internal error: ${causeOf(error)}`, isMistake);
    }
  }

  /** The rules that look at calls and modules, for what has changed; the others' findings stay as they were. */
  async #lintChanged(isCurrent: () => boolean): Promise<void> {
    const paths = [...this.#changed];
    if (paths.length === 0) return;
    const options = { ...this.#options(), paths, isAsked: (rule: Rule) => !isAboutProject(rule) };
    const result = await this.#run(options, isCurrent);
    for (const answer of this.#answersIn(result, paths)) {
      this.#changed.delete(answer.document.path);
      this.#publish({ ...answer, findings: [...answer.findings, ...this.#carried(answer)] });
    }
  }

  async #lintAll(isCurrent: () => boolean): Promise<void> {
    const paths = [...this.#open.keys()];
    if (paths.length === 0) return;
    const result = await this.#run({ ...this.#options(), paths }, isCurrent);
    const problems = result.diagnostics.map(({ file, message }) =>
      file === undefined ? message : `${file}: ${message}`,
    );
    this.#tell(problems.join('\n'), false);
    for (const answer of this.#answersIn(result, paths)) {
      this.#whole.set(answer.document.path, answer);
      this.#publish(answer);
    }
  }

  /** @throws Overtaken where the texts have changed meanwhile */
  async #run(options: LintOptions, isCurrent: () => boolean): Promise<LintResult> {
    const result = await this.#session.lint({ ...options, pause: pauseWhile(isCurrent) });
    // What was typed during the run comes in now.
    await turn();
    if (!isCurrent()) throw new Overtaken();
    const known = [...this.rules, ...result.pluginRules];
    this.#wholeRules = new Set(known.filter(isAboutProject).map(({ id }) => id));
    this.listener.learn(result.pluginRules);
    return result;
  }

  #options(): LintOptions {
    const texts = new Map([...this.#open.values()].map(({ path, text }) => [path, text]));
    return { paths: [], cwd: this.root, rules: this.rules, plugins: this.#plugins, texts };
  }

  #answersIn({ findings }: LintResult, paths: readonly string[]): Answer[] {
    return paths.flatMap((path) => {
      const document = this.#open.get(path);
      const name = reportedName(this.root, path);
      return document ? [{ document, findings: findings.filter(({ file }) => file === name) }] : [];
    });
  }

  /** What the rules about the whole project found in an earlier text. */
  #carried({ document, findings }: Answer): Finding[] {
    const before = this.#whole.get(document.path);
    if (!before) return [];
    const fresh = new Set(findings.map(({ fingerprint }) => fingerprint));
    const kept = before.findings.filter(
      ({ rule, fingerprint }) =>
        (this.#wholeRules.has(rule) || rule === SUPPRESSION.id) && !fresh.has(fingerprint),
    );
    return carriedOver(kept, before.document.text, document.text);
  }

  #publish(answer: Answer): void {
    this.#answers.set(answer.document.path, answer);
    this.listener.publish(answer);
  }

  /** The same thing is told once, until it is mended. */
  #tell(message: string, isMistake: boolean): void {
    if (message !== '' && message !== this.#told) this.listener.tell(message, isMistake);
    this.#told = message;
  }
}

function isAboutProject(rule: RuleDocumentation): boolean {
  return 'project' in rule;
}
