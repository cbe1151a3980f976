import { atomOf } from '../elixir/literals.js';
import type { CallSite } from '../elixir/model.js';
import { followValue } from '../elixir/values.js';
import type { UnknownChild, Unknowns } from '../lint/finding.js';
import { requestsIn, serverAsked } from '../otp/requests/clients.js';
import type { CallExpr } from '../syntax/ast.js';
import type { Project } from './project.js';
import type { SupervisedNode } from './supervision/supervised-node.js';

/** Kinds of processes of which the module is OTP's own, and known. */
const OF_OTP: ReadonlySet<SupervisedNode['kind']> = new Set([
  'dynamic_supervisor',
  'partition_supervisor',
  'task_supervisor',
  'registry',
  'agent',
  'task',
]);

/** What stands in `<<x::size(8)>>` calls nothing. */
const OF_BINARIES: ReadonlySet<string> = new Set(['size', 'unit']);

/** What the source of some projects does not say. Tests and scripts, which are not always read in full, do not count. */
export function unknownsOf(projects: readonly Project[]): Unknowns {
  const unknowns: Unknowns = {
    calls: { all: 0, module: 0, function: 0, apply: 0, imported: 0 },
    requests: { all: 0, target: 0 },
    children: { all: 0, unnamed: [], uncounted: 0, outside: 0 },
    applications: { all: 0, start: 0 },
    modules: { outside: 0 },
  };
  for (const project of projects) {
    countCalls(project, unknowns);
    countRequests(project, unknowns);
    countChildren(project, unknowns);
  }
  return unknowns;
}

function countCalls(project: Project, { calls, modules }: Unknowns): void {
  const outside = new Set<string>();
  for (const module of project.modules) {
    if (module.def.quoted || project.settings.isTest(module.file)) continue;
    for (const { module: used } of module.uses) if (!project.moduleNamed(used)) outside.add(used);
    for (const site of module.sites) {
      const what = site.situation.quoted ? 'nothing' : targetOf(site, project);
      if (what === 'nothing') continue;
      calls.all += 1;
      if (what !== 'known') calls[what] += 1;
      if (site.module !== undefined && !project.moduleNamed(site.module)) outside.add(site.module);
    }
  }
  outside.delete('Kernel');
  modules.outside += outside.size;
}

/** What a call goes to: `nothing` for what is no call, or one of `Kernel`. */
function targetOf(
  site: CallSite,
  project: Project,
): 'nothing' | 'known' | 'module' | 'function' | 'apply' | 'imported' {
  const { expr, module, name } = site;
  if (name === 'apply' && (module === 'Kernel' || module === ':erlang')) return appliedTo(site);
  if (module !== undefined) return module === 'Kernel' ? 'nothing' : 'known';
  const call = expr.kind === 'capture' ? expr.named : expr;
  // What an `apply` may name, which is counted itself.
  if (call?.kind !== 'call') return 'nothing';
  if (call.receiver) return behindReceiver(call, call.receiver, site);
  if (project.targetOf(site)) return 'known';
  return OF_BINARIES.has(name) ? 'nothing' : 'imported';
}

function behindReceiver(
  call: CallExpr,
  receiver: CallExpr['receiver'] & object,
  { situation, captured }: CallSite,
): 'nothing' | 'known' | 'module' | 'function' {
  if (call.name === 'unquote') return 'nothing';
  if (call.name === '') {
    const value = followValue(receiver, situation.owner, situation.clause);
    return value.kind === 'fn' || value.kind === 'capture' ? 'known' : 'function';
  }
  // `state.field` reads a map.
  return call.parens || call.piped || captured || call.args.length > 0 ? 'module' : 'nothing';
}

/** `apply(fun, arguments)` and `apply(module, name, arguments)`. */
function appliedTo({ args, arity, situation: { owner, clause } }: CallSite): 'known' | 'apply' {
  const [first, second, third] = args;
  const value = first && followValue(first, owner, clause);
  if (arity === 2) return value?.kind === 'fn' || value?.kind === 'capture' ? 'known' : 'apply';
  const isModule = value?.kind === 'alias' || value?.kind === 'atom' || isSelf(value);
  return isModule && atomOf(second) !== undefined && third?.kind === 'list' ? 'known' : 'apply';
}

function isSelf(value: ReturnType<typeof followValue> | undefined): boolean {
  return value?.kind === 'variable' && value.name === '__MODULE__';
}

function countRequests(project: Project, { requests }: Unknowns): void {
  for (const { site, request, from } of requestsIn(project)) {
    if (from.def.quoted || site.situation.quoted || project.settings.isTest(from.file)) continue;
    requests.all += 1;
    if (!serverAsked(request.target, site, project)) requests.target += 1;
  }
}

function countChildren(project: Project, { children, applications }: Unknowns): void {
  const { supervision } = project;
  applications.all += supervision.applications.length;
  applications.start += supervision.applications.filter(({ root }) => !root).length;
  for (const supervisor of supervision.supervisors()) {
    for (const child of supervisor.children) {
      children.all += 1;
      if (child.module === undefined) children.unnamed.push(unnamed(child, supervisor, project));
      else if (child.unknown !== undefined || child.runtime) children.uncounted += 1;
      else if (!project.moduleNamed(child.module) && !OF_OTP.has(child.kind)) children.outside += 1;
    }
  }
}

function unnamed(child: SupervisedNode, supervisor: SupervisedNode, project: Project): UnknownChild {
  const { file, line } = project.place(child.owner, child);
  const reason = child.unknown ?? 'it is made at run time';
  return { ...(supervisor.module !== undefined && { supervisor: supervisor.module }), file, line, reason };
}
