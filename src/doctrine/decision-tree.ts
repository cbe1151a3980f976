import type { Section } from './section.js';
import { sources } from './sources.js';

/** A question of the tree, with what follows from either answer. */
export interface Fork {
  question: string;
  /** What the question means, in a sentence or two. */
  meaning: string;
  no: Branch;
  yes: Branch;
}

/** Where the tree ends: what to use. */
export interface Leaf {
  use: string;
  reason: string;
}

export type Branch = Fork | Leaf;

export type Answer = 'no' | 'yes';

const explicitStates: Fork = {
  question: 'Explicit states?',
  meaning: 'Does the same message mean different things in different phases, such as connecting or ready?',
  no: { use: 'GenServer', reason: 'one kind of behaviour over one state, with calls, casts and messages' },
  yes: {
    use: 'GenStateMachine',
    reason: 'or `:gen_statem` itself: states, the events each takes, and time-outs are written down as such',
  },
};

const requestResponse: Fork = {
  question: 'Request/response?',
  meaning: 'Do other processes ask it and wait for an answer, again and again?',
  no: { use: 'Task.Supervisor', reason: 'work that runs once and is watched while it runs' },
  yes: explicitStates,
};

const supervision: Fork = {
  question: 'Supervision?',
  meaning: 'Must it be restarted when it crashes, and stopped in order when the application stops?',
  no: { use: 'spawn_link', reason: 'it lives and dies with the process that started it' },
  yes: requestResponse,
};

const complexBehaviour: Fork = {
  question: 'Complex behaviour?',
  meaning: 'Is there more to it than get and update: timers, messages, slow work, clean-up?',
  no: { use: 'Agent', reason: 'a value that several processes share' },
  yes: supervision,
};

/** The abstraction decision tree, from its first question. */
export const DECISION_TREE: Fork = {
  question: 'Need state?',
  meaning: 'Must something be remembered between calls, outside the arguments and the database?',
  no: { use: 'Plain function', reason: 'it runs in its caller, and in as many callers at once as there are' },
  yes: complexBehaviour,
};

/** True for a branch that asks on. */
export function isFork(branch: Branch): branch is Fork {
  return 'question' in branch;
}

/** The questions of the tree from the top. */
export function questionsOf(branch: Branch = DECISION_TREE): Fork[] {
  return isFork(branch) ? [branch, ...questionsOf(branch.no), ...questionsOf(branch.yes)] : [];
}

/** Where a path of questions and answers leads; `undefined` where it is no path of this tree. */
export function followPath(path: readonly string[]): Branch | undefined {
  let branch: Branch = DECISION_TREE;
  for (let step = 0; step < path.length; step += 2) {
    const answer = path[step + 1];
    if (!isFork(branch) || branch.question !== path[step]) return undefined;
    if (answer !== undefined && answer !== 'yes' && answer !== 'no') return undefined;
    if (answer !== undefined) branch = branch[answer];
  }
  return branch;
}

export const decisionTree: Section = {
  id: 'decision-tree',
  title: 'The abstraction decision tree',
  summary: 'the simplest thing that serves, found by five questions',
  blocks: [
    {
      kind: 'text',
      text: 'Start at the top and stop as early as you can. Each step down buys an ability and costs something to run and to understand.',
      source: sources.otpThinking,
    },
    { kind: 'tree', source: sources.otpThinking },
    { kind: 'heading', text: 'The questions' },
    {
      kind: 'table',
      table: {
        head: ['Question', 'What it asks'],
        rows: questionsOf().map(({ question, meaning }) => [question, meaning]),
      },
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'Where it ends' },
    {
      kind: 'table',
      table: {
        head: ['Use', 'Because'],
        rows: leavesOf(DECISION_TREE).map(({ use, reason }) => [use, reason]),
      },
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'Mind' },
    {
      kind: 'text',
      text: 'The function given to `Agent.get/2` or `Agent.update/2` runs inside the agent, and all others wait for it. Long functions there are a GenServer in disguise. So is `get` followed by `update`: what was read may be old by then; use `get_and_update`.',
      source: sources.agent,
    },
    {
      kind: 'text',
      text: 'A GenServer with a field such as `status: :connecting`, which its callbacks match on again and again, is a state machine that nobody wrote down. `:gen_statem` names the states and can postpone an event until its state is reached.',
      source: sources.genStatem,
    },
  ],
};

function leavesOf(branch: Branch): Leaf[] {
  return isFork(branch) ? [...leavesOf(branch.no), ...leavesOf(branch.yes)] : [branch];
}
