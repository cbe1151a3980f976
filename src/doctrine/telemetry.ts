import type { Section } from './section.js';
import { sources } from './sources.js';

export const telemetry: Section = {
  id: 'telemetry',
  title: 'Telemetry',
  summary: 'the libraries already emit events; attach to them with care',
  blocks: [
    {
      kind: 'text',
      text: 'Phoenix, Ecto, Oban, Broadway and most other libraries emit events. Attach a handler, or declare metrics with `Telemetry.Metrics` and let a reporter send them to StatsD, Prometheus or LiveDashboard.',
      source: sources.otpThinking,
    },
    {
      kind: 'code',
      code: `:telemetry.attach(
  "my-app-requests",
  [:phoenix, :endpoint, :stop],
  &MyApp.Metrics.handle_event/4,
  nil
)`,
      source: sources.telemetry,
    },
    { kind: 'heading', text: 'Handlers' },
    {
      kind: 'list',
      items: [
        'A handler runs in the process that emits the event, and that process waits. Keep it short.',
        'A handler that raises is detached, and its numbers stop without another word.',
        'Give a remote capture, `&MyApp.Metrics.handle_event/4` or `&__MODULE__.handle_event/4`. A local capture or an anonymous function is slower, and `:telemetry` says so in the log.',
        'An id can be attached once. After a restart the same `attach` answers `{:error, :already_exists}`: do not match it on `:ok`, detach first, or attach where the application starts.',
      ],
      source: sources.telemetry,
    },
    { kind: 'heading', text: 'PubSub in a LiveView' },
    {
      kind: 'text',
      text: '`mount/3` runs twice, first for the static page. Subscribe and arm timers behind `connected?(socket)`.',
      source: sources.liveView,
    },
  ],
};
