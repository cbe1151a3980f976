import type { Place } from '../../lint/finding.js';
import type { Server } from './server.js';

const SERVERS: ReadonlySet<string> = new Set(['GenServer', ':gen_server', 'GenStage', ':gen_statem']);

/** Where a module says that it is a server: `use GenServer`, the behaviour, or else the module's head. */
export function placeOfServer({ module: { def, project } }: Server): Place {
  const use = def.uses.find(({ module }) => SERVERS.has(module));
  const behaviour = def.behaviours.find(({ module }) => SERVERS.has(module));
  return project.place(def, use ?? behaviour ?? { start: def.headStart, end: def.headEnd });
}
