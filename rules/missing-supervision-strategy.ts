import { defineRule } from '../src/lint/rule.js';
import { misspeltStrategy, strategyGiven, supervisorOptions } from '../src/otp/supervision/supervision.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'missing-supervision-strategy',
  level: 'error',
  redFlag: 'RF7',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a supervisor started with children but without a `strategy:`',
  what: 'Finds `Supervisor.start_link/2` with a list of children, and `Supervisor.init/2`, whose options hold no `strategy:`, also where the key is misspelt. Options are followed through variables, attributes and functions.',
  why: '`Supervisor.init/2` and `Supervisor.start_link/2` raise `ArgumentError` ("expected :strategy option to be given"): the supervisor, and the application with it, does not start. A supervisor has no default because the strategy says how the children depend on each other.',
  instead:
    'Decide what the children need of each other: `:one_for_one` for independent ones, `:rest_for_one` where later children need earlier ones, `:one_for_all` where each needs all others.',
  limits: [
    'Options that come from a caller outside the project, or from configuration, are taken to hold a strategy.',
    'A list of children that comes from a function of a library is not known to be one.',
  ],
  examples: {
    bad: [
      'defmodule App do\n  use Application\n\n  def start(_type, _args) do\n    children = [App.Repo]\n    Supervisor.start_link(children, name: App.Supervisor)\n  end\nend\n',
      'defmodule Workers do\n  use Supervisor\n\n  def init(_arg) do\n    [Worker] |> Supervisor.init(stategy: :one_for_one)\n  end\nend\n',
    ],
    good: [
      'defmodule App do\n  use Application\n\n  def start(_type, _args) do\n    opts = [strategy: :one_for_one, name: App.Supervisor]\n    Supervisor.start_link([App.Repo], opts)\n  end\nend\n',
      'defmodule Workers do\n  use Supervisor\n\n  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)\n\n  def init(_arg), do: Supervisor.init([Worker], strategy: :rest_for_one)\nend\n',
    ],
  },
  module(module, { project }) {
    return supervisorOptions(module).flatMap((given) => {
      if (!given.needsStrategy) return [];
      const { values, known } = strategyGiven(given, project);
      if (values.length > 0 || known === 'open') return [];
      const misspelt = misspeltStrategy(given, project);
      const fault =
        misspelt === undefined
          ? 'gets no `strategy:`'
          : `gets \`${misspelt}:\`, which is no option, and so no \`strategy:\``;
      return [
        {
          place: given.site ? project.placeOfCall(given.site) : project.place(module.def, given.options),
          message: `\`${given.callee}\` ${fault}, and the supervisor fails to start; ${misspelt === undefined ? 'say how its children depend on each other' : 'write `strategy:`'}`,
        },
      ];
    });
  },
});
