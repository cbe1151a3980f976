import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type EndlessWait, endlessWaitsOf, waitingCalls } from '../src/otp/requests/endless-waits.js';
import { OTP } from '../src/otp/vocabulary.js';
import { type Project, startOfCall } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'infinite-call-timeout',
  level: 'info',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a call to another process that may wait for ever',
  what: 'Finds calls to other processes and nodes without a limit of time: `GenServer.call/3`, `Agent.get/3` and its like, `Task.await/2`, `Task.yield_many/2`, `Task.async_stream/3` and `GenStage.call/3` with `:infinity`, and `:rpc.call/4`, `:erpc.call/4`, `:gen_statem.call/2` and their like, which wait for ever unless told otherwise. `:infinity` is followed through variables, attributes, options, defaults and functions of the project that hand a timeout on, and is reported where it is written.',
  why: 'A time-out is how a caller learns that the other side is stuck (`GenServer.call/3`, "Timeouts"). With `:infinity` a stuck server turns into stuck callers: requests pile up, and nothing crashes that a supervisor could restart. `:rpc.call/4`, `:erpc.call/4` and `:gen_statem.call/2` use `:infinity` by default.',
  instead:
    'Give a limit that the caller can live with, well above what the work takes when all is well. Work of unknown length is better sent with a cast, or answered later by a message.',
  limits: [
    'A timeout that is a field of a struct or of a process state, comes from configuration, or is a default in an option schema is not followed.',
    'Time for shutting down (`child_spec`, `stop`) is none of this: there `:infinity` is right for supervisors.',
    '`GenServer.multi_call/2` and `:gen_server.wait_response/2` are not looked at.',
  ],
  productionOnly: true,
  examples: {
    bad: [
      'defmodule Rates do\n  def get(key), do: GenServer.call(__MODULE__, {:get, key}, :infinity)\nend\n',
      'defmodule Cluster do\n  def version(node), do: :erpc.call(node, System, :version, [])\nend\n',
      'defmodule Pages do\n  @options [timeout: :infinity]\n\n  def fetch(urls), do: urls |> Task.async_stream(&Http.get/1, @options) |> Enum.to_list()\nend\n',
      `defmodule Rates do
  def get(key, opts \\\\ []) do
    timeout = Keyword.get(opts, :timeout, :infinity)
    GenServer.call(__MODULE__, {:get, key}, timeout)
  end
end
`,
    ],
    good: [
      'defmodule Rates do\n  def get(key), do: GenServer.call(__MODULE__, {:get, key}, 30_000)\nend\n',
      'defmodule Cluster do\n  def version(node), do: :erpc.call(node, System, :version, [], 5_000)\nend\n',
      'defmodule Shutdown do\n  def stop(pid), do: GenServer.stop(pid, :normal, :infinity)\nend\n',
    ],
  },
  project(project) {
    const problems = new Map<string, Problem>();
    for (const wait of waitsIn(project)) {
      const key = `${wait.owner.file} ${wait.start}`;
      if (!problems.has(key)) problems.set(key, problemFor(wait, project));
    }
    return [...problems.values()];
  },
});

function waitsIn(project: Project): EndlessWait[] {
  const production = project.modules.filter((module) => module.production && !module.def.quoted);
  const sites = production
    .flatMap(waitingCalls)
    .filter(({ situation }) => !situation.quoted && !situation.devOnly);
  const waits = sites.flatMap((site) => endlessWaitsOf(site, project));
  return waits.filter(
    ({ owner, through }) => !through?.situation.devOnly && project.moduleOf(owner)?.production,
  );
}

function problemFor(wait: EndlessWait, project: Project): Problem {
  const { site, by, owner, through } = wait;
  const call = `\`${callText(site)}\``;
  if (by === 'default') {
    return {
      place: project.placeOfCall(site),
      message: `${call} waits for ever unless it is given a timeout; pass one that the caller can live with`,
    };
  }
  if (by === 'given') {
    return {
      place: project.placeOfCall(site),
      message: `${call} with \`:infinity\` waits for ever when the other side is stuck; give it a limit that the caller can live with`,
    };
  }
  const start = through && wait.start === through.start ? startOfCall(through) : wait.start;
  const way = through ? ` given to \`${callText(through)}\`` : '';
  return {
    place: project.place(owner, { start, end: wait.end }),
    message: `\`:infinity\`${way} becomes the timeout of ${call}, which then waits for ever when the other side is stuck; choose a limit that the caller can live with`,
    evidence: [project.evidence(site, `${call} waits as long as it is told here`)],
  };
}
