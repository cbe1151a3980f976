import { bindingAt } from '../../elixir/bindings.js';
import { variablesIn } from '../../elixir/flow.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reachFrom, runnerOfSite } from '../../project/reach.js';
import type { BlockBody, CallExpr, Clause, Expr, VariableExpr } from '../../syntax/ast.js';
import { canFail, isAside, type Outcome, outcomeOf, together } from '../jobs/job-outcomes.js';
import { isLookup, isSettled, isWorried, kindOfPattern } from './error-branches.js';

/** A branch for a failure after which a job counts as done. */
export interface Swallow {
  kind: 'error' | 'rescue' | 'catch';
  /** Where the branch begins: its pattern, or the head of a function clause. */
  start: number;
  end: number;
  clause: FunctionClause;
  /** The calls from `perform/1` to that clause. */
  chain: readonly CallSite[];
  /** What the branch ends in. */
  endsIn: Expr;
  /** True where it concerns one item of several. */
  item: boolean;
  /** True for a branch that takes whatever is left and that nobody worries about. */
  mild: boolean;
}

/** A call whose failure nobody looks at. */
export interface Dropped {
  site: CallSite;
  chain: readonly CallSite[];
}

/** What becomes of the value of an expression. */
interface Position {
  /** `given` back by `perform/1`, or `dropped`. */
  kind: 'given' | 'dropped';
  /** What the job comes to after it. */
  after: () => Outcome;
  item: boolean;
}

/** A failure branch that is being walked. */
interface Branch {
  swallow: Omit<Swallow, 'endsIn'>;
  ends: { outcome: Outcome; expr: Expr }[];
  body: { start: number; end: number };
  /** The variables that the branch's pattern binds. */
  names: ReadonlySet<string>;
}

interface Place {
  clause: FunctionClause;
  chain: readonly CallSite[];
  /** False where somebody on the way does not look at what comes back. */
  heeded: boolean;
}

const HOPS = 4;

/** What a clause that does a job's work makes of failures: followed into functions of its module. */
export function swallowedBy(
  perform: FunctionClause,
  project: Project,
): { swallows: Swallow[]; dropped: Dropped[] } {
  const walk = new Walk(project);
  const unknown: Position = { kind: 'given', after: () => 'success', item: false };
  walk.clause({ clause: perform, chain: [], heeded: true }, unknown);
  const swallows = walk.swallows();
  const told = new Set(swallows.flatMap(({ chain }) => chain));
  return { swallows, dropped: walk.dropped.filter(({ site }) => !told.has(site)) };
}

class Walk {
  readonly dropped: Dropped[] = [];
  readonly #branches: Branch[] = [];
  readonly #seen = new Set<FunctionClause>();

  constructor(readonly project: Project) {}

