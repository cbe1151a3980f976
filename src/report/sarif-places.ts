import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, PhysicalLocation, Region } from 'sarif';
import type { Place, Range } from '../lint/finding.js';

/** Stands for the working directory in the names of files. */
export const ROOT = '%SRCROOT%';

/** The folder as an absolute URI, ending in a slash as SARIF demands. */
export function folderUri(path: string): string {
  const { href } = pathToFileURL(path);
  return href.endsWith('/') ? href : `${href}/`;
}

/** Where a file lies, by its reported name. */
export function artifactOf(file: string): ArtifactLocation {
  // A file on another drive has no name relative to the working directory.
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href };
  return { uri: file.split('/').map(encodeSegment).join('/'), uriBaseId: ROOT };
}

export function placeOf({ file, ...range }: Place): PhysicalLocation {
  return { artifactLocation: artifactOf(file), region: regionOf(range) };
}

/** SARIF counts as we do: from 1, by UTF-16 units where the run says so, the end exclusive. */
export function regionOf({ line, column, endLine, endColumn }: Range): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function encodeSegment(segment: string): string {
  // Half a surrogate pair has no encoding.
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}
