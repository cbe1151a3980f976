import type { Unknowns } from '../lint/finding.js';
import { sanitize } from './sanitize.js';

/** As many children as are listed each by itself. */
const MOST_CHILDREN = 10;

/** A line about something, and how much of it there is. */
type Count = readonly [count: number, line: string];

/** Everything that is counted, in lines for people, then the children that no list names. */
export function allUnknownLines(unknown: Unknowns, skipped: number): string[] {
  const lines = countsOf(unknown, skipped).map(([, line]) => line);
  return [HEAD, ...[...lines, ...childLines(unknown)].map(indented)];
}

/** The same without what is all known; no line at all where everything is. */
export function unknownLines(unknown: Unknowns | undefined, skipped = 0): string[] {
  if (!unknown) return [];
  const lines = countsOf(unknown, skipped).flatMap(([count, line]) => (count > 0 ? [line] : []));
  return lines.length === 0 ? [] : [HEAD, ...lines.map(indented)];
}

const HEAD = 'Not known (otp-lint explain unknown):';

function indented(line: string): string {
  return `  ${line}`;
}

function countsOf({ calls, requests, children, applications, modules }: Unknowns, skipped: number): Count[] {
  const { unnamed, uncounted, outside } = children;
  const { module, function: value, apply, imported } = calls;
  const open = module + value + apply + imported;
  return [
    [
      open,
      `${open} of ${calls.all} calls: ${module} to a module and ${value} to a function known only at run time, ${apply} through apply, ${imported} to what is imported or used from outside of the source`,
    ],
    [requests.target, `${requests.target} of ${requests.all} requests to servers: which server they go to`],
    [
      unnamed.length + uncounted + outside,
      `${unnamed.length} of ${children.all} children: what they are; of ${uncounted} how many there are; of ${outside} from outside of the source what they start`,
    ],
    [applications.start, `${applications.start} of ${applications.all} applications: what they start`],
    [modules.outside, `${modules.outside} modules from outside of the source: all but their names`],
    [skipped, `${skipped} skipped files`],
  ];
}

function childLines({ children: { unnamed } }: Unknowns): string[] {
  const lines = unnamed
    .slice(0, MOST_CHILDREN)
    .map(({ supervisor = 'a supervisor', file, line, reason }) =>
      sanitize(`${file}:${line} a child of ${supervisor}: ${reason}`),
    );
  const more = unnamed.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more (otp-lint tree)`] : lines;
}

/** The same as it stands in JSON: numbers. */
export function unknownEntry({ calls, requests, children, applications, modules }: Unknowns, skipped = 0) {
  return {
    calls: {
      all: calls.all,
      module: calls.module,
      function: calls.function,
      apply: calls.apply,
      imported: calls.imported,
    },
    requests: { all: requests.all, target: requests.target },
    children: {
      all: children.all,
      unnamed: children.unnamed.length,
      uncounted: children.uncounted,
      outside: children.outside,
    },
    applications: { all: applications.all, start: applications.start },
    modules: { outside: modules.outside },
    files: { skipped },
  };
}
