import { clauseTails } from '../elixir/flow.js';
import type { CallSite, FunctionClause } from '../elixir/model.js';
import type { Edit, Fix } from '../lint/finding.js';
import type { SelfStart } from '../otp/processes/self-start.js';
import type { ProjectModule } from '../project/project-module.js';
import { parameterName } from '../project/reach.js';
import type { Expr, TupleExpr } from '../syntax/ast.js';
import { afterClauses, beforeClause, implLine } from './callbacks.js';
import { indentAt, inserting, removingLines, replacing, standsAlone, written } from './edits.js';

/**
 * Lets a message that `init/1` sends its own process become `{:continue, message}`, with a `handle_continue/2` that
 * answers it as before (`GenServer`, "handle_continue/2").
 */
export function continueInsteadOfMessage(
  start: SelfStart,
  init: FunctionClause,
  module: ProjectModule,
): Fix | undefined {
  const { project } = module;
  const { site, how, chain } = start;
  const message = site.args[how === 'timer' && site.module === ':erlang' ? 2 : 1];
  const oks = clauseTails(init).flatMap(({ expr }) => okTuple(expr) ?? []);
  const plain =
    chain.length === 1 && site.situation.branches === 0 && !site.situation.loop && !site.situation.closure;
  if (!plain || site.result !== 'discarded' || !message || !isConstant(message)) return undefined;
  if (
    oks.length === 0 ||
    oks.some(({ items }) => items.length !== 2) ||
    !standsAlone(module.def, site.expr, project)
  )
    return undefined;
  const term = written(module.def, message, project);
  const handler = how === 'cast' ? 'handle_cast' : 'handle_info';
  const clause = `def handle_continue(${term}, state), do: ${handler}(${term}, state)`;
  const added = addedClause(clause, handler, module);
  if (!added) return undefined;
  return {
    safety: 'unsafe',
    title: `return \`{:continue, ${term}}\` from \`init/1\` instead of sending it`,
    edits: [
      removingLines(module.def, site.expr, project),
      ...oks.map((tuple) => inserting(module.def, tuple.end - 1, `, {:continue, ${term}}`)),
      added,
    ],
  };
}

/** A clause of `handle_continue/2`: before those there are, or else after the handler that it leads to. */
function addedClause(clause: string, handler: string, module: ProjectModule): Edit | undefined {
  const { project } = module;
  const [first] = module.clausesOf('handle_continue', 2);
  if (first) return beforeClause(first, [clause, ''], project);
  const fn = module.functionNamed(handler, 2);
  return fn && afterClauses(fn, [...implLine(module), clause], project);
}

/** Calls in `init/1` that others rely on once it has returned: they stay where they are. */
const PUBLISHES: ReadonlySet<string> = new Set([
  'register',
  'subscribe',
  'new',
  'attach',
  'attach_many',
  'join',
]);

/** Lets the body of `init/1` run in `handle_continue(:init, …)`, once the supervisor has gone on. */
export function continueInsteadOfInit(init: FunctionClause, module: ProjectModule): Fix | undefined {
  const { project, def } = module;
  const { body, params, guard } = init;
  const argument = params[0] && argumentOf(params[0], module);
  const tails = clauseTails(init).map(({ expr }) => continuedTail(expr, argument ?? '', module));
  const whole = init.fn.clauses.length === 1 && !guard && Object.keys(init.blocks).length === 0;
  if (!body || argument === undefined || !whole || module.clausesOf('handle_continue', 2).length > 0)
    return undefined;
  if (tails.includes(undefined) || publishes(init) || !standsAlone(def, init, project)) return undefined;
  const indent = indentAt(def, init.start, project);
  const head = [
    `{:ok, ${argument}, {:continue, :init}}`,
    `${indent}end`,
    '',
    ...implLine(module).map((line) => indent + line),
    `${indent}def handle_continue(:init, ${argument})`,
  ].join('\n');
  const edits = tails.flatMap((tail) => tail ?? []);
  const text = project.textOf(def);
  const isBlock = /\bdo\s*$/.test(withoutComments(text.slice(init.headEnd, body.start)));
  const opening = isBlock
    ? [inserting(def, body.start, `${head} do\n${indentAt(def, body.start, project)}`)]
    : [
        replacing(def, { start: init.headEnd, end: body.start }, ` do\n${indent}  ${head} do\n${indent}  `),
        inserting(def, init.end, `\n${indent}end`),
      ];
  return {
    safety: 'unsafe',
    title: 'do the work in `handle_continue/2`',
    edits: [...opening, ...edits],
  };
}

function withoutComments(text: string): string {
  return text.replace(/#[^\n]*/g, '');
}

/** The parameter as an expression that can also stand in `{:ok, …}`. */
function argumentOf(param: Expr, module: ProjectModule): string | undefined {
  if (isConstant(param)) return written(module.def, param, module.project);
  const name = parameterName(param);
  if (name === undefined || name.startsWith('_') || param.kind !== 'variable') return undefined;
  return name;
}

/** What a value of `init/1` becomes in `handle_continue/2`; `undefined` where that cannot be said. */
function continuedTail(expr: Expr, argument: string, module: ProjectModule): Edit[] | undefined {
  if (expr.kind !== 'tuple') return undefined;
  const [tag, , third] = expr.items;
  if (tag?.kind !== 'atom') return undefined;
  if (tag.value === 'ok' && third?.kind !== 'tuple') return [replacing(module.def, tag, ':noreply')];
  if (tag.value === 'stop' && expr.items.length === 2)
    return [inserting(module.def, expr.end - 1, `, ${argument}`)];
  return undefined;
}

function publishes(init: FunctionClause): boolean {
  return init.calls.some((call: CallSite) => PUBLISHES.has(call.name) && call.module !== undefined);
}

function okTuple(expr: Expr): TupleExpr | undefined {
  const [tag] = expr.kind === 'tuple' ? expr.items : [];
  return expr.kind === 'tuple' && tag?.kind === 'atom' && tag.value === 'ok' ? expr : undefined;
}

/** A term without variables: it means the same as a pattern and as a value. */
function isConstant(expr: Expr): boolean {
  if (expr.kind === 'atom' || expr.kind === 'number' || expr.kind === 'alias') return true;
  if (expr.kind === 'text') return expr.of === 'string';
  if (expr.kind === 'tuple' || expr.kind === 'list') return expr.items.every(isConstant);
  return (
    expr.kind === 'map' &&
    !expr.base &&
    !expr.struct &&
    expr.pairs.every(({ key, value }) => isConstant(key) && isConstant(value))
  );
}
