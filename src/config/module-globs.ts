/** Matches full module names with globs in which `*` stands for anything, dots included. */
export function moduleMatcher(globs: readonly string[]): (module: string) => boolean {
  const forms = globs.map((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`));
  return (module) => forms.some((form) => form.test(module));
}
