import type { RedFlag } from '../lint/finding.js';
import type { Section, SectionId } from './section.js';
import { sources } from './sources.js';

/** A sign that the design should be thought over. */
export interface RedFlagEntry {
  id: RedFlag;
  title: string;
  why: string;
  instead: string;
  /** The topic that says more. */
  section: SectionId;
}

export const RED_FLAGS: readonly RedFlagEntry[] = [
  {
    id: 'RF1',
    title: 'A GenServer around stateless computation',
    why: 'All callers queue for work that each could do for itself.',
    instead: 'Plain functions in a module.',
    section: 'iron-law',
  },
  {
    id: 'RF2',
    title: '`Task.async` in production where errors need handling',
    why: 'The task is linked: when it crashes, its caller dies before it can handle anything.',
    instead: '`Task.Supervisor.async_nolink`, then `Task.yield` or a `:DOWN` clause.',
    section: 'tasks',
  },
  {
    id: 'RF3',
    title: 'Atoms made at run time for process names',
    why: 'Atoms are never freed. When the table is full, the whole node stops.',
    instead: 'A `Registry` and `{:via, Registry, {MyApp.Registry, id}}`.',
    section: 'names',
  },
  {
    id: 'RF4',
    title: 'A single GenServer as the throughput bottleneck',
    why: 'One mailbox, and one core at a time, serve everybody.',
    instead: 'Reads from ETS, slow work in supervised tasks, one process per key.',
    section: 'iron-law',
  },
  {
    id: 'RF5',
    title: 'Broadway for background jobs',
    why: 'Broadway takes in data from a queue outside. It keeps no jobs, plans none and repeats none.',
    instead: 'Oban.',
    section: 'broadway-oban',
  },
  {
    id: 'RF6',
    title: 'Oban for the consumption of external queues',
    why: 'A job that polls a queue has no batching, no back-pressure and acknowledges by hand.',
    instead: 'Broadway with the producer of that queue.',
    section: 'broadway-oban',
  },
  {
    id: 'RF7',
    title: 'No reasoning about the supervision strategy',
    why: 'The strategy says who must restart with whom. Left to chance, a restart leaves broken references behind.',
    instead: 'A strategy that writes down how the children depend on each other.',
    section: 'supervision',
  },
];

/** What the doctrine says about one red flag. */
export function redFlagOf(id: RedFlag): RedFlagEntry | undefined {
  return RED_FLAGS.find((flag) => flag.id === id);
}

export const redFlags: Section = {
  id: 'red-flags',
  title: 'Seven red flags',
  summary: 'signs that say: stop, and think the design over',
  blocks: [
    {
      kind: 'text',
      text: 'None of these is always wrong. Each of them is wrong so often that it deserves a second look: ask the questions of the Iron Law again and walk down the decision tree.',
      source: sources.otpThinking,
    },
    {
      kind: 'table',
      table: {
        head: ['', 'Red flag', 'Why', 'Instead'],
        rows: RED_FLAGS.map(({ id, title, why, instead }) => [id, title, why, instead]),
      },
      source: sources.otpThinking,
    },
  ],
};
