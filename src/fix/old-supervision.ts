import type { CallSite } from '../elixir/model.js';
import type { Edit, Fix } from '../lint/finding.js';
import { isSpecCall } from '../otp/supervision/old-supervision.js';
import type { ProjectModule } from '../project/project-module.js';
import type { Expr } from '../syntax/ast.js';
import { removingLines, replacing, standsAlone, written } from './edits.js';

/** The options of `worker/3` and `supervisor/3` that are keys of a child spec by the same name (`Supervisor.Spec`). */
const KEYS: ReadonlySet<string> = new Set(['id', 'restart', 'shutdown']);

/**
 * The children of `Supervisor.Spec` as maps that say the same, `supervise/2` as `Supervisor.init/2`, and no import
 * (`Supervisor`, "Child specification"). Only where every use in the module can be said so.
 */
export function modernChildrenFix(
  module: ProjectModule,
  imports: readonly { start: number; end: number }[],
): Fix | undefined {
  const { def, project } = module;
  const sites = module.sites.filter(isSpecCall);
  const edits = sites.map((site) => modern(site, module));
  const lines = imports.map((directive) =>
    standsAlone(def, directive, project) ? removingLines(def, directive, project) : undefined,
  );
  const all = [...edits, ...lines].filter((edit): edit is Edit => edit !== undefined);
  if (sites.length === 0 || all.length < sites.length + imports.length) return undefined;
  return { safety: 'safe', title: 'write the children as child specs', edits: all };
}

function modern(site: CallSite, module: ProjectModule): Edit | undefined {
  const { expr } = site;
  if (expr.kind !== 'call' || expr.piped || site.captured || site.situation.quoted) return undefined;
  const whole = { start: expr.receiver?.start ?? expr.start, end: expr.end };
  if (site.name === 'supervise' && site.arity === 2) {
    const name = { start: whole.start, end: expr.nameStart + expr.name.length };
    return replacing(module.def, name, 'Supervisor.init');
  }
  const spec = childSpec(site, module);
  return spec === undefined ? undefined : replacing(module.def, whole, spec);
}

/** `worker(M, [a], restart: :transient)` as `%{id: M, start: {M, :start_link, [a]}, restart: :transient}`. */
function childSpec({ name, args, arity }: CallSite, module: ProjectModule): string | undefined {
  const [child, given, options] = args;
  if (!child || !given || arity > 3 || (name !== 'worker' && name !== 'supervisor')) return undefined;
  const text = (expr: Expr) => written(module.def, expr, module.project);
  const entries = new Map<string, string>([['id', text(child)]]);
  let start = ':start_link';
  for (const pair of options?.kind === 'list' ? options.items : []) {
    const [key, value] = pair.kind === 'tuple' && pair.keyword ? pair.items : [];
    if (key?.kind !== 'atom' || !value) return undefined;
    if (key.value === 'function') start = text(value);
    else if (KEYS.has(key.value)) entries.set(key.value, text(value));
    else return undefined;
  }
  if (options && options.kind !== 'list') return undefined;
  const { id, ...rest } = Object.fromEntries(entries);
  const others = Object.entries(rest).map(([key, value]) => `, ${key}: ${value}`);
  const type = name === 'supervisor' ? ', type: :supervisor' : '';
  return `%{id: ${id}, start: {${text(child)}, ${start}, ${text(given)}}${type}${others.join('')}}`;
}
