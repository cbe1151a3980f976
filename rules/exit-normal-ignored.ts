import { isAtom } from '../src/elixir/literals.js';
import { shownExpr } from '../src/elixir/shown.js';
import { followValue } from '../src/elixir/values.js';
import { defineRule } from '../src/lint/rule.js';
import { exitTarget } from '../src/otp/exits/trapping-targets.js';
import { isSelf } from '../src/otp/messages/wakers.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'exit-normal-ignored',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  summary: '`Process.exit(pid, :normal)`, which another process ignores',
  what: 'Finds calls of `Process.exit/2` (and `:erlang.exit/2`) that send the reason `:normal` to another process.',
  why: 'An exit signal with the reason `:normal` is ignored by every process that does not trap exits, unless it comes from the process itself (`Process.exit/2`). The call returns `true`, and the process that was meant to end runs on.',
  instead:
    'Use `GenServer.stop(pid)` for a server, which waits until it has ended; `Process.exit(pid, :shutdown)` for any other; `:kill` only where a process must not get a say. Ask the supervisor to end its child with `terminate_child`.',
  limits: [
    'Where the process is a supervisor, or a server of the project that traps exits, nothing is said.',
    'A process that comes from elsewhere counts as one that does not trap exits; in tests it is left alone.',
    'Reasons that are known only at run time are not followed.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Watch do
  def run(path, fun) do
    watcher = spawn_link(fn -> MyApp.Files.follow(path) end)
    result = fun.()
    Process.exit(watcher, :normal)
    result
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Watch do
  def run(path, fun) do
    watcher = spawn_link(fn -> MyApp.Files.follow(path) end)
    result = fun.()
    Process.unlink(watcher)
    Process.exit(watcher, :shutdown)
    result
  end

  def leave, do: Process.exit(self(), :normal)
end
`,
    ],
  },
  calls: ['Process.exit/2', ':erlang.exit/2'],
  check(call, module, { project }) {
    const [pid, reason] = call.args;
    const { owner, clause, quoted } = call.situation;
    if (!pid || !reason || quoted) return undefined;
    if (!isAtom(followValue(reason, owner, clause), 'normal')) return undefined;
    if (isSelf(followValue(pid, owner, clause))) return undefined;
    const { traps, started } = exitTarget(pid, call, project);
    // Tests send it to all sorts of processes on purpose.
    if (traps || (traps === undefined && !module.production)) return undefined;
    const ignored = started?.module === undefined ? 'ignores' : `(\`${started.module}\`) ignores`;
    const unless = traps === false ? '' : 'unless it traps exits, ';
    return {
      place: project.placeOfCall(call),
      message: `${unless}\`${shownExpr(pid)}\` ${ignored} an exit with the reason \`:normal\` and runs on; use \`GenServer.stop/1\`, or the reason \`:shutdown\``,
      evidence: started?.site
        ? [project.evidence(started.site, `\`${callText(started.site)}\` starts it`)]
        : [],
    };
  },
});
