import { modernChildrenFix } from '../src/fix/old-supervision.js';
import { defineRule } from '../src/lint/rule.js';
import { deprecatedSupervision, specImports } from '../src/otp/supervision/old-supervision.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'deprecated-supervision',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a supervisor written with `Supervisor.Spec` or `:simple_one_for_one`',
  what: 'Finds modules that build their children with `Supervisor.Spec` (`worker/3`, `supervisor/3`, `supervise/2`), which `use Supervisor` imports to this day, and supervisors with the strategy `:simple_one_for_one`. One finding a module, at the first use.',
  why: '`Supervisor.Spec` is deprecated since Elixir 1.5 and warned about: its specs leave no room for what newer child specs say. `:simple_one_for_one` gave way to `DynamicSupervisor` in Elixir 1.6; `Supervisor.init/2` no longer documents it.',
  instead:
    'List children as `Module`, `{Module, argument}` or `Supervisor.child_spec/2`, and start them with `Supervisor.init/2`. Start children at run time under a `DynamicSupervisor`.',
  limits: ['Only the module itself is looked at: specs built by a macro of a library are not seen.'],
  examples: {
    bad: [
      'defmodule App do\n  use Application\n\n  def start(_type, _args) do\n    import Supervisor.Spec\n\n    children = [worker(App.Server, []), supervisor(App.Endpoint, [])]\n    Supervisor.start_link(children, strategy: :one_for_one)\n  end\nend\n',
      'defmodule Rooms do\n  use Supervisor\n\n  def init(_arg), do: Supervisor.init([Room], strategy: :simple_one_for_one)\nend\n',
    ],
    good: [
      'defmodule App do\n  use Application\n\n  def start(_type, _args) do\n    Supervisor.start_link([{App.Server, []}], strategy: :one_for_one)\n  end\nend\n',
      'defmodule Rooms do\n  @spec specs() :: [Supervisor.Spec.spec()]\n  def specs, do: [Room]\nend\n',
    ],
  },
  module(module, { project }) {
    const found = deprecatedSupervision(module);
    if (!found) return undefined;
    const instead =
      found.kind === 'simple_one_for_one'
        ? '`:simple_one_for_one` is deprecated since Elixir 1.6; start children at run time under a `DynamicSupervisor`'
        : `\`${found.what}\` is deprecated since Elixir 1.5; write children as \`{Module, argument}\` or \`Supervisor.child_spec/2\``;
    return {
      place: project.place(module.def, found),
      message: instead,
      fix: modernChildrenFix(module, specImports(module)),
    };
  },
});
