import type { Section } from './section.js';
import { sources } from './sources.js';

export const debugging: Section = {
  id: 'debugging',
  title: 'Debugging',
  summary: ':sys looks into any OTP process, from a shell and not from code',
  blocks: [
    {
      kind: 'text',
      text: 'Every OTP process answers system messages, so a running system can be looked at without a line of new code.',
      source: sources.otpThinking,
    },
    {
      kind: 'table',
      table: {
        head: ['Call', 'Gives'],
        rows: [
          ['`:sys.get_state(pid)`', 'the state as it is now'],
          ['`:sys.get_status(pid)`', 'the state, the parent, what the process is at'],
          ['`:sys.trace(pid, true)`', 'every event printed, until it is turned off'],
          ['`:sys.statistics(pid, true)`', 'counts of messages and reductions'],
          ['`:sys.no_debug(pid)`', 'all of it turned off again'],
          ['`Process.info(pid, :message_queue_len)`', 'how many messages wait'],
        ],
      },
      source: sources.sys,
    },
    { kind: 'heading', text: 'Not in production code' },
    {
      kind: 'text',
      text: '`:sys.get_state/1` waits in the mailbox like any call and ties the caller to the inside of another module. `:sys.replace_state/2` goes around every rule of the server. Tracing costs on every message and stays on after you have left. Give the module a function that answers the question.',
      source: sources.sys,
    },
  ],
};
