import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { pipelinesOf } from '../src/otp/jobs/broadway.js';
import { pipelineBudget } from '../src/otp/jobs/broadway-budget.js';
import { DEFAULT_RESTARTS, DEFAULT_SECONDS } from '../src/otp/supervision/restart-budget.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'broadway-restart-budget',
  level: 'info',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'a Broadway pipeline that may restart more often than the default',
  what: 'Finds `Broadway.start_link/2` with a `max_restarts` above 3 or a `max_seconds` below 5.',
  why: 'What goes wrong with a message never restarts anything: Broadway catches it and marks the message failed (`Broadway`, "Acknowledgements and failures"). The budget is for producers, processors and batchers that crash by themselves (`Broadway.start_link/2`, `:max_restarts` 3, `:max_seconds` 5). A larger one keeps a pipeline that cannot work, such as one whose producer finds no queue, crashing where no supervisor sees it.',
  instead:
    'Leave the defaults. Handle failed messages in `handle_failed/2`, and let a producer that loses its connection wait and connect again rather than crash.',
  limits: [
    'Numbers are judged where they are written out, also as the default of an option or a setting.',
    'A longer `max_seconds` alone makes the budget smaller and is left alone.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      max_restarts: 1_000,
      max_seconds: 60,
      producer: [module: {BroadwaySQS.Producer, queue_url: "https://sqs.example/orders"}],
      processors: [default: [concurrency: 10]]
    )
  end

  @impl true
  def handle_message(_processor, message, _context), do: message
end
`,
    ],
    good: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      producer: [module: {BroadwaySQS.Producer, queue_url: "https://sqs.example/orders"}],
      processors: [default: [concurrency: 10]]
    )
  end

  @impl true
  def handle_message(_processor, message, _context), do: message

  @impl true
  def handle_failed(messages, _context), do: messages
end
`,
    ],
  },
  module(module, { project }) {
    return pipelinesOf(module).flatMap((pipeline): Problem[] => {
      const { restarts, seconds } = pipelineBudget(pipeline, project);
      const [most, span] = [restarts?.value ?? DEFAULT_RESTARTS, seconds?.value ?? DEFAULT_SECONDS];
      const raised = most > DEFAULT_RESTARTS ? restarts : undefined;
      const option = raised ?? (span < DEFAULT_SECONDS && most >= DEFAULT_RESTARTS ? seconds : undefined);
      if (!option) return [];
      return [
        {
          place: project.place(option.owner, option),
          message: `\`${pipeline.callbacks}\` may restart ${most} times in ${span} s, more than the ${DEFAULT_RESTARTS} in ${DEFAULT_SECONDS} s of Broadway; a message that fails restarts nothing, so keep the default and handle it in \`handle_failed/2\``,
        },
      ];
    });
  },
});
