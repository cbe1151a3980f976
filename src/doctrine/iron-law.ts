import type { Section } from './section.js';
import { sources } from './sources.js';

/** The number of a question, as a finding points to it. */
export type QuestionNumber = 1 | 2 | 3;

/** A question to ask before a GenServer is written. */
export interface Question {
  number: QuestionNumber;
  question: string;
  /** What follows from the answer. */
  consequence: string;
}

/** The questions of the Iron Law, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  {
    number: 1,
    question: 'Do I need serialized access?',
    consequence:
      'Only something that must be touched by one at a time needs a process. If nothing does, plain functions are shorter, faster and run in every caller at once.',
  },
  {
    number: 2,
    question: 'Will this become a bottleneck?',
    consequence:
      'While a callback works, everyone else waits in the mailbox. Keep callbacks short, hand slow work to supervised tasks, and split a busy process by key.',
  },
  {
    number: 3,
    question: 'Can reads bypass it through ETS?',
    consequence:
      'Let the process own a table and do the writing. Callers read the table themselves, all at the same time, and never touch the mailbox.',
  },
];

/** The question with this number. */
export function questionOf(number: QuestionNumber): Question | undefined {
  return QUESTIONS.find((question) => question.number === number);
}

export const ironLaw: Section = {
  id: 'iron-law',
  title: 'The Iron Law',
  summary: 'a GenServer is a bottleneck by design: it handles one message at a time',
  blocks: [
    {
      kind: 'text',
      text: 'A GenServer is a bottleneck by design. It handles one message at a time, and every caller stands in the same queue. That is its purpose where access must be serialized, and its price everywhere else. Ask three questions before you write one:',
      source: sources.otpThinking,
    },
    {
      kind: 'list',
      numbered: true,
      items: QUESTIONS.map(({ question, consequence }) => `${question} ${consequence}`),
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'No exceptions' },
    {
      kind: 'text',
      text: 'Functions that need no state do not go into a GenServer, and a GenServer is no way to organize code. Modules and functions organize code; processes model what happens at run time.',
      source: sources.processAntiPatterns,
    },
    { kind: 'heading', text: 'The ETS pattern' },
    {
      kind: 'text',
      text: 'The process owns the table, so the table lives as long as the process does. Writes go through the process where they must be ordered. Reads go straight to the table.',
      source: sources.otpThinking,
    },
    {
      kind: 'code',
      code: `def get(currency) do
  case :ets.lookup(@table, currency) do
    [{^currency, rate}] -> {:ok, rate}
    [] -> :error
  end
end

@impl true
def init(_opts) do
  :ets.new(@table, [:named_table, :protected, read_concurrency: true])
  {:ok, %{}}
end

@impl true
def handle_cast({:put, currency, rate}, state) do
  :ets.insert(@table, {currency, rate})
  {:noreply, state}
end`,
      source: sources.ets,
    },
  ],
};
