import type { Finding } from '../lint/finding.js';
import type { FlatNode } from './flatten.js';

/** A module's name as messages write it: code, in backticks. */
const CODE = /`[^`]*`/g;
const MODULE = /(?<![\w.:])[A-Z]\w*(?:\.[A-Z]\w*)*/g;

/**
 * Which nodes each finding concerns, as indexes: those whose module holds its place, and those whose module or
 * registered name its message names.
 */
export function concernedNodes(findings: readonly Finding[], nodes: readonly FlatNode[]): number[][] {
  const byFile = groupBy(nodes, ({ node }) => (node.file === undefined ? [] : [node.file]));
  const byName = groupBy(nodes, namesOf);
  return findings.map((finding) => {
    const holders = (byFile.get(finding.file) ?? []).filter((flat) => isWithin(finding, flat));
    const innermost = Math.max(...holders.map(({ node }) => node.line ?? 0));
    const concerned = [
      ...holders.filter(({ node }) => node.line === innermost),
      ...namedModules(finding.message).flatMap((name) => byName.get(name) ?? []),
    ];
    return [...new Set(concerned.map(({ index }) => index))].sort((a, b) => a - b);
  });
}

// `DynamicSupervisor.start_child/2` in a message is not about every dynamic supervisor: only modules of the project.
function namesOf({ node }: FlatNode): string[] {
  const module = node.endLine === undefined ? [] : [node.module];
  return node.name === undefined || node.name === node.module ? module : [...module, node.name];
}

function isWithin({ line }: Finding, { node }: FlatNode): boolean {
  if (node.line === undefined || node.endLine === undefined) return false;
  return node.line <= line && line <= node.endLine;
}

function namedModules(message: string): string[] {
  const codes = message.match(CODE) ?? [];
  return codes.flatMap((code) => code.match(MODULE) ?? []);
}

function groupBy(nodes: readonly FlatNode[], keysOf: (flat: FlatNode) => string[]): Map<string, FlatNode[]> {
  const groups = new Map<string, FlatNode[]>();
  for (const flat of nodes) {
    for (const key of keysOf(flat)) {
      const group = groups.get(key);
      if (group) group.push(flat);
      else groups.set(key, [flat]);
    }
  }
  return groups;
}
