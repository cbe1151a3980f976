import { clauseExprs } from '../../elixir/flow.js';
import type { CallSite } from '../../elixir/model.js';
import { startOfCall } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { visit } from '../../syntax/visit.js';
import { strategyGiven, supervisorOptions } from './supervision.js';

/** The first thing in a module that is written with a deprecated part of `Supervisor`. */
export interface OldSupervision {
  kind: 'spec' | 'simple_one_for_one';
  /** What is written, for a message. */
  what: string;
  start: number;
  end: number;
}

/** What the source of every module with old supervision has in it somewhere. */
const OLD_WORDS = /\bSpec\b|simple_one_for_one|\b(worker|supervisor|supervise)\b/;

/** `Supervisor.Spec` (deprecated in Elixir 1.5) or `:simple_one_for_one` (`DynamicSupervisor` since 1.6) in a module. */
export function deprecatedSupervision(module: ProjectModule): OldSupervision | undefined {
  if (!OLD_WORDS.test(module.facts.text)) return undefined;
  const found = [...specImports(module), ...calls(module), ...strategies(module)];
  return found.sort((a, b) => a.start - b.start)[0];
}

const SPEC = 'Supervisor.Spec';

/** Each `import Supervisor.Spec` of a module, in a function or in its body. */
export function specImports(module: ProjectModule): OldSupervision[] {
  const { functions, imports: directives } = module.def;
  const what = `import ${SPEC}`;
  const found: OldSupervision[] = directives
    .filter((directive) => directive.module === SPEC)
    .map(({ start, end }) => ({ kind: 'spec', what, start, end }));
  for (const root of functions.flatMap((fn) => fn.clauses).flatMap(clauseExprs)) {
    visit(root, (expr) => {
      if (expr.kind !== 'call' || expr.receiver) return true;
      if (expr.name === 'quote') return false;
      const [target] = expr.args;
      if (expr.name === 'import' && target?.kind === 'alias' && target.module === SPEC) {
        found.push({ kind: 'spec', what, start: expr.start, end: expr.end });
      }
      return true;
    });
  }
  return found;
}

const SPEC_FUNCTIONS: ReadonlySet<string> = new Set(['worker', 'supervisor', 'supervise']);

function calls(module: ProjectModule): OldSupervision[] {
  return module.sites
    .filter((site) => !site.situation.quoted && isSpecCall(site))
    .map((site) => ({
      kind: 'spec',
      what: `${SPEC}.${site.name}/${site.arity}`,
      start: startOfCall(site),
      end: site.end,
    }));
}

/** A call of `Supervisor.Spec` that makes child specs, also one that is only imported. */
export function isSpecCall({ module, name, imports }: CallSite): boolean {
  if (!SPEC_FUNCTIONS.has(name)) return false;
  return module === undefined
    ? (imports ?? []).some((directive) => directive.module === SPEC)
    : module === SPEC;
}

function strategies(module: ProjectModule): OldSupervision[] {
  return supervisorOptions(module)
    .filter(({ kind }) => kind === 'static')
    .flatMap((given) => strategyGiven(given, module.project).values)
    .filter(
      ({ expr, at }) =>
        expr.kind === 'atom' && expr.value === 'simple_one_for_one' && at.owner === module.def,
    )
    .map(({ expr }) => ({
      kind: 'simple_one_for_one',
      what: ':simple_one_for_one',
      start: expr.start,
      end: expr.end,
    }));
}
