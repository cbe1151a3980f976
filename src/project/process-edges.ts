import { calleeOf } from '../elixir/callee.js';
import type { CallSite } from '../elixir/model.js';
import { requestOf, serverAsked } from '../otp/requests/clients.js';
import type { Expr } from '../syntax/ast.js';
import { inspected } from './inspected.js';
import type { Standpoint } from './origins.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { reach } from './reach.js';
import { serverCalls } from './server-calls.js';

/** Something that the process of one module does to another process. */
export interface ProcessEdge {
  /** The module whose callbacks do it. */
  from: string;
  /** The module of the other process, or its registered name. */
  to: string;
  kind: 'call' | 'cast' | 'monitor' | 'link' | 'subscription';
  site: CallSite;
  /** What passes, such as the message or the topic. */
  label?: string;
}

/** How far from a callback a cast or a subscription is looked for. */
const DEPTH = 4;

/** What the processes of a project do to each other, as far as the other process is known; each once a module. */
export function processEdges(project: Project): ProcessEdge[] {
  const calls = [...serverCalls(project).values()].flat().map((call): ProcessEdge => {
    const label = call.request && labelOf(call.request.message, call.site, project);
    return {
      from: call.from.module.name,
      to: call.to.name,
      kind: 'call',
      site: call.site,
      ...(label ? { label } : {}),
    };
  });
  const others = project.modules
    .filter(({ server, def }) => server && !def.quoted)
    .flatMap((module) => edgesFrom(module));
  const seen = new Set<string>();
  return [...calls, ...others].filter(({ from, to, kind, label }) => {
    const key = [from, to, kind, label].join(' ');
    return seen.has(key) ? false : seen.add(key);
  });
}

function edgesFrom(module: ProjectModule): ProcessEdge[] {
  const { project } = module;
  const edges: ProcessEdge[] = [];
  for (const { clause } of module.server?.callbacks ?? []) {
    for (const { site } of reach(clause, project, { depth: DEPTH })) {
      const edge = edgeAt(site, project);
      if (edge && edge.to !== module.name) edges.push({ from: module.name, site, ...edge });
    }
  }
  return edges;
}

function edgeAt(site: CallSite, project: Project): Omit<ProcessEdge, 'from' | 'site'> | undefined {
  const request = requestOf(site);
  if (request?.to === 'handle_cast') {
    const asked = serverAsked(request.target, site, project);
    const label = labelOf(request.message, site, project);
    return asked && { kind: 'cast', to: asked.module.name, ...(label ? { label } : {}) };
  }
  const [first, second] = site.args;
  if (!first) return undefined;
  switch (calleeOf(site)) {
    case 'Process.monitor':
    case 'Process.link': {
      const to = nameOf(first, site, project);
      return to === undefined ? undefined : { kind: site.name === 'link' ? 'link' : 'monitor', to };
    }
    case 'Phoenix.PubSub.subscribe':
    case 'Registry.register': {
      const to = nameOf(first, site, project);
      const label = second && labelOf(second, site, project);
      return to === undefined ? undefined : { kind: 'subscription', to, ...(label ? { label } : {}) };
    }
    default:
      return undefined;
  }
}

function where({ situation: { owner, clause } }: CallSite): Standpoint {
  return { owner, ...(clause ? { clause } : {}), entered: [] };
}

/** A registered name; `undefined` for a pid or what is known only at run time. */
function nameOf(expr: Expr, site: CallSite, project: Project): string | undefined {
  const name = inspected(expr, where(site), project);
  return /^(:\w|[A-Z])[\w.]*$/.test(name) ? name : undefined;
}

/** The message or topic, where it is short enough to stand beside an arrow. */
function labelOf(expr: Expr, site: CallSite, project: Project): string | undefined {
  const tag = expr.kind === 'tuple' ? expr.items[0] : expr;
  return tag?.kind === 'atom' || tag?.kind === 'text' ? inspected(tag, where(site), project) : undefined;
}
