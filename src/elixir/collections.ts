/** Modules whose functions make collections of collections (`Enum`, `Stream`, `Map` and so on). */
export const COLLECTIONS: ReadonlySet<string> = new Set([
  'Enum',
  'Stream',
  'List',
  'Map',
  'Keyword',
  'MapSet',
  'Tuple',
]);

/** Those of which functions give the items of their first argument to a function. */
export const ENUMERATING: ReadonlySet<string> = new Set(['Enum', 'Stream', 'Map', 'Keyword', 'MapSet']);
