import { Command, InvalidArgumentError, Option } from 'commander';
import { Child } from './children.js';
import { corpus } from './corpus.js';
import type { Breach } from './laws.js';
import { contentsFor, filesOf } from './project.js';
import { minimalFiles } from './shrink.js';

/** Files in one project; more of them make each cheaper, and a fault harder to find. */
const TOGETHER = 40;
/** One project in so many goes through what takes several runs. */
const THOROUGH = 8;

interface Flags {
  runs: number;
  seed: number;
  parser: 'native' | 'wasm';
}

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is expected');
  return Number(text);
};

const program = new Command('npm run fuzz --')
  .description('Lints source that a seed makes up, and tells what must not be.')
  .option('--runs <n>', 'how many files', whole, 2000)
  .option('--seed <n>', 'the first seed; each makes the files of one project', whole, 1)
  .addOption(new Option('--parser <kind>', 'which parser').choices(['native', 'wasm']).default('native'))
  .action((flags: Flags) => fuzz(flags));

async function fuzz({ runs, seed: first, parser }: Flags): Promise<void> {
  const child = new Child(parser);
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
  });
  const told = new Set<string>();
  const started = Date.now();
  const total = { inputs: 0, findings: 0, cpu: 0 };
  let slowest = { seed: first, cpu: 0 };
  for (let seed = first; total.inputs < runs && !interrupted; seed += 1) {
    const how = howFor(seed, parser);
    const count = Math.min(TOGETHER, runs - total.inputs);
    const { breaches, findings, cpu } = await child.ask({ seed, count, ...how });
    // A Ctrl-C ends the child as well: what it was asked last has no answer.
    if (interrupted) break;
    total.inputs += count;
    total.findings += findings;
    total.cpu += cpu;
    if (!how.thorough && cpu > slowest.cpu) slowest = { seed, cpu };
    for (const breach of breaches) {
      if (told.has(kindOf(breach))) continue;
      told.add(kindOf(breach));
      await tell(breach, seed, child, parser);
    }
    if (seed % 100 === 0) console.error(`${total.inputs} files, ${told.size} kinds of faults, seed ${seed}`);
  }
  const worst = await slowestOf(slowest.seed, child);
  child.stop();
  if (interrupted) console.log('interrupted');
  const seconds = total.cpu / 1000;
  console.log(`${total.inputs} files with the ${parser} parser, ${total.findings} findings
${seconds.toFixed(0)} s of processor time, ${(total.inputs / seconds).toFixed(0)} files a second, ${((Date.now() - started) / 1000).toFixed(0)} s on the clock
slowest: ${worst.cpu.toFixed(0)} ms for ${worst.bytes.length} bytes of seed ${slowest.seed}: ${JSON.stringify(worst.bytes.toString().slice(0, 200))}
${told.size} kinds of faults`);
  process.exitCode = told.size > 0 ? 1 : 0;
}

function howFor(seed: number, parser: Flags['parser']) {
  return { thorough: seed % THOROUGH === 0, compare: parser === 'native' && seed % 2 === 1 };
}

/** Faults with the same words but for names and numbers are one. */
function kindOf({ law, detail }: Breach): string {
  return `${law}: ${detail.split('\n')[0]?.slice(0, 60).replace(/\d+/g, '0')}`;
}

async function tell(
  { law, detail, file }: Breach,
  seed: number,
  child: Child,
  parser: Flags['parser'],
): Promise<void> {
  const how = howFor(seed, parser);
  console.log(`\nnot so: ${law}${file === undefined ? '' : ` (${file})`}: ${detail.slice(0, 2000)}`);
  console.log(`again with: npm run fuzz -- --runs ${TOGETHER} --seed ${seed} --parser ${parser}`);
  const files = filesOf(contentsFor(corpus(), seed, TOGETHER));
  const left = await minimalFiles(files, (some) => child.breaks(some, law, how), 500);
  for (const { path, bytes } of left) console.log(`${path}: ${JSON.stringify(bytes.toString('utf8'))}`);
}

/** Of the files of a seed the one that takes longest by itself. */
async function slowestOf(seed: number, child: Child): Promise<{ bytes: Buffer; cpu: number }> {
  let worst: { bytes: Buffer; cpu: number } = { bytes: Buffer.from(''), cpu: 0 };
  for (const file of filesOf(contentsFor(corpus(), seed, TOGETHER))) {
    const alone = [{ path: file.path, base64: file.bytes.toString('base64') }];
    const { cpu } = await child.ask({ files: alone, thorough: false, compare: false });
    if (cpu > worst.cpu) worst = { bytes: file.bytes, cpu };
  }
  return worst;
}

await program.parseAsync();
