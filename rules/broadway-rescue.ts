import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { messageClausesOf } from '../src/otp/jobs/broadway.js';
import { hidingRescueOf, patternOf } from '../src/otp/jobs/broadway-rescues.js';
import { OTP } from '../src/otp/vocabulary.js';
import { chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'broadway-rescue',
  level: 'info',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'a `rescue` around a whole Broadway callback that hides failed messages',
  what: 'Finds `handle_message/3` and `handle_batch/4` of a Broadway pipeline whose whole body stands in `rescue` or `catch`, where a branch hands the message on as if it had been handled.',
  why: 'Broadway catches what these callbacks raise, marks the message (in a batch: all of its messages) failed with the error, calls `handle_failed/2` and lets the producer reject it, so that the queue delivers it again or moves it to its dead letters (`Broadway`, "Acknowledgements and failures"). A `rescue` of its own that returns the message acknowledges it: the message is gone, and metrics count a success.',
  instead:
    'Let it raise, and put what has to be done about failures into `handle_failed/2`. Where the reason matters, mark the message yourself: `Broadway.Message.failed(message, reason)`.',
  limits: [
    'A branch that marks messages failed, sends them to a batcher of their own, configures the acknowledgement or raises again is left alone.',
    'A `rescue` around a part of the body is left alone, and so is one around the work on a single message of a batch.',
    'The body is followed into the one function that it hands all its work to, not into the functions given to `Broadway.Message.update_data/2`.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  require Logger

  @impl true
  def handle_message(_processor, message, _context) do
    MyApp.Orders.import(message.data)
    message
  rescue
    error ->
      Logger.error(Exception.message(error))
      message
  end
end
`,
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  @impl true
  def handle_message(_processor, message, _context), do: message

  @impl true
  def handle_batch(_batcher, messages, _info, _context) do
    try do
      MyApp.Orders.insert_all(messages)
      messages
    catch
      _kind, _reason -> messages
    end
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  require Logger

  @impl true
  def handle_message(_processor, message, _context) do
    MyApp.Orders.import(message.data)
    message
  end

  @impl true
  def handle_failed(messages, _context) do
    for %{status: {_, reason, _}} <- messages, do: Logger.error(inspect(reason))
    messages
  end
end
`,
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  alias Broadway.Message

  @impl true
  def handle_message(_processor, message, _context) do
    MyApp.Orders.import(message.data)
    message
  rescue
    error in MyApp.Orders.Invalid -> Message.failed(message, error.reason)
  end
end
`,
    ],
  },
  module(module, { project }) {
    if (!module.is('broadway')) return undefined;
    return messageClausesOf(module).flatMap((callback): Problem[] => {
      const found = hidingRescueOf(callback, project);
      if (!found) return [];
      const { kind, branch, clause, chain } = found;
      const { name, arity } = callback.fn;
      const whose = name === 'handle_batch' ? 'the messages of the batch as' : 'the message as';
      return [
        {
          place: project.place(clause.fn.module, patternOf(branch)),
          message: `this \`${kind}\` around all of \`${chainText(`${name}/${arity}`, chain)}\` acknowledges ${whose} handled whatever went wrong; let it raise and Broadway marks failed what failed, for \`handle_failed/2\` to deal with`,
          evidence: chain.map((site) => project.evidence(site, 'hands all its work on')),
        },
      ];
    });
  },
});
