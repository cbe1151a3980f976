import { remoteCaptureFix } from '../src/fix/capture.js';
import { defineRule } from '../src/lint/rule.js';
import { attachesHandler, localHandlerOf } from '../src/otp/telemetry/telemetry.js';

export default defineRule({
  id: 'telemetry-local-handler',
  level: 'info',
  pointsTo: { section: 'telemetry' },
  productionOnly: true,
  summary: 'a telemetry handler that is an anonymous function or a local capture',
  what: 'Finds `:telemetry.attach/4` and `:telemetry.attach_many/4` that are given an anonymous function, or a capture of a function without its module (`&handle/4`).',
  why: 'A handler runs in the process that emits the event, each time. A call by full name is the fastest, and always reaches the newest code; a local function belongs to one version of its module, and is lost, or kills processes, when that version is purged. `:telemetry.attach/4` says so and logs a notice for each local function it is given.',
  instead: 'Make the handler a public function and capture it with its module: `&__MODULE__.handle/4`.',
  limits: [
    'A handler is followed through variables, attributes, functions and collections of the project, not through a state or options given at run time.',
    'Tests and scripts, where a handler lives for a moment, are left alone.',
    'What a macro attaches in the module that uses it is not looked at.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Metrics do
  def attach do
    :telemetry.attach("shop-orders", [:shop, :order, :stop], &handle_event/4, nil)
  end

  def handle_event(_event, measurements, _meta, _config), do: Shop.Stats.add(measurements.duration)
end
`,
      `defmodule Shop.SlowQueries do
  def attach do
    :telemetry.attach_many(
      "shop-slow-queries",
      [[:shop, :repo, :query]],
      fn _event, %{total_time: time}, meta, _config -> Shop.Stats.query(meta.source, time) end,
      nil
    )
  end
end
`,
    ],
    good: [
      `defmodule Shop.Metrics do
  def attach do
    :telemetry.attach("shop-orders", [:shop, :order, :stop], &__MODULE__.handle_event/4, nil)
  end

  def handle_event(_event, measurements, _meta, _config), do: Shop.Stats.add(measurements.duration)
end
`,
    ],
  },
  calls: [':telemetry.attach/4', ':telemetry.attach_many/4'],
  check(site, { project }) {
    if (!attachesHandler(site) || site.situation.quoted || site.situation.devOnly) return undefined;
    const handler = localHandlerOf(site, project);
    if (!handler) return undefined;
    const { kind, name = '', expr, owner } = handler;
    const what = kind === 'anonymous' ? 'an anonymous function' : `the local capture \`&${name}\``;
    const instead =
      kind === 'anonymous'
        ? 'make it a public function and capture it as `&__MODULE__.name/4`'
        : `make the function public and capture it as \`&__MODULE__.${name}\``;
    const inPlace = owner === site.situation.owner && site.start <= expr.start && expr.end <= site.end;
    return {
      place: project.placeOfCall(site),
      message: `the handler is ${what}, which is slower at every event, is lost when its module is purged, and makes \`:telemetry\` log a notice; ${instead}`,
      fix: kind === 'anonymous' ? undefined : remoteCaptureFix(expr, owner, project),
      evidence: inPlace ? [] : [{ ...project.place(owner, expr), message: 'the handler is written here' }],
    };
  },
});
