import { isAtom } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';

/** What a function of `:sys` does to the process that it is given. */
export type DebugEffect =
  /** It hands out a copy of the state. */
  | 'reads'
  /** It changes the state behind the process's back. */
  | 'replaces'
  /** It makes the process report each of its events. */
  | 'watches';

const EFFECTS: ReadonlyMap<string, DebugEffect> = new Map<string, DebugEffect>([
  ['get_state', 'reads'],
  ['replace_state', 'replaces'],
  ['install', 'watches'],
  ['trace', 'watches'],
  ['log', 'watches'],
]);

/** Functions that are switched on and off, or asked, by their second argument (`:sys.trace/2`, `:sys.log/2`). */
const SWITCHES: ReadonlySet<string> = new Set(['trace', 'log']);

/**
 * What a call to `:sys` does, where it is one of those that are meant for debugging (`:sys`, "These functions are
 * intended only to help with debugging"); `undefined` for others, and where tracing or logging is switched off.
 */
export function debugEffectOf(site: CallSite): DebugEffect | undefined {
  const effect = site.module === ':sys' ? EFFECTS.get(site.name) : undefined;
  if (!effect || !SWITCHES.has(site.name) || site.captured) return effect;
  const flag = site.args[1] && followValue(site.args[1], site.situation.owner, site.situation.clause);
  return isAtom(flag, 'false', 'get', 'print') ? undefined : effect;
}

const OPERATOR_PART = /^(Debug|Debugging|Debugger|IEx|Iex|IExHelpers?|Console|Inspector|Troubleshoot(ing)?)$/;

/** True for a module that its name says is for operators at a shell. */
export function isForOperators(module: string): boolean {
  return module.split('.').some((part) => OPERATOR_PART.test(part));
}
