import { causeOf, RunError } from '../lint/run-error.js';
import type { Engine, EngineKind } from './engine.js';
import { loadNative } from './native.js';
import { loadWasm } from './wasm.js';

/** The parser in use, and why it is not the native one. */
export interface Choice {
  engine: Engine;
  whyNotNative?: string;
}

let chosen: Choice | undefined;
let choosing: Promise<Choice> | undefined;

/**
 * Loads the parser: the native one, or where it cannot be loaded the one for WebAssembly. `OTP_LINT_PARSER` set to
 * `native` or `wasm` leaves no choice. To be awaited before the first text is parsed; from then on it costs nothing.
 *
 * @throws RunError where no parser can be loaded
 */
export function readyParser(): Promise<Choice> {
  choosing ??= choose();
  return choosing;
}

/**
 * The parser in use, or the native one where none is yet.
 *
 * @throws Error where that one cannot be loaded or is not wanted
 */
export function readiedEngine(): Engine {
  if (chosen) return chosen.engine;
  if (demanded() === 'wasm') throw new Error('the WebAssembly parser is not ready yet');
  chosen = { engine: loadNative() };
  return chosen.engine;
}

async function choose(): Promise<Choice> {
  chosen ??= await load(demanded());
  return chosen;
}

async function load(kind: EngineKind | undefined): Promise<Choice> {
  if (kind === 'wasm') return loadInstead('OTP_LINT_PARSER is set to wasm');
  try {
    return { engine: loadNative() };
  } catch (error) {
    const whyNotNative = causeOf(error);
    if (kind === 'native') throw new RunError(`the native parser cannot be loaded: ${whyNotNative}`);
    return loadInstead(whyNotNative);
  }
}

async function loadInstead(whyNotNative: string): Promise<Choice> {
  try {
    return { engine: await loadWasm(), whyNotNative };
  } catch (error) {
    const causes = `native: ${whyNotNative}; WebAssembly: ${causeOf(error)}`;
    throw new RunError(`no parser can be loaded (${causes})`);
  }
}

function demanded(): EngineKind | undefined {
  const { OTP_LINT_PARSER: kind = '' } = process.env;
  if (kind === '') return undefined;
  if (kind === 'native' || kind === 'wasm') return kind;
  throw new RunError(`OTP_LINT_PARSER is set to \`${kind}\`; it may be native or wasm`);
}
