import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** How long a run goes on without looking at what comes in, in milliseconds. */
const STRETCH = 20;

/** A run was given up because what it is about has changed. */
export class Overtaken extends Error {
  override name = 'Overtaken';

  constructor() {
    super('the run was overtaken by a change');
  }
}

/**
 * What a run is to wait for now and then, so that what comes in is heard meanwhile.
 *
 * @returns a function that throws `Overtaken` once the run is not current any more
 */
export function pauseWhile(isCurrent: () => boolean): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < STRETCH) return;
    await turn();
    if (!isCurrent()) throw new Overtaken();
    since = performance.now();
  };
}
