import { resolve } from 'node:path';
import type { Position } from 'vscode-languageserver/node';
import { namingOf } from '../otp/names/naming.js';
import { kindOfModule } from '../project/process-kinds.js';
import { type Project, startOfCall } from '../project/project.js';
import type { ProjectModule } from '../project/project-module.js';
import type { SupervisedNode } from '../project/supervision/supervised-node.js';
import { kindWord } from '../tree/words.js';
import { uriOf } from './paths.js';

/** More modules than this do not help whoever looks at them. */
const MOST_CALLERS = 12;

/** Where in a text somebody points at. */
export interface Spot {
  /** As reported. */
  file: string;
  /** From 0 on, columns in UTF-16 units. */
  position: Position;
  /** The line of the text. */
  line: string;
}

/** What there is to say of the process module that somebody points at, in Markdown; undefined where it is none. */
export function hoverText(spot: Spot, projects: readonly Project[], root: string): string | undefined {
  for (const project of projects) {
    const module = definedAt(spot, project) ?? namedAt(spot, project);
    if (module) return aboutProcess(module, root);
  }
  return undefined;
}

/** The module whose `defmodule` line it is. */
function definedAt({ file, position }: Spot, project: Project): ProjectModule | undefined {
  return project.modules.find(
    (module) =>
      module.file === file &&
      module.name !== '' &&
      project.place(module.def, { start: module.def.headStart, end: module.def.headEnd }).line ===
        position.line + 1,
  );
}

/** The module of the project whose name or alias stands there. */
function namedAt(spot: Spot, project: Project): ProjectModule | undefined {
  const written = aliasAt(spot);
  if (written === undefined) return undefined;
  return (
    project.moduleNamed(calledAt(spot, project)) ??
    project.moduleNamed(written) ??
    onlyOne(project.modules.filter(({ name, def }) => !def.quoted && name.endsWith(`.${written}`)))
  );
}

/** The name under the pointer, up to the part that is pointed at: `MyApp.Cache`. */
function aliasAt({ position, line }: Spot): string | undefined {
  for (const match of line.matchAll(/[A-Z]\w*(?:\.[A-Z]\w*)*/g)) {
    if (match.index <= position.character && position.character <= match.index + match[0].length)
      return match[0];
  }
  return undefined;
}

/** The module of the call whose receiver stands there, by its full name. */
function calledAt({ file, position }: Spot, project: Project): string | undefined {
  for (const module of project.modules) {
    if (module.file !== file) continue;
    const site = module.sites.find((candidate) => {
      if (candidate.expr.kind !== 'call' || !candidate.expr.receiver) return false;
      const receiver = project.place(module.def, { start: startOfCall(candidate), end: candidate.nameStart });
      return (
        receiver.line === position.line + 1 &&
        receiver.column <= position.character + 1 &&
        position.character + 1 < receiver.endColumn
      );
    });
    if (site) return site.module;
  }
  return undefined;
}

function onlyOne(modules: readonly ProjectModule[]): ProjectModule | undefined {
  return modules.length === 1 ? modules[0] : undefined;
}

function aboutProcess(module: ProjectModule, root: string): string | undefined {
  const { supervision } = module.project;
  const nodes = supervision.nodesAnywhere(module.name);
  const kind = processWord(module, nodes);
  if (kind === undefined) return undefined;
  const name = nodes.find((node) => node.name !== undefined)?.name ?? namingOf(module).name;
  const parts = [
    `**${module.name}** is a ${kind}`,
    supervisorWords(nodes, module.project, root),
    name === undefined ? 'Registers no name that the source shows' : `Registered as \`${name}\``,
    callerWords(module, root),
  ];
  return parts.join('\n\n');
}

const SERVER_WORDS = {
  gen_server: 'GenServer',
  gen_stage: 'GenStage',
  gen_statem: '`gen_statem`',
  live_view: 'LiveView',
  live_component: undefined,
  channel: 'channel',
  websocket_client: 'WebSocket client',
} as const;

/** What kind of process it is; undefined for a module that is none. */
function processWord(module: ProjectModule, nodes: readonly SupervisedNode[]): string | undefined {
  if (module.server) return SERVER_WORDS[module.server.kind];
  const [node] = nodes;
  if (node) return kindWord(node.kind);
  const kind = kindOfModule(module);
  return kind === 'worker' ? undefined : kindWord(kind);
}

function supervisorWords(nodes: readonly SupervisedNode[], project: Project, root: string): string {
  if (nodes.length === 0) return 'No supervisor in the source starts it';
  const words = nodes.map((node) => {
    const { parent, runtime, conditional, spec } = node;
    const how = [
      runtime ? 'at run time' : '',
      conditional ? 'under a condition' : '',
      `restart ${spec.restart}`,
    ];
    const circumstances = how.filter((part) => part !== '').join(', ');
    if (!parent) return `Top supervisor of its application${strategyWords(node)}`;
    return `Started by ${supervisorLink(parent, project, root)}${strategyWords(parent)}: ${circumstances}`;
  });
  return [...new Set(words)].join('\n\n');
}

function strategyWords({ strategy }: SupervisedNode): string {
  return strategy === undefined ? '' : ` (\`${strategy}\`)`;
}

/** The supervisor's module, and its name where that tells more. */
function supervisorLink({ module, name }: SupervisedNode, project: Project, root: string): string {
  const words = moduleLink(module, project, root);
  return name === undefined || name === module ? words : `${words} \`${name}\``;
}

function moduleLink(name: string | undefined, project: Project, root: string): string {
  const module = project.moduleNamed(name);
  if (!module) return name === undefined ? 'a supervisor that the source does not name' : `\`${name}\``;
  return link(`\`${module.name}\``, module.file, project.place(module.def, module.def).line, root);
}

/** The modules that call its functions, each with the first place. */
function callerWords(module: ProjectModule, root: string): string {
  const { project } = module;
  const places = new Map<string, string>();
  for (const site of module.def.functions.flatMap((fn) => project.callersOf(fn))) {
    const { owner } = site.situation;
    if (owner === module.def || owner.name === '' || places.has(owner.name)) continue;
    const { file, line } = project.placeOfCall(site);
    places.set(owner.name, link(`\`${owner.name}\``, file, line, root));
  }
  if (places.size === 0) return 'No other module calls its functions';
  const shown = [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, words]) => words);
  const more = shown.length > MOST_CALLERS ? ` and ${shown.length - MOST_CALLERS} more` : '';
  return `Called from ${shown.slice(0, MOST_CALLERS).join(', ')}${more}`;
}

function link(words: string, file: string, line: number, root: string): string {
  return `[${words}](${uriOf(resolve(root, file))}#L${line})`;
}
