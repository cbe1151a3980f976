import { Chalk, type ChalkInstance } from 'chalk';
import { sanitize } from '../../report/sanitize.js';
import { unknownLines } from '../../report/unknown.js';
import { type FlatNode, flattenAll } from '../flatten.js';
import type { ApplicationTree, ProcessEdge, TreeDocument } from '../model.js';
import { detailsOf, edgeWords, isSupervising, kindWord, moduleWords } from '../words.js';
import type { TreeRenderer } from './renderer.js';

const BRANCH = '├── ';
const LAST_BRANCH = '└── ';
const TRUNK = '│   ';
const GAP = '    ';
const MARK_CONDITIONAL = '?';
const MARK_RUNTIME = '…';

/** For people at a terminal: each tree with its branches, and the process edges below. */
export const text: TreeRenderer = (document, options) => {
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  const trees = flattenAll(document.applications);
  const blocks = document.applications.map((application, index) =>
    drawApplication(application, trees[index] ?? [], paint),
  );
  if (options.edges) blocks.push(drawEdges(document.edges, paint));
  blocks.push(closingLines(document, trees.flat(), paint));
  blocks.push(unknownLines(document.unknown, document.skippedFiles).map((line) => paint.dim(line)));
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
};

function drawApplication(
  { application, file, line }: ApplicationTree,
  nodes: readonly FlatNode[],
  paint: ChalkInstance,
): string[] {
  const title = `${paint.bold.underline(sanitize(application))} ${paint.dim(sanitize(`${file}:${line}`))}`;
  const trunks = new Map<number, string>();
  const lines = nodes.map((flat) => {
    const trunk = flat.parent === undefined ? '' : (trunks.get(flat.parent) ?? '');
    trunks.set(flat.index, trunk + (flat.isLast ? GAP : TRUNK));
    return paint.dim(trunk + (flat.isLast ? LAST_BRANCH : BRANCH)) + drawNode(flat, paint);
  });
  return [title, ...lines];
}

function drawNode({ node }: FlatNode, paint: ChalkInstance): string {
  const marks = [node.conditional ? MARK_CONDITIONAL : '', node.runtime ? MARK_RUNTIME : ''].join('');
  const module = sanitize(moduleWords(node));
  const kind = node.module === '' && node.kind === 'unknown' ? [] : [paint.cyan(kindWord(node.kind))];
  const details = [...kind, ...detailsOf(node).map((detail) => paint.dim(sanitize(detail)))];
  const parts = [
    marks && paint.yellow(marks),
    isSupervising(node.kind) ? paint.bold(module) : module,
    details.length === 0 ? '' : ` ${details.join(paint.dim(', '))}`,
    node.unknown === undefined ? '' : paint.yellow(`(${sanitize(node.unknown)})`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function drawEdges(edges: readonly ProcessEdge[], paint: ChalkInstance): string[] {
  if (edges.length === 0) return ['No process edges found'];
  const lines = edges.map((edge) => {
    const arrow = paint.cyan(`── ${sanitize(edgeWords(edge))} ─▶`);
    const place = paint.dim(sanitize(`${edge.file}:${edge.line}`));
    return `${sanitize(edge.from)} ${arrow} ${sanitize(edge.to)} ${place}`;
  });
  return [paint.bold('Process edges'), ...lines];
}

function closingLines(document: TreeDocument, nodes: readonly FlatNode[], paint: ChalkInstance): string[] {
  if (document.applications.length === 0) return ['No application with a supervision tree found'];
  const legend = [
    nodes.some(({ node }) => node.conditional) && `${MARK_CONDITIONAL} started under a condition`,
    nodes.some(({ node }) => node.runtime) && `${MARK_RUNTIME} started at run time, any number`,
    document.unknownChildren > 0 && `${countOf(document.unknownChildren)} the source does not name`,
  ];
  return legend.filter((line) => line !== false).map((line) => paint.dim(line));
}

function countOf(children: number): string {
  return children === 1 ? '1 child that' : `${children} children that`;
}
