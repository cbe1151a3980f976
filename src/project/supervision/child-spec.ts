import type { Located } from '../entered.js';

export type Restart = 'permanent' | 'transient' | 'temporary';

/** How a child is started and restarted, as far as the source says (`Supervisor`, "Child specification"). */
export interface ChildSpec {
  /** The module that is started; absent where it is not known. */
  module?: string;
  /** The module that the list names, where its own `child_spec/1` starts another one. */
  listed?: string;
  /** The function that starts it, `start_link` as a rule. */
  start: string;
  /** What that function gets. */
  args: readonly Located[];
  /** As `inspect/1` prints it. */
  id: string;
  restart: Restart;
  /** True where `restart:` is given but known only at run time. */
  restartOpen?: true;
  /** Milliseconds, `Infinity`, or 0 for `:brutal_kill`; absent where it is the default. */
  shutdown?: number;
  /** `type:` where it is written. */
  type?: 'worker' | 'supervisor';
  /** True for a map or `worker(…)` written out, false where the module's own `child_spec/1` makes it. */
  handWritten: boolean;
  /** Why the source does not say which module is started. */
  unknown?: string;
}

/** A child of which the source does not say which module is started, with the reason as a clause. */
export function unknownSpec(reason: string): ChildSpec {
  return { start: 'start_link', args: [], id: '', restart: 'permanent', handWritten: false, unknown: reason };
}
