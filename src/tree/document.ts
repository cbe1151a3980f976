import type { LintResult } from '../lint/finding.js';
import { processEdges } from '../project/process-edges.js';
import type { Project } from '../project/project.js';
import type { SupervisedNode } from '../project/supervision/supervised-node.js';
import type { Application } from '../project/supervision/supervision-tree.js';
import { unknownsOf } from '../project/unknowns.js';
import type { ApplicationTree, ProcessEdge, TreeDocument, TreeNode, Trees } from './model.js';

/**
 * What there is to draw of some projects: the tree of each application, and what processes do to each other.
 *
 * @param result what linting the same files came to: findings are shown beside the nodes
 */
export function treeDocument(
  projects: readonly Project[],
  { findings, skipped }: Pick<LintResult, 'findings' | 'skipped'>,
  version: string,
): TreeDocument {
  const unknown = unknownsOf(projects);
  return {
    ...treesOf(projects),
    findings: [...findings],
    unknown,
    skippedFiles: skipped.length,
    version,
  };
}

/** The tree of each application of some projects, and what processes do to each other. */
export function treesOf(projects: readonly Project[]): Trees {
  return {
    applications: projects.flatMap(({ supervision }) => supervision.applications.map(applicationTree)),
    edges: projects.flatMap(edgesOf),
    unknownChildren: projects.reduce((sum, project) => sum + countUnknown(project), 0),
  };
}

function applicationTree({ module, clause, root }: Application): ApplicationTree {
  const { file, line, endLine } = module.project.place(module.def, module.def);
  if (!root)
    return { application: module.name, file, line, tree: unknownRoot(module.name, file, clause.fn.name) };
  const tree = treeNode(root, module.project);
  // A supervisor without a module of its own is the application's.
  if (!module.project.moduleNamed(root.module)) Object.assign(tree, { file, line, endLine });
  return { application: module.name, file, line, tree };
}

function unknownRoot(application: string, file: string, start: string): TreeNode {
  const unknown = `the source does not show which supervisor \`${start}/2\` starts`;
  return {
    module: application,
    kind: 'unknown',
    id: application,
    file,
    children: [],
    conditional: false,
    unknown,
  };
}

function treeNode(node: SupervisedNode, project: Project): TreeNode {
  const own = project.moduleNamed(node.module);
  const place = own ? project.place(own.def, own.def) : project.place(node.owner, node);
  const result: TreeNode = {
    module: node.module ?? '',
    kind: node.kind,
    id: node.spec.id,
    restart: node.spec.restart,
    file: place.file,
    line: place.line,
    children: node.children.map((child) => treeNode(child, project)),
    conditional: node.conditional,
  };
  if (node.spec.module !== undefined && node.spec.module !== node.module) result.starts = node.spec.module;
  if (own) result.endLine = place.endLine;
  if (node.name !== undefined) result.name = node.name;
  if (node.strategy !== undefined) result.strategy = node.strategy;
  if (node.maxRestarts !== undefined) result.maxRestarts = node.maxRestarts;
  if (node.maxSeconds !== undefined) result.maxSeconds = node.maxSeconds;
  if (node.unknown !== undefined) result.unknown = node.unknown;
  if (node.runtime) result.runtime = true;
  return result;
}

function countUnknown({ supervision }: Project): number {
  return [...supervision.nodes()].filter(({ module }) => module === undefined).length;
}

function edgesOf(project: Project): ProcessEdge[] {
  return processEdges(project).map(({ from, to, kind, site, label }) => {
    const { file, line } = project.placeOfCall(site);
    return { from, to, kind, file, line, ...(label === undefined ? {} : { label }) };
  });
}
