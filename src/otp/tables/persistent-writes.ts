import { sourceOf } from '../../elixir/bindings.js';
import { conditionsAround } from '../../elixir/conditions.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { argumentAlong } from '../../project/arguments.js';
import { originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, mayMatch, reach, sought } from '../../project/reach.js';
import { type Run, runsOf } from '../../project/runs.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { selfSent } from '../messages/wakers.js';
import { isRequestPath } from '../requests/request-path.js';
import { durationOf } from '../timers/durations.js';

/** Why a write of a persistent term runs again and again. */
export interface HotWrite {
  run: Run;
  by: 'request' | 'callback' | 'loop';
  /** False where it may well be rare: a timer whose delay the source does not show. */
  sure: boolean;
}

const MINUTE = 60_000;

/** How a write of `:persistent_term` comes to run more than rarely; `undefined` where the source shows no such way. */
export function hotWriteOf(site: CallSite, project: Project): HotWrite | undefined {
  if (site.name === 'put' && isImmediate(site, project)) return undefined;
  for (const run of runsOf(site, project, (chain) => mayRunOften(chain, project))) {
    const hot = heatOf(run, project);
    if (hot) return { run, ...hot };
  }
  return undefined;
}

function heatOf(run: Run, project: Project): Omit<HotWrite, 'run'> | undefined {
  const { runner, chain } = run;
  if (runner.kind === 'request') return { by: 'request', sure: true };
  if (runner.kind === 'callback') {
    const { callback, server } = runner;
    if (/^(init|terminate|handle_continue)$/.test(callback.name)) return undefined;
    if (isRequestPath(server.module)) return { by: 'request', sure: true };
    if (isNodeEvent(callback.message)) return { by: 'callback', sure: false };
    const delays = callback.name === 'handle_info' ? delaysOf(callback.message, server.module.sites) : [];
    if (delays.some((delay) => delay !== undefined && delay >= MINUTE)) return undefined;
    return { by: 'callback', sure: delays.length === 0 || delays.some((delay) => delay !== undefined) };
  }
  const loops = runner.kind === 'anyone' || runner.kind === 'task' || runner.kind === 'handler';
  return loops && chain.some((step) => isInLoop(step, project)) ? { by: 'loop', sure: true } : undefined;
}

/** `{:nodedown, node}` and its like come when the cluster changes (`:net_kernel.monitor_nodes/2`). */
function isNodeEvent(message: Expr | undefined): boolean {
  const [tag] = message?.kind === 'tuple' ? message.items : [];
  return isAtom(tag, 'nodeup', 'nodedown');
}

/** The delays after which a process sends itself what a clause takes; `undefined` for one that is not written out. */
function delaysOf(message: Expr | undefined, sites: readonly CallSite[]): (number | undefined)[] {
  if (!message || message.kind === 'variable') return [];
  return sites.flatMap((site) => {
    const sent = selfSent(site);
    if (!sent || sent.kind === 'variable' || !mayMatch(message, sent)) return [];
    if (site.module === 'Kernel' || site.name === 'send') return [];
    const { owner, clause } = site.situation;
    const given = site.module === 'Process' ? site.args[2] : site.args[0];
    return [given && durationOf(followValue(given, owner, clause))];
  });
}

/** True for a call made once per item of a collection that is not written out. */
function isInLoop(site: CallSite, project: Project): boolean {
  const { loop, owner, clause } = site.situation;
  if (!loop) return false;
  const at = { owner, ...(clause ? { clause } : {}), entered: [] };
  return originsOf(loop.collection, [], at, project).some(({ expr }) => expr.kind !== 'list');
}

// --- cheap and rare writes ----------------------------------------------------------------------------------

const QUESTIONS: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '===',
  '!==',
  '<',
  '>',
  '<=',
  '>=',
  'not',
  '!',
  'in',
  'and',
]);
const SMALL = 2 ** 59;

/**
 * True for a value that is one word: an atom, a truth value or a small integer. No process can hold a copy that
 * would have to be looked for (`:persistent_term`, "Best Practices").
 */
function isImmediate(site: CallSite, project: Project): boolean {
  const { owner, clause } = site.situation;
  const [, value] = site.args;
  if (!value || !clause) return value?.kind === 'atom';
  const origins = originsOf(value, [], { owner, clause, entered: [] }, project);
  return origins.every(({ expr, path }) => {
    if (path.length > 0) return false;
    if (expr.kind === 'atom') return true;
    if (expr.kind === 'number') return expr.value !== undefined && Math.abs(expr.value) < SMALL;
    if (expr.kind === 'operator') return QUESTIONS.has(expr.name);
    return expr.kind === 'call' && (/^is_|\?$/.test(expr.name) || isNumber(expr));
  });
}

const NUMBERS = /_time$|^(phash2|crc32|adler32|length|\w*_size|count|unique_integer)$/;

/** A number of one word: a time, a hash, a size. */
function isNumber({ module = '', name }: { module?: string | undefined; name: string }): boolean {
  return ['System', ':erlang', 'Kernel', 'Enum', 'DateTime'].includes(module) && NUMBERS.test(name);
}

const CHANGED = /chang|differ|stale|expire|initiali[sz]ed|cached|missing|outdated/i;
const COMPARES: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '<', '>', '<=', '>=']);

/** False where the first call of a chain is guarded, or gives the second a literal by which that is never reached. */
function mayRunOften(chain: readonly CallSite[], project: Project): boolean {
  const [first, second] = chain;
  if (!first || isGuarded(first, project)) return false;
  if (!second) return true;
  const given = conditionsAround(second).map((expr) => argumentAlong(expr, [first, second]).expr);
  return !given.some((expr) => isAtom(expr, 'false', 'nil'));
}

/** True for a call that is made only where a comparison, or a look at what is there, says so. */
function isGuarded(site: CallSite, project: Project): boolean {
  const { clause } = site.situation;
  return clause !== undefined && conditionsAround(site).some((expr) => decides(expr, clause, project));
}

function decides(expr: Expr, clause: FunctionClause, project: Project, depth = 4): boolean {
  return (
    findExpr(expr, (inner) => {
      if (inner.kind === 'operator') return COMPARES.has(inner.name);
      if (inner.kind === 'variable' && depth > 0) {
        const source = sourceOf(clause, inner.name, inner.start);
        return source !== undefined && decides(source, clause, project, depth - 1);
      }
      return inner.kind === 'call' && (CHANGED.test(inner.name) || looksUp(inner, clause, project));
    }) !== undefined
  );
}

function looksUp(call: Expr, clause: FunctionClause, project: Project): boolean {
  const site = clause.calls.find(({ expr }) => expr === call);
  if (!site) return false;
  if (isLookUp(site)) return true;
  return clausesEntered(site, project).some(
    (entered) => !reach(entered, project, { depth: 3, only: lookUps }).next().done,
  );
}

const lookUps = sought(isLookUp);

function isLookUp({ module, name }: CallSite): boolean {
  return module === ':persistent_term' && (name === 'get' || name === 'info');
}
