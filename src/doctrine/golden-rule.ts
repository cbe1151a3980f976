import type { Section } from './section.js';
import { sources } from './sources.js';

export const goldenRule: Section = {
  id: 'golden-rule',
  title: 'The golden rule',
  summary: 'the database holds domain entities, processes are infrastructure',
  blocks: [
    {
      kind: 'text',
      text: 'The database is the source of truth for what the business is about: users, orders, invoices. What lives only in a process is gone when that process crashes, cannot be queried, and exists on one node.',
      source: sources.otpPatterns,
    },
    { kind: 'heading', text: 'What processes are for' },
    {
      kind: 'list',
      items: [
        'pools of connections, to the database or to an HTTP service',
        'caches, with an ETS table that the process owns',
        'rate limiters',
        'PubSub and other buses for events',
        'workers that run in the background or at intervals',
        'the session of a live connection, such as a LiveView or a channel',
      ],
      source: sources.otpPatterns,
    },
    { kind: 'heading', text: 'What needs no process' },
    {
      kind: 'list',
      items: [
        'a value that could be an argument: pass it on',
        'steps that follow one another: write a pipeline of functions',
        'a record with changes: write a context module over the Repo',
      ],
      source: sources.otpPatterns,
    },
    {
      kind: 'code',
      code: `defmodule MyApp.Orders do
  def get_order!(id), do: Repo.get!(Order, id)

  def update_order(order, attrs) do
    order
    |> Order.changeset(attrs)
    |> Repo.update()
  end
end`,
      source: sources.otpPatterns,
    },
  ],
};
