/** Behaviours that make a module a process, an application or a part of one, by the last part of their names. */
const BEHAVIOURS = [
  'Agent',
  'Application',
  'Batch',
  'Broadway',
  'Channel',
  'Connection',
  'DynamicSupervisor',
  'Endpoint',
  'GenEvent',
  'GenServer',
  'GenStage',
  'GenStateMachine',
  'Handler',
  'LiveComponent',
  'LiveView',
  'PartitionSupervisor',
  'Producer',
  'Repo',
  'Socket',
  'Supervisor',
  'Task',
  'Transport',
  'WebSockex',
  'Worker',
  'Workflow',
];

const FORMS = [
  ...takingOn(BEHAVIOURS),
  '@behaviour\\b',
  // Servers, and requests to them.
  '\\b(?:GenServer|GenStage|GenStateMachine|GenEvent|gen_(?:server|statem|event|fsm))\\b',
  // Processes that are started, and their specs.
  '\\b(?:start_link|start_child|start_monitor|child_spec|simple_one_for_one|spawn\\w*)\\b',
  '\\b(?:Task|Agent)\\s*\\.\\s*[a-z]',
  '\\bstart:\\s*\\{',
  '\\bSupervisor\\.(?:init|Spec)\\b',
  // Tasks that somebody has to wait for.
  '\\basync(?:_nolink)?\\s*[(/]',
  // Tables and names.
  '\\b(?:ets|dets|mnesia|Registry|whereis|whereis_name)\\b',
];

/**
 * What stands in a source wherever it defines a process, starts one, sends it a request, supervises it or shares a
 * table. A module's name alone says nothing yet: tests alias and start what they test.
 */
export const OTP = new RegExp(FORMS.join('|'));

/**
 * What stands in a source that uses one of some modules, by itself or under a name of its own.
 *
 * @param names the last parts of their names
 * @returns sources of regular expressions; none where there are no names
 */
export function takingOn(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const any = `\\b(?:${names.join('|')})\\b`;
  return [`\\buse\\b[^\\n]{0,200}${any}(?!\\.)`, `${any}\\s*,\\s*as:`];
}
