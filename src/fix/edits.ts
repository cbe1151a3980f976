import type { ModuleDef } from '../elixir/model.js';
import type { Edit } from '../lint/finding.js';
import type { Project } from '../project/project.js';

interface Span {
  start: number;
  end: number;
}

/** Puts something in the place of what a module's file says from `start` to `end`. */
export function replacing(owner: ModuleDef, { start, end }: Span, text: string): Edit {
  return { file: owner.file, start, end, text };
}

/** Puts something before what stands at an offset of a module's file. */
export function inserting(owner: ModuleDef, offset: number, text: string): Edit {
  return replacing(owner, { start: offset, end: offset }, text);
}

/** What a module's file says from `start` to `end`. */
export function written(owner: ModuleDef, { start, end }: Span, project: Project): string {
  return project.textOf(owner).slice(start, end);
}

/** The white space that the line of an offset begins with. */
export function indentAt(owner: ModuleDef, offset: number, project: Project): string {
  const text = project.textOf(owner);
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
}

/** True where nothing but white space stands before something on its line, and after it. */
export function standsAlone(owner: ModuleDef, { start, end }: Span, project: Project): boolean {
  return isBlankBefore(owner, start, project) && /^[ \t]*(\r?\n|$)/.test(project.textOf(owner).slice(end));
}

/** True where nothing but white space stands before an offset on its line. */
export function isBlankBefore(owner: ModuleDef, offset: number, project: Project): boolean {
  const text = project.textOf(owner);
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** Takes out an expression that stands alone on its lines, the lines and a blank one after it included. */
export function removingLines(owner: ModuleDef, { start, end }: Span, project: Project): Edit {
  const text = project.textOf(owner);
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const blank = /^[ \t]*(\r?\n){0,2}/.exec(text.slice(end))?.[0].length ?? 0;
  return replacing(owner, { start: from, end: end + blank }, '');
}
