import { shownExpr } from '../src/elixir/shown.js';
import { replacing } from '../src/fix/edits.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import {
  nearestStrategy,
  STRATEGIES,
  type SupervisorOptions,
  strategyGiven,
  supervisorOptions,
} from '../src/otp/supervision/supervision.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Origin } from '../src/project/origins.js';
import type { Project } from '../src/project/project.js';

export default defineRule({
  id: 'invalid-supervision-strategy',
  level: 'error',
  redFlag: 'RF7',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a supervision strategy that does not exist, or that its supervisor does not have',
  what: 'Finds strategies that are none of `:one_for_one`, `:rest_for_one` and `:one_for_all`, and a `DynamicSupervisor` with anything but `:one_for_one`.',
  why: 'A supervisor checks its strategy when it starts and answers `{:error, {:supervisor_data, {:invalid_strategy, strategy}}}`, so the application does not start. `DynamicSupervisor` has only `:one_for_one`, because its children are started on demand and know no order.',
  instead:
    'Use one of the three strategies. Where children that are started at run time must fall together, give each group a `Supervisor` of its own and start that under the `DynamicSupervisor`.',
  limits: [
    'A strategy that comes from outside the project is not judged.',
    '`:simple_one_for_one` is reported by `deprecated-supervision`.',
  ],
  examples: {
    bad: [
      'defmodule Rooms do\n  use DynamicSupervisor\n\n  def init(_arg), do: DynamicSupervisor.init(strategy: :one_for_all)\nend\n',
      'defmodule App do\n  use Application\n\n  def start(_type, _args) do\n    opts = [strategy: :one_to_one, name: App.Supervisor]\n    Supervisor.start_link([App.Repo], opts)\n  end\nend\n',
    ],
    good: [
      'defmodule Rooms do\n  use DynamicSupervisor\n\n  def init(_arg), do: DynamicSupervisor.init(strategy: :one_for_one)\nend\n',
      'defmodule App do\n  use Supervisor\n\n  def init(_arg), do: Supervisor.init([App.Repo], strategy: :one_for_all)\nend\n',
    ],
  },
  module(module, { project }) {
    const seen = new Set<Origin['expr']>();
    return supervisorOptions(module).flatMap((given) =>
      strategyGiven(given, project).values.flatMap((value) => {
        if (seen.has(value.expr)) return [];
        seen.add(value.expr);
        return problemOf(given, value, project) ?? [];
      }),
    );
  },
});

function problemOf(given: SupervisorOptions, { expr, at }: Origin, project: Project): Problem | undefined {
  if (expr.kind !== 'atom' && expr.kind !== 'text') return undefined;
  const place = project.place(at.owner, expr);
  const written = `\`${shownExpr(expr)}\``;
  if (given.kind === 'dynamic') {
    if (expr.kind === 'atom' && expr.value === 'one_for_one') return undefined;
    return {
      place,
      message: `a \`DynamicSupervisor\` has no strategy ${written} and fails to start; it takes only \`:one_for_one\``,
      fix: {
        safety: 'safe',
        title: 'use `:one_for_one`',
        edits: [replacing(at.owner, expr, ':one_for_one')],
      },
    };
  }
  const known = expr.kind === 'atom' && [...STRATEGIES, 'simple_one_for_one', 'nil'].includes(expr.value);
  if (known) return undefined;
  return {
    place,
    message: `${written} is no supervision strategy, and the supervisor fails to start; did you mean \`:${nearestStrategy(expr.value)}\``,
  };
}
