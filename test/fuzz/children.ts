import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Question } from './child.js';
import type { FuzzFile } from './project.js';
import type { Verdict } from './trial.js';

/** So long may one question take on the clock before its process counts as hung. */
const PATIENCE = 300_000;
/** So many megabytes of JavaScript may a process hold. */
const HEAP = 1024;
/** So many bytes may it hold in all. */
const MEMORY = 2_500_000_000;

/** A process of its own that tries files, since what hangs or runs out of memory cannot be caught. */
export class Child {
  #process: ChildProcess | undefined;

  constructor(readonly parser: string) {}

  async ask(question: Question): Promise<Verdict> {
    const child = this.#start();
    const answer = await new Promise<Verdict>((resolve) => {
      const guard = setTimeout(() => end('nothing hangs', `more than ${PATIENCE / 1000} s`), PATIENCE);
      const end = (law: string, detail: string) =>
        done({ breaches: [{ law, detail }], findings: 0, cpu: 0, memory: 0 });
      const died = (code: number | null) => end('nothing ends the process', `exit code ${code}`);
      const done = (verdict: Verdict) => {
        clearTimeout(guard);
        child.off('exit', died);
        child.removeAllListeners('message');
        resolve(verdict);
      };
      child.once('exit', died);
      child.once('message', (verdict: Verdict) => done(verdict));
      child.send(question);
    });
    if (answer.memory > MEMORY)
      answer.breaches.push({ law: 'memory is given back', detail: `${Math.round(answer.memory / 1e6)} MB` });
    if (answer.memory === 0 || answer.memory > MEMORY) this.stop();
    return answer;
  }

  /** @returns true where these files break a law */
  async breaks(files: readonly FuzzFile[], law: string, how: Omit<Question, 'files'>): Promise<boolean> {
    const coded = files.map(({ path, bytes }) => ({ path, base64: bytes.toString('base64') }));
    const { breaches } = await this.ask({ thorough: how.thorough, compare: how.compare, files: coded });
    return breaches.some((breach) => breach.law === law);
  }

  stop(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  #start(): ChildProcess {
    this.#process ??= fork(fileURLToPath(new URL('child.js', import.meta.url)), {
      execArgv: [`--max-old-space-size=${HEAP}`],
      env: { ...process.env, OTP_LINT_PARSER: this.parser },
    });
    return this.#process;
  }
}
