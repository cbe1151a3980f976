/** Shows the page about a rule or a topic. Arguments: its name. Gives the page as Markdown. */
export const EXPLAIN = 'otp-lint.explain';

/**
 * Draws the supervision trees of a project. Arguments: `{ uri, format }`, the URI of a file or folder of the project
 * and one of the formats of `otp-lint tree`, both optional. Gives what was drawn.
 */
export const TREE = 'otp-lint.tree';

export const COMMANDS: readonly string[] = [EXPLAIN, TREE];
