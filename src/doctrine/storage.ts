import type { Section } from './section.js';
import { sources } from './sources.js';

export const storage: Section = {
  id: 'storage',
  title: 'Storage',
  summary: 'what to keep where, and what each place costs',
  blocks: [
    {
      kind: 'table',
      table: {
        head: ['Need', 'Use', 'Mind'],
        rows: [
          ['domain data', 'the database', 'the only place that outlives everything'],
          ['a cache in memory', 'ETS', '`read_concurrency: true`; the table dies with its owner'],
          [
            'values that never change',
            '`:persistent_term`',
            'fast to read, and a change scans every process',
          ],
          ['a value that one process works on', 'the state of a GenServer', 'all access is serialized'],
          ['a small table on disk', 'DETS', 'at most 2 GB a file'],
          ['transactions over nodes', 'Mnesia', 'dirty operations step around the transactions'],
        ],
      },
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'ETS or the state of a process' },
    {
      kind: 'table',
      table: {
        head: ['', 'ETS', 'GenServer state'],
        rows: [
          ['Reads', 'by all callers at once', 'one after the other'],
          ['Writes', 'atomic for each row', 'in order, over the whole state'],
          ['After a crash of the owner', 'gone, unless there is an `:heir`', 'gone'],
          ['Questions', 'by key, match or select', 'anything'],
        ],
      },
      source: sources.otpPatterns,
    },
    { kind: 'heading', text: 'ETS' },
    {
      kind: 'list',
      items: [
        'Let a process that lives long make the table, in `init/1`. A table made by a request or a task is gone when that ends.',
        'Look up, compute, insert is a race between two callers. Use `:ets.update_counter/3`, `:ets.insert_new/2`, or write through the owner.',
        'Emptying a table in order to fill it again lets readers see it empty. Insert the new rows first, then delete the stale ones.',
        'A `handle_call` that only looks a row up adds a queue to a table that needs none.',
      ],
      source: sources.ets,
    },
    { kind: 'heading', text: '`:persistent_term`' },
    {
      kind: 'text',
      text: 'Reading copies nothing. Changing or erasing a value makes the runtime look through all processes for the old one. Write at start, and seldom after.',
      source: sources.persistentTerm,
    },
    { kind: 'heading', text: 'Disk' },
    {
      kind: 'text',
      text: 'DETS stops at 2 GB and repairs its file slowly after a crash.',
      source: sources.dets,
    },
    {
      kind: 'text',
      text: 'In Mnesia, `:mnesia.dirty_*` takes no locks: next to transactions on the same table it can break them.',
      source: sources.mnesia,
    },
  ],
};
