import { bindingAt } from '../../elixir/bindings.js';
import { calleeOf } from '../../elixir/callee.js';
import { closedOver, fieldTaken, type Taken } from '../../elixir/field-uses.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayStart, starterBehind } from '../../project/runners.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { callbackRunning } from '../processes/callback-code.js';
import { holdingOf } from './state.js';

/** A term that a function takes into another process although it needs only fields of it. */
export interface CopiedTerm {
  /** The call that hands the function over. */
  site: CallSite;
  /** Where a function of the project that is given it hands it over in turn. */
  through?: CallSite;
  name: string;
  /** The fields that the function needs, where it uses them. */
  fields: Expr[];
}

/** Calls that copy a function they are given into another process, beside those that start one (`Agent`, `Kernel.send/2`). */
const COPYING: ReadonlySet<string> = new Set([
  'Agent.start',
  'Agent.start_link',
  'Agent.get',
  'Agent.update',
  'Agent.get_and_update',
  'Agent.cast',
  'Kernel.send',
  'Phoenix.LiveView.start_async',
  'Phoenix.LiveView.assign_async',
]);

/** Fields of `Plug.Conn`, and of the sockets of LiveView and channels; other things bear their names, too. */
const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'conn',
    words(`assigns params query_params body_params path_params private host method path_info req_headers
      resp_headers request_path remote_ip cookies req_cookies query_string port scheme script_name status owner`),
  ],
  [
    'socket',
    words(`assigns endpoint id topic channel channel_pid transport transport_pid private view router parent_pid
      root_pid host_uri pubsub_server serializer join_ref ref`),
  ],
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** The terms that functions of a module copy whole into other processes and need only fields of. */
export function copiedTermsIn(module: ProjectModule): CopiedTerm[] {
  return copyingCalls(module).flatMap((site) => {
    const { clause, quoted } = site.situation;
    if (!clause || quoted || site.expr.kind !== 'call') return [];
    return site.args.flatMap((arg, index) => {
      if (!mayHoldFunction(arg)) return [];
      // Fewer calls take functions into other processes than are given what has to be followed.
      const copier = copierOf(site, index, module);
      const fun = copier && functionIn(arg, clause);
      if (!fun || !copier) return [];
      const through = copier === site ? {} : { through: copier };
      return closedOver(fun, clause).flatMap((taken) => {
        const fields = fieldsOf(taken, fun, clause, module);
        return fields ? { site, ...through, name: taken.name, fields } : [];
      });
    });
  });
}

const ASYNC = /^(start|assign)_async$/;

const copyingCalls = callsTo(
  (callee, project) => COPYING.has(callee.callee) || ASYNC.test(callee.name) || mayStart(callee, project),
);

/** What an anonymous function, or a message that holds one, is written as. */
const HOLDING: ReadonlySet<Expr['kind']> = new Set([
  'fn',
  'capture',
  'tuple',
  'variable',
  'attribute',
  'block',
]);

function mayHoldFunction({ kind }: Expr): boolean {
  return HOLDING.has(kind);
}

/** The anonymous function that an argument is, or that a message holds. */
function functionIn(arg: Expr, clause: FunctionClause): Expr | undefined {
  const value = followValue(arg, clause.fn.module, clause);
  const parts = value.kind === 'tuple' ? value.items : [value];
  return parts.find((part) => part.kind === 'fn' || (part.kind === 'capture' && part.body !== undefined));
}

/** The call that takes a function into another process: the one it is given to, or one behind that. */
function copierOf(site: CallSite, index: number, { project }: ProjectModule): CallSite | undefined {
  const imported = site.module === undefined && ASYNC.test(site.name);
  return imported || COPYING.has(calleeOf(site)) ? site : starterBehind(site, index, project);
}

/** The fields that a function needs of a large term; `undefined` where it needs all of it, or the term is none. */
function fieldsOf(
  taken: Taken,
  fun: Expr,
  clause: FunctionClause,
  module: ProjectModule,
): Expr[] | undefined {
  const fields: Expr[] = [];
  for (const use of taken.uses) {
    const field = fieldTaken(use, clause);
    if (!field) return undefined;
    fields.push(field);
  }
  // A template reads `assigns` without naming it.
  if (taken.name === 'assigns' && findExpr(fun, (expr) => 'sigil' in expr && expr.sigil === 'H'))
    return undefined;
  return isLarge(taken, fields, clause, module) ? fields : undefined;
}

/** True for a connection, a socket, assigns and the state of a server. */
function isLarge(
  { name, uses }: Taken,
  fields: readonly Expr[],
  clause: FunctionClause,
  module: ProjectModule,
): boolean {
  const known = FIELDS.get(name);
  if (known) return fields.every((field) => known.has(firstField(field)));
  return name === 'assigns' || uses.every((use) => isState(name, use.start, clause, module));
}

/** The name of the outermost field: `assigns` of `socket.assigns.user`. */
function firstField(field: Expr): string {
  if (field.kind === 'access') return field.target.kind === 'variable' ? '' : firstField(field.target);
  if (field.kind === 'map')
    return field.pairs.map(({ key }) => (key.kind === 'atom' ? key.value : '')).join();
  if (field.kind !== 'call') return '';
  return field.receiver && field.receiver.kind !== 'variable' ? firstField(field.receiver) : field.name;
}

function isState(name: string, at: number, clause: FunctionClause, module: ProjectModule): boolean {
  const binding = bindingAt(clause, name, at);
  if (!module.server || binding?.kind === 'opaque') return false;
  if (name === 'state') return true;
  const callback = callbackRunning(clause, module.project);
  if (callback?.clause !== clause || binding?.kind !== 'parameter') return false;
  return holdingOf(callback).parts.get(name) === '';
}
