import type { RuleSet } from '../lint/rule-set.js';
import { Session } from '../lint/session.js';
import { treeDocument } from '../tree/document.js';
import { type TreeFormat, treeRenderers } from '../tree/render/index.js';
import { print, tell, wantsColor } from './output.js';
import { packageVersion } from './version.js';

/** The options of `otp-lint tree [paths...]` as commander gives them. */
export interface TreeFlags {
  format: TreeFormat;
  edges?: boolean;
  config?: string;
  plugins?: boolean;
  color?: boolean;
}

/**
 * Draws the supervision tree of every application below the paths on stdout.
 *
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function treeCommand(paths: readonly string[], flags: TreeFlags, rules: RuleSet): Promise<void> {
  const { config, plugins, format, edges = false } = flags;
  const { result, projects } = await new Session().survey({
    paths,
    rules,
    ...(config !== undefined && { config }),
    ...(plugins !== undefined && { plugins }),
  });
  const document = treeDocument(projects, result, packageVersion());
  print(treeRenderers[format](document, { color: wantsColor(flags.color), edges }));
  for (const { file, reason } of result.skipped) tell(`skipped ${file}: ${reason}`);
  for (const { file, message } of result.diagnostics)
    tell(file === undefined ? message : `${file}: ${message}`);
  if (document.applications.length === 0) tell('no application module (`use Application`) was found');
  if (result.diagnostics.some(({ fatal }) => fatal)) process.exitCode = 2;
}
