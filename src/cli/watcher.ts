import { watch } from 'chokidar';
import type { WatchedArea } from '../discover/watched-area.js';
import { causeOf } from '../lint/run-error.js';
import { tell } from './output.js';

export interface Watcher {
  /** Ends the watching. */
  close(): Promise<void>;
}

/**
 * Watches files that may come, change and go.
 *
 * @param onChange is told of each change
 * @returns when every change from now on will be told
 */
export async function watchArea(area: WatchedArea, onChange: () => void): Promise<Watcher> {
  const watcher = watch([...area.tops], {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    // Before it is known what a path is, it may be either.
    ignored: (path, stats) =>
      !(
        (stats?.isDirectory() !== true && area.holdsFile(path)) ||
        (!stats?.isFile() && area.holdsFolder(path))
      ),
  });
  watcher.on('all', () => onChange());
  watcher.on('error', (error) => tell(`cannot watch: ${causeOf(error)}`));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return watcher;
}