  /** The branches all of whose ends make a success of the failure. */
  swallows(): Swallow[] {
    return this.#branches.flatMap(({ swallow, ends, body }) => {
      const [first] = ends;
      if (!first || together(ends.map(({ outcome }) => outcome)) !== 'success') return [];
      return this.#doesSomething(swallow.clause, body) ? [] : [{ ...swallow, endsIn: first.expr }];
    });
  }

  /** True for a branch that inserts a job, raises or rolls back on the way. */
  #doesSomething(clause: FunctionClause, body: { start: number; end: number }): boolean {
    const sites = clause.calls.filter(({ start, end }) => body.start <= start && end <= body.end);
    const here = ({ situation }: CallSite): boolean => situation.owner === clause.fn.module;
    for (const { site, chain } of reachFrom(sites, this.project, { follow: here })) {
      if (site.module === 'Oban' && site.name.startsWith('insert')) return true;
      if (chain.length === 1 && (site.name === 'reraise' || site.name === 'rollback')) return true;
    }
    return false;
  }

  clause(place: Place, position: Position, branch?: Branch): void {
    const { clause } = place;
    if (this.#seen.has(clause)) return;
    this.#seen.add(clause);
    if (clause.body) this.#expr(clause.body, place, position, branch);
    this.#handlers(clause.blocks.rescue, 'rescue', place, position);
    this.#handlers(clause.blocks.catch, 'catch', place, position);
  }

  #expr(expr: Expr, place: Place, position: Position, branch?: Branch): void {
    if (expr.kind === 'block') return this.#block(expr.items, place, position, branch);
    if (expr.kind === 'operator' && expr.name === '=' && expr.args[1])
      return this.#expr(expr.args[1], place, position, branch);
    if (expr.kind === 'call' && !expr.receiver && expr.blocks && this.#form(expr, place, position, branch))
      return;
    this.#leaf(expr, place, position, branch);
  }

  #block(items: readonly Expr[], place: Place, position: Position, branch?: Branch): void {
    const last = items.at(-1);
    if (!last) return;
    const after = (): Outcome =>
      position.kind === 'given' ? outcomeOf(last, place.clause, this.project) : position.after();
    for (const item of items.slice(0, -1)) {
      const bound = item.kind === 'operator' && item.name === '=' ? item.args : undefined;
      if (!bound) this.#expr(item, place, { ...position, kind: 'dropped', after });
      else if (isNamed(bound[0], last)) this.#expr(item, place, position, branch);
      else if (bound[0]?.kind === 'atom') this.#expr(item, place, { ...position, kind: 'given' });
      else if (isIgnored(bound[0])) this.#expr(item, place, { ...position, kind: 'dropped', after });
    }
    this.#expr(last, place, position, branch);
  }

  /** Walks a form with blocks; false for what is none. */
  #form(call: CallExpr, place: Place, position: Position, branch?: Branch): boolean {
    const { blocks = {}, args, name } = call;
    switch (name) {
      case 'if':
      case 'unless':
        if (blocks.do?.expr) this.#expr(blocks.do.expr, place, position, branch);
        if (blocks.else?.expr) this.#expr(blocks.else.expr, place, position, branch);
        return true;
      case 'cond':
        for (const { body } of blocks.do?.clauses ?? []) this.#expr(body, place, position, branch);
        return true;
      case 'case':
        this.#choices(blocks.do?.clauses ?? [], args.slice(0, 1), place, position, branch);
        return true;
      case 'with':
        this.#with(call, place, position, branch);
        return true;
      case 'try':
        if (blocks.do?.expr && !blocks.else) this.#expr(blocks.do.expr, place, position, branch);
        this.#handlers(blocks.rescue, 'rescue', place, position);
        this.#handlers(blocks.catch, 'catch', place, position);
        return true;
      case 'for':
        if (blocks.do?.expr && position.kind === 'dropped') this.#items(blocks.do.expr, place, position);
        return true;
      default:
        return false;
    }
  }

  /** One item's work: its failure is that of one among many. */
  #items(body: Expr, place: Place, position: Position): void {
    this.#expr(body, place, { kind: 'dropped', after: position.after, item: true });
  }

  #with(call: CallExpr, place: Place, position: Position, branch?: Branch): void {
    const { args, blocks = {} } = call;
    const arrows = args.filter((arg) => arg.kind === 'operator' && arg.name === '<-');
    const sources = arrows.flatMap((arrow) =>
      arrow.kind === 'operator' && arrow.args[1] ? [arrow.args[1]] : [],
    );
    for (const arrow of arrows) {
      const [pattern, value] = arrow.kind === 'operator' ? arrow.args : [];
      if (value && pattern?.kind === 'atom' && pattern.value === 'ok')
        this.#expr(value, place, { ...position, kind: 'given' });
    }
    if (branch) branch.ends.push({ outcome: 'unknown', expr: call });
    if (blocks.do?.expr) this.#expr(blocks.do.expr, place, position);
    const answers = arrows.some(
      (arrow) => arrow.kind === 'operator' && kindOfPattern(arrow.args[0]) === 'ok',
    );
    this.#choices(blocks.else?.clauses ?? [], sources, place, position, undefined, answers);
  }

  /** The clauses of a `case`, or of the `else` of a `with`. */
  #choices(
    clauses: readonly Clause[],
    sources: readonly Expr[],
    place: Place,
    position: Position,
    branch: Branch | undefined,
    answers = clauses.some(({ params }) => kindOfPattern(params[0]) === 'ok'),
  ): void {
    const kinds = clauses.map(({ params }) => kindOfPattern(params[0]));
    const decided = kinds.includes('error');
    for (const [index, choice] of clauses.entries()) {
      const kind = kinds[index];
      const rest = kind === 'rest' && answers && !decided && index === clauses.length - 1;
      if (kind === 'error' || rest) {
        const inner = this.#branch(choice, sources, place, position, rest);
        this.#expr(choice.body, place, position, inner);
        continue;
      }
      const recovered = kind === 'ok' && branch;
      if (recovered) branch.ends.push({ outcome: 'unknown', expr: choice.body });
      this.#expr(choice.body, place, position, recovered ? undefined : branch);
    }
  }

  /** A branch for failures; `undefined` where there is nothing to retry, or the branch tells of no failure. */
  #branch(
    choice: Clause,
    sources: readonly Expr[],
    place: Place,
    position: Position,
    rest: boolean,
  ): Branch | undefined {
    const [pattern] = choice.params;
    if (!pattern || isSettled(pattern) || (choice.guard && isSettled(choice.guard))) return undefined;
    const lookups = sources.filter((source) => isLookup(source, place.clause, this.project));
    if (sources.length > 0 && lookups.length === sources.length) return undefined;
    const worried = isWorried(choice, place.clause);
    if (rest && !worried && !/^(e|err|error|failure)$/.test(pattern.kind === 'variable' ? pattern.name : ''))
      return undefined;
    return this.#open('error', choice, pattern, place, position, rest && !worried);
  }

  #open(
    kind: Swallow['kind'],
    { params, body }: Pick<Clause, 'params' | 'body'>,
    at: { start: number; end: number },
    { clause, chain }: Place,
    { item }: Position,
    mild = false,
  ): Branch {
    const { start, end } = at;
    const names = variablesIn(params[0]);
    const branch: Branch = {
      swallow: { kind, start, end, clause, chain, item, mild },
      ends: [],
      body,
      names,
    };
    this.#branches.push(branch);
    return branch;
  }

  #handlers(body: BlockBody | undefined, kind: 'rescue' | 'catch', place: Place, position: Position): void {
    for (const handler of body?.clauses ?? []) {
      const first = handler.params[0];
      const last = handler.params.at(-1);
      const settled = handler.params.some(isSettled);
      const at = first && last ? { start: first.start, end: last.end } : handler.body;
      const branch = settled ? undefined : this.#open(kind, handler, at, place, position);
      this.#expr(handler.body, place, position, branch);
    }
  }

  #leaf(expr: Expr, place: Place, position: Position, branch: Branch | undefined): void {
    if (branch) {
      // What the branch hands back as it came is lost where the function was called, not here.
      const passed = expr.kind === 'variable' && branch.names.has(expr.name);
      const whole = passed && isWhole(expr, place.clause);
      const own = whole ? 'failure' : outcomeOf(expr, place.clause, this.project);
      const said = passed || (own === 'failure' && expr.kind !== 'call');
      const lost = position.kind === 'dropped' && !said && own !== 'never';
      branch.ends.push({ outcome: lost ? position.after() : own, expr });
      return;
    }
    const site = expr.kind === 'call' && place.clause.calls.find((call) => call.expr === expr);
    if (!site || site.situation.quoted || site.situation.devOnly) return;
    if (site.module === 'Enum' && this.#each(site, place, position)) return;
    this.#enter(site, place, position);
    const looked =
      !place.heeded ||
      position.kind === 'given' ||
      position.item ||
      runnerOfSite(site, this.project) !== 'caller';
    if (!looked && position.after() === 'success' && canFail(site, this.project))
      this.dropped.push({ site, chain: place.chain });
  }

  /** `Enum.each(items, fn …)`, and `Enum.map` whose result nobody looks at. */
  #each({ name, args }: CallSite, place: Place, position: Position): boolean {
    const runs = name === 'each' || (name === 'map' && position.kind === 'dropped');
    const given = args[1];
    if (!runs || !given) return false;
    const inner: Position = { kind: 'dropped', after: position.after, item: true };
    if (given.kind === 'fn') this.#choices(given.clauses, [], place, inner, undefined);
    if (given.kind === 'capture') {
      const site = place.clause.calls.find(({ expr }) => expr === given || expr === given.body);
      if (site) this.#enter(site, place, inner);
    }
    return true;
  }

  /** Follows a call into functions of its own module. */
  #enter(site: CallSite, { clause, chain, heeded }: Place, position: Position): void {
    if (chain.length >= HOPS || (position.kind === 'dropped' && isAside(site))) return;
    for (const entered of clausesEntered(site, this.project)) {
      if (entered.fn.module !== clause.fn.module || !entered.body) continue;
      const place: Place = {
        clause: entered,
        chain: [...chain, site],
        heeded: heeded && position.kind === 'given',
      };
      const failed = entered.params.find((param) => kindOfPattern(param) === 'error');
      const settled = failed && isSettled(failed);
      const head = { start: entered.headStart, end: entered.headEnd };
      const taken = failed && !settled && { params: [failed], body: entered.body };
      const branch = taken ? this.#open('error', taken, head, place, position) : undefined;
      this.clause(place, position, branch);
    }
  }
}

/** True for a variable that holds all of what the pattern of a branch has matched: `{:error, _} = err -> err`. */
function isWhole({ name, start }: VariableExpr, clause: FunctionClause): boolean {
  const bound = bindingAt(clause, name, start);
  return bound?.kind === 'value' && bound.narrowed === true && bound.path.length === 0;
}

/** True for `x = …` where `x` is what the block gives back. */
function isNamed(pattern: Expr | undefined, last: Expr): boolean {
  return pattern?.kind === 'variable' && last.kind === 'variable' && pattern.name === last.name;
}

function isIgnored(pattern: Expr | undefined): boolean {
  return pattern?.kind === 'variable' && pattern.name.startsWith('_');
}
