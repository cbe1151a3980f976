import type { Engine } from '../../src/syntax/engine.js';
import { type Breach, breachesOf, parserBreaches, thoroughBreachesOf } from './laws.js';
import { inFolder, runIn, runThoroughlyIn } from './pipeline.js';
import type { FuzzFile } from './project.js';

/** How to try some files. */
export interface Trial {
  /** Also the steps that take several runs. */
  thorough: boolean;
  /** The parsers to hold against each other; absent for neither. */
  parsers?: readonly [Engine, Engine];
}

/** What a trial found, and how long it took. */
export interface Verdict {
  breaches: Breach[];
  findings: number;
  /** Milliseconds of processor time in user mode. */
  cpu: number;
  /** Bytes that the process holds. */
  memory: number;
}

/** Milliseconds that any input may take, and more for each character: no measure of speed, but a guard against hangs. */
const PATIENCE = { each: 10_000, perCharacter: 0.1 };

/** Puts files through everything. A throw is a breach as well. */
export async function tryFiles(files: readonly FuzzFile[], { thorough, parsers }: Trial): Promise<Verdict> {
  const started = process.cpuUsage();
  const breaches: Breach[] = [];
  let findings = 0;
  try {
    await inFolder(files, async (cwd) => {
      const outcome = await runIn(cwd);
      findings = outcome.result.findings.length;
      breaches.push(...breachesOf(files, outcome));
      if (thorough) breaches.push(...thoroughBreachesOf(outcome, await runThoroughlyIn(cwd, outcome)));
    });
    if (parsers) for (const file of files) breaches.push(...parserBreaches(file, parsers));
  } catch (error) {
    breaches.push({
      law: 'nothing throws',
      detail: error instanceof Error ? (error.stack ?? '') : `${error}`,
    });
  }
  const cpu = process.cpuUsage(started).user / 1000;
  const characters = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (cpu > PATIENCE.each + PATIENCE.perCharacter * characters)
    breaches.push({ law: 'nothing takes for ever', detail: `${Math.round(cpu)} ms` });
  return { breaches, findings, cpu, memory: process.memoryUsage.rss() };
}
