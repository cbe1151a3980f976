import type { MessagePort } from 'node:worker_threads';

// Where Node runs hooks in a thread of their own, it runs this module there: it imports nothing of the program.

/** The modules of the running program, by the names under which plugins import them. */
export type OwnModules = Readonly<Record<string, string>>;

/** What the hooks work with in a thread of their own. */
export interface HookData {
  own: OwnModules;
  /** Where to tell of the modules that plugins import. */
  port: MessagePort;
}

interface Context {
  parentURL?: string | undefined;
}

interface Resolved {
  url: string;
}

/** The part of a module's address that tells one loading of a plugin from another. */
export const LOADING = 'otp-lint-loading';

let data: HookData | undefined;

/** Called by Node before anything is resolved. */
export function initialize(given: HookData): void {
  data = given;
}

/**
 * Gives plugins the program that loads them for `otp-lint`, wherever that is installed, and each loading of a plugin
 * modules of its own: those of other packages are shared.
 */
export async function resolve(
  specifier: string,
  context: Context,
  next: (specifier: string, context: Context) => Promise<Resolved>,
): Promise<Resolved> {
  const own = data?.own[specifier];
  if (own !== undefined) return asOwn(own);
  return inLoading(await next(specifier, context), context, (url) => data?.port.postMessage(url));
}

/**
 * The same for the thread that imports.
 *
 * @param told is given the address of each module of a plugin
 */
export function resolverFor(own: OwnModules, told: (url: string) => void) {
  return (
    specifier: string,
    context: Context,
    next: (specifier: string, context: Context) => Resolved,
  ): Resolved => {
    const url = own[specifier];
    return url === undefined ? inLoading(next(specifier, context), context, told) : asOwn(url);
  };
}

/** Which loading a module belongs to; undefined for modules of no plugin. */
export function loadingOf(url: string | undefined): string | undefined {
  return url?.includes(LOADING) ? (new URL(url).searchParams.get(LOADING) ?? undefined) : undefined;
}

/** The folder of the package that a file belongs to, by its path or address; empty for one of the project itself. */
export function packageOf(file: string): string {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]/.exec(file)?.[0] ?? '';
}

function asOwn(url: string) {
  return { url, format: 'module', shortCircuit: true };
}

function inLoading<Found extends Resolved>(
  found: Found,
  { parentURL }: Context,
  told: (url: string) => void,
): Found {
  const loading = loadingOf(parentURL);
  if (loading === undefined || !found.url.startsWith('file:')) return found;
  if (packageOf(found.url) !== packageOf(parentURL ?? '')) return found;
  const url = new URL(found.url);
  url.searchParams.set(LOADING, loading);
  told(url.href);
  return { ...found, url: url.href };
}
