import { calleeOf } from '../../elixir/callee.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Evidence } from '../../lint/finding.js';
import type { Project } from '../../project/project.js';
import { callText, type Reached, reach, sought } from '../../project/reach.js';
import { FOLDER, type SlowWork, slowWorkOf } from './slow-work.js';

/** Slow work that a callback leads to, and the calls on the way there. */
export interface Wait {
  work: SlowWork;
  /** True where it happens only on some runs: behind a cache that had no answer, in an argument of `Logger`. */
  sometimes: boolean;
  site: CallSite;
  chain: readonly CallSite[];
}

export interface WaitOptions {
  /** Return false for a call of the clause itself that does not count. */
  counts?: (site: CallSite) => boolean;
  /** A call of the clause whose function counts as run by the same process. */
  inside?: CallSite;
}

/**
 * The nearest slow work that running a clause leads to in the same process; work that always happens goes before
 * work that happens only on some runs.
 */
export function slowWorkIn(
  clause: FunctionClause,
  project: Project,
  options: WaitOptions = {},
): Wait | undefined {
  let sometimes: Wait | undefined;
  if (!options.inside && reach(clause, project, { only: slowCalls }).next().done) return undefined;
  const follow = (site: CallSite): boolean =>
    !(options.counts && site.situation.clause === clause && !options.counts(site));
  for (const reached of reach(clause, project, {
    follow,
    ...(options.inside ? { inside: options.inside } : {}),
  })) {
    const work = slowWorkOf(reached.site, project) ?? walkOver(reached);
    if (!work) continue;
    if (!happensSometimes(reached)) return { work, sometimes: false, ...reached };
    sometimes ??= { work, sometimes: true, ...reached };
  }
  return sometimes;
}

const slowCalls = sought((site, project) => slowWorkOf(site, project) !== undefined || touchesFile(site));

const OF_ONE_FILE: ReadonlySet<string> = new Set([
  'File.stat',
  'File.stat!',
  'File.lstat',
  'File.lstat!',
  'File.rm',
  'File.rm!',
  ':file.read_file_info',
  ':file.delete',
]);

function touchesFile(site: CallSite): boolean {
  return OF_ONE_FILE.has(calleeOf(site));
}

/** What is soon done for one file, done for each of many: the name of the work, where a loop stands on the way. */
function walkOver({ site, chain }: Reached): SlowWork | undefined {
  return touchesFile(site) && chain.some(({ situation }) => situation.loop) ? FOLDER : undefined;
}

const CACHE_READS: ReadonlySet<string> = new Set([
  ':ets.lookup',
  ':ets.lookup_element',
  ':ets.member',
  'Cachex.get',
  'Cachex.get!',
  'ConCache.get',
  ':persistent_term.get',
  'Process.get',
]);
const FALLBACKS: ReadonlySet<string> = new Set([
  'Cachex.fetch',
  'Cachex.fetch!',
  'ConCache.get_or_store',
  'ConCache.fetch_or_store',
]);

/** True where some call on the way is made only when a cache has no answer, or may be compiled out. */
export function happensSometimes({ chain }: Reached): boolean {
  return chain.some((site) => isFallback(site) || followsCacheRead(site));
}

function isFallback(site: CallSite): boolean {
  if (site.situation.logged) return true;
  for (let closure = site.situation.closure; closure; closure = closure.outer) {
    if (closure.via && FALLBACKS.has(calleeOf(closure.via))) return true;
  }
  return false;
}

/** True for a call in a branch of a clause that looked into a cache first. */
export function followsCacheRead(site: CallSite): boolean {
  const { clause, branches } = site.situation;
  if (!clause || branches === 0) return false;
  return clause.calls.some(
    (other) =>
      other.start < site.start && other.situation.branches < branches && CACHE_READS.has(calleeOf(other)),
  );
}

/** The steps from a callback to the slow call, one for each call on the way. */
export function waitEvidence(wait: Wait, project: Project): Evidence[] {
  const last = wait.chain.length - 1;
  return wait.chain.map((site, index) => {
    return project.evidence(
      site,
      index === last ? `\`${callText(site)}\` is ${wait.work}` : `calls \`${callText(site)}\``,
    );
  });
}
