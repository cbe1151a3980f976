import { pgFix } from '../src/fix/pg.js';
import { defineRule } from '../src/lint/rule.js';

export default defineRule({
  id: 'pg2-removed',
  level: 'error',
  pointsTo: { section: 'names' },
  summary: 'a call to `:pg2`, which OTP no longer has',
  what: 'Finds every call to the Erlang module `:pg2`.',
  why: '`:pg2` was deprecated in OTP 23 and removed in OTP 24. The call raises `UndefinedFunctionError`.',
  instead:
    'Use `:pg`: start its scope under a supervisor (`:pg.start_link/1` or a child spec for it), then `:pg.join/2` and `:pg.get_members/1`. Groups need no `create/1`, and a member that dies leaves by itself.',
  limits: ['A `:pg2` that the project defines itself, in Erlang, looks the same.'],
  examples: {
    bad: ['defmodule Chat do\n  def join(room), do: :pg2.join(room, self())\nend\n'],
    good: ['defmodule Chat do\n  def join(room), do: :pg.join(room, self())\nend\n'],
  },
  calls: [':pg2._/_'],
  check(call, module, { project }) {
    return {
      place: project.placeOfCall(call),
      message: `\`:pg2.${call.name}/${call.arity}\` is gone since OTP 24 and raises when it runs; use \`:pg\` instead`,
      fix: pgFix(call, module),
    };
  },
});
