import type { Finding, Level } from '../lint/finding.js';
import { sanitize } from '../report/sanitize.js';
import { unknownLines } from '../report/unknown.js';
import { concernedNodes } from './concerns.js';
import { drawnEdges, type EdgeEnd } from './drawn-edges.js';
import { type FlatNode, flattenAll } from './flatten.js';
import type { EdgeKind, NodeKind, ProcessEdge, TreeDocument, TreeNode } from './model.js';
import { detailsOf, edgeWords, intensityOf, isSupervising, kindWord, moduleWords } from './words.js';

/** A node as the page draws it; the list of nodes has parents before children and siblings in start order. */
export interface PageNode {
  /** The index of the application. */
  application: number;
  /** The index of the supervisor; absent for roots. */
  parent?: number;
  /** How many it has of its own. */
  children: number;
  /** The module; for one from outside of the project the name that it registers, which tells more. */
  title: string;
  kind: NodeKind;
  isSupervisor: boolean;
  conditional: boolean;
  runtime: boolean;
  /** The second line of its box. */
  summary: string;
  /** What the panel lists, as pairs of a term and what there is to say. */
  facts: [string, string][];
  /** Indexes of the findings that concern it. */
  findings: number[];
}

/** A finding as the page shows it. */
export interface PageFinding {
  level: Level;
  /** Indexes of the nodes that it concerns. */
  nodes: number[];
  /** Absent where the page shows it elsewhere. */
  words?: FindingWords;
}

/** What there is to read of a finding. */
export interface FindingWords {
  rule: string;
  redFlag?: string;
  message: string;
  place: string;
  evidence: { place: string; message: string }[];
}

/** A process edge as the page shows it. */
export interface PageEdge {
  from: EdgeEnd;
  to: EdgeEnd;
  kind: EdgeKind;
  words: string;
  place: string;
}

/** All that the page knows. Its texts are safe to be looked at, and must be put into the page as text. */
export interface PageData {
  version: string;
  applications: { name: string; place: string }[];
  nodes: PageNode[];
  findings: PageFinding[];
  edges: PageEdge[];
  unknownChildren: number;
  /** How much the source does not say, in lines; the first is the heading. */
  unknown: string[];
  /** Whether the process edges are drawn from the beginning. */
  showEdges: boolean;
}

/** How the page shows the trees. */
export interface PageChoices {
  showEdges: boolean;
  /** Whether the page has to be told what the findings say. */
  withWords: boolean;
}

/** Prepares the trees for the page: numbered, with the findings on the nodes that they concern. */
export function pageData(document: TreeDocument, { showEdges, withWords }: PageChoices): PageData {
  const trees = flattenAll(document.applications);
  const nodes = trees.flat();
  const concerned = concernedNodes(document.findings, nodes);
  const findingsOf = nodes.map((): number[] => []);
  for (const [finding, indexes] of concerned.entries()) {
    for (const index of indexes) findingsOf[index]?.push(finding);
  }
  return {
    version: document.version,
    applications: document.applications.map(({ application, file, line }) => ({
      name: sanitize(application),
      place: sanitize(`${file}:${line}`),
    })),
    nodes: trees.flatMap((tree, application) =>
      tree.map((flat) => pageNode(flat, application, findingsOf[flat.index] ?? [])),
    ),
    findings: document.findings.map((finding, index) => ({
      level: finding.level,
      nodes: concerned[index] ?? [],
      ...(withWords && { words: wordsOf(finding) }),
    })),
    edges: drawnEdges(document.edges, nodes).map(({ edge, from, to }) => ({
      from: safeEnd(from),
      to: safeEnd(to),
      ...pageEdge(edge),
    })),
    unknownChildren: document.unknownChildren,
    unknown: unknownLines(document.unknown, document.skippedFiles).map((line) => sanitize(line.trim())),
    showEdges,
  };
}

function pageNode({ node, parent }: FlatNode, application: number, findings: number[]): PageNode {
  const place = node.file === undefined ? undefined : placeOf({ file: node.file, line: node.line });
  return {
    application,
    ...(parent === undefined ? {} : { parent }),
    children: node.children.length,
    title: sanitize(titleOf(node)),
    kind: node.kind,
    isSupervisor: isSupervising(node.kind),
    conditional: node.conditional,
    runtime: node.runtime ?? false,
    summary: summaryOf(node),
    facts: factsOf(node, place),
    findings,
  };
}

function titleOf(node: TreeNode): string {
  return node.endLine === undefined && node.name !== undefined ? node.name : moduleWords(node);
}

function summaryOf(node: TreeNode): string {
  const title = titleOf(node);
  const known = new Set(['registered', `id and name ${title}`, `name ${title}`, `id ${title}`]);
  const details = detailsOf(node).filter((detail) => !known.has(detail));
  const isNamed = title === node.name && title !== node.module;
  const isUnknown = node.module === '' && node.kind === 'unknown';
  const kind = isNamed ? node.module : isUnknown ? '' : kindWord(node.kind);
  const marks = [
    node.conditional ? 'conditional' : '',
    node.runtime ? 'at run time' : '',
    node.unknown ?? '',
  ];
  return sanitize([kind, ...details, ...marks].filter(Boolean).join(' · '));
}

function factsOf(node: TreeNode, place: string | undefined): [string, string][] {
  const facts: [string, string | undefined][] = [
    ['Module', node.module],
    ['Kind', kindWord(node.kind)],
    ['Started by', node.starts],
    ['Child id', node.id],
    ['Name', node.name],
    ['Strategy', node.strategy],
    ['Gives up after', intensityOf(node)],
    ['Restart', node.restart],
    ['Defined at', place],
    ['Started', node.conditional ? 'under a condition' : undefined],
    ['How many', node.runtime ? 'any number, at run time' : undefined],
    ['Not known', node.unknown],
  ];
  return facts.flatMap(([term, text]): [string, string][] =>
    text === undefined || text === '' ? [] : [[term, sanitize(text)]],
  );
}

function wordsOf(finding: Finding): FindingWords {
  return {
    rule: sanitize(finding.rule),
    ...(finding.redFlag === undefined ? {} : { redFlag: finding.redFlag }),
    message: sanitize(finding.message),
    place: placeOf(finding),
    evidence: finding.evidence.map((step) => ({ place: placeOf(step), message: sanitize(step.message) })),
  };
}

function pageEdge(edge: ProcessEdge): Pick<PageEdge, 'kind' | 'words' | 'place'> {
  return { kind: edge.kind, words: sanitize(edgeWords(edge)), place: placeOf(edge) };
}

function safeEnd(end: EdgeEnd): EdgeEnd {
  return 'outside' in end ? { outside: sanitize(end.outside) } : end;
}

function placeOf({ file, line }: { file: string; line?: number | undefined }): string {
  return sanitize(line === undefined ? file : `${file}:${line}`);
}
