import { atomOf, keywordValue } from '../../elixir/literals.js';
import type { FunctionDef } from '../../elixir/model.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';

/** How a state machine takes events: one `handle_event/4`, or a function for each state (`:gen_statem`, "Callback Modes"). */
export type CallbackMode = 'handle_event_function' | 'state_functions';

/** The callback mode of a module, from `callback_mode/0` or the options of `use GenStateMachine`. */
export function callbackModeOf(module: ProjectModule): CallbackMode | undefined {
  const [clause] = module.clausesOf('callback_mode', 0);
  if (clause) return modeIn(clause.body);
  const use = module.uses.find((directive) => directive.module === 'GenStateMachine');
  if (!use) return undefined;
  const given = keywordValue(use.options, 'callback_mode');
  return given || (use.options && use.options.kind !== 'list') ? modeIn(given) : 'handle_event_function';
}

function modeIn(expr: Expr | undefined): CallbackMode | undefined {
  const [first] =
    expr?.kind === 'list' ? expr.items.map(atomOf).filter((mode) => mode !== 'state_enter') : [];
  const mode = atomOf(expr) ?? first;
  return mode === 'handle_event_function' || mode === 'state_functions' ? mode : undefined;
}

/**
 * The functions of a state machine that take its events: `handle_event/4`, or those that are called like a state
 * which the machine starts in or goes to.
 */
export function eventFunctions(module: ProjectModule): readonly FunctionDef[] {
  const mode = callbackModeOf(module);
  if (!mode) return [];
  const handler = module.functionNamed('handle_event', 4);
  if (mode === 'handle_event_function') return handler ? [handler] : [];
  const states = statesOf(module);
  return module.def.functions.filter(
    ({ name, arity, kind }) => kind === 'def' && arity === 3 && states.has(name),
  );
}

/** The states named in `{:ok, state, data}` and `{:next_state, state, data}`. */
function statesOf(module: ProjectModule): ReadonlySet<string> {
  const states = new Set<string>();
  for (const { name, clauses } of module.def.functions) {
    for (const { body } of clauses) {
      if (!body) continue;
      visit(body, (expr) => {
        if (expr.kind !== 'tuple' || expr.items.length < 3) return;
        const tag = atomOf(expr.items[0]);
        const state = atomOf(expr.items[1]);
        if (state !== undefined && (tag === 'next_state' || (tag === 'ok' && name === 'init')))
          states.add(state);
      });
    }
  }
  return states;
}
