import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered } from '../../project/reach.js';
import type { BlockBody, CallExpr, Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { slowWorkIn, type Wait } from '../requests/waiting.js';

/** Functions of `Agent` that run what they are given inside the agent (`Agent`, "A word on agents"). */
const ASKS: ReadonlySet<string> = new Set(['get', 'update', 'get_and_update', 'cast']);

/** The calls of a module that go to `Agent` itself. */
export const agentCalls = callsTo(({ module }) => module === 'Agent');

/** True for a call that hands a function, or a function's name, to an agent. */
export function asksAgent({ module, name, args, captured, situation }: CallSite): boolean {
  return module === 'Agent' && ASKS.has(name) && args.length >= 2 && !captured && !situation.quoted;
}

/** The slow work that an agent does for one call. */
export function slowWorkInAgent(site: CallSite, { project }: ProjectModule): Wait | undefined {
  const { clause } = site.situation;
  if (!clause) return undefined;
  const written = slowWorkIn(clause, project, { inside: site, counts: (other) => isGivenTo(site, other) });
  return (
    written ??
    namedClauses(site, project)
      .map((named) => slowWorkIn(named, project))
      .find((wait) => wait)
  );
}

/** `Agent.update(agent, module, name, args)`: the state goes before the arguments (`Agent.update/5`). */
function namedClauses({ args, situation }: CallSite, project: Project): readonly FunctionClause[] {
  const [, module, name, given] = args;
  const own = module?.kind === 'variable' && module.name === '__MODULE__';
  const callee = own ? situation.owner.name : module?.kind === 'alias' ? module.module : undefined;
  if (callee === undefined || name?.kind !== 'atom' || given?.kind !== 'list') return [];
  return project.functionNamed(callee, name.value, given.items.length + 1)?.clauses ?? [];
}

function isGivenTo(site: CallSite, { situation }: CallSite): boolean {
  for (let closure = situation.closure; closure; closure = closure.outer)
    if (closure.via === site) return true;
  return false;
}

/** How much logic a function holds. */
export interface Logic {
  lines: number;
  /** The ends of its branches; 1 where it has none. */
  branches: number;
  /** The function's own clause, where it is not written in place. */
  at?: FunctionClause;
}

/** What is too much for a function that an agent runs while all others wait. */
const LINES = 10;
const BRANCHES = 3;

/** The logic that an agent is given to run, where it is long: written in place, or in a function of the module. */
export function longLogic(site: CallSite, module: ProjectModule): Logic | undefined {
  const [, given] = site.args;
  const logic = given && logicOf(given, site, module);
  return logic && isLong(logic) ? logic : undefined;
}

/** True for more logic than an agent should run. */
export function isLong({ lines, branches }: Logic): boolean {
  return (lines > LINES && branches > 1) || branches > BRANCHES;
}

function logicOf(given: Expr, site: CallSite, module: ProjectModule): Logic | undefined {
  if (given.kind === 'fn') {
    const bodies = given.clauses.map(({ body }) => body);
    return logicIn(bodies, module);
  }
  if (given.kind !== 'capture') return undefined;
  if (given.body && !isOneCall(given.body)) return logicIn([given.body], module);
  const named = given.named ?? given.body;
  const target = site.situation.clause?.calls.find(({ expr }) => expr === given || expr === named);
  const [first, ...rest] = target ? clausesEntered(target, module.project) : [];
  if (!first || first.fn.module !== module.def) return undefined;
  const bodies = [first, ...rest].flatMap(({ body }) => body ?? []);
  return { ...logicIn(bodies, module), at: first };
}

function isOneCall(expr: Expr): boolean {
  return expr.kind === 'call' && !expr.blocks;
}

/** How much logic some bodies hold together. */
export function logicIn(bodies: readonly Expr[], { facts }: ProjectModule): Logic {
  const lengths = bodies.map((body) => {
    const [first, last] = body.kind === 'block' ? [body.items[0], body.items.at(-1)] : [body, body];
    return first && last ? linesOfCode(facts.text.slice(first.start, last.end)) : 0;
  });
  return {
    lines: lengths.reduce((sum, length) => sum + length, 0),
    branches: bodies.map(branchesIn).reduce((sum, ends) => sum + ends, 0),
  };
}

/** The lines of a text that hold more than a comment. */
function linesOfCode(text: string): number {
  return text.split('\n').filter((line) => !/^\s*(#(?!\{).*)?$/.test(line)).length;
}

const BRANCHING: ReadonlySet<string> = new Set(['case', 'if', 'unless', 'cond', 'with', 'try', 'receive']);

/** The ends of the branches of an expression, one for each way through it. */
function branchesIn(expr: Expr): number {
  let ends = 1;
  visit(expr, (inner) => {
    if (inner.kind === 'call' && !inner.receiver && inner.blocks && BRANCHING.has(inner.name))
      ends += endsOf(inner) - 1;
  });
  return ends;
}

function endsOf({ name, blocks }: CallExpr): number {
  const ends = (body: BlockBody | undefined): number => (body ? (body.clauses?.length ?? 1) : 0);
  const all = Object.values(blocks ?? {}).map(ends);
  const written = all.reduce((sum, count) => sum + count, 0);
  return name === 'if' || name === 'unless' ? 2 : Math.max(written, 1);
}
