import type { MixProject } from '../discover/mix-projects.js';
import { AppConfig } from '../elixir/app-config.js';
import type { Sources } from './sources.js';

/** Gives the texts of a Mix project's configuration files, in the order in which Mix reads them. */
export type ConfigTexts = (project: MixProject) => Promise<string[]>;

/** What the configuration files of the linted projects say, by the root of the project or umbrella. */
export async function readAppConfigs(
  { linted }: Sources,
  textsOf: ConfigTexts,
): Promise<ReadonlyMap<string, AppConfig>> {
  const texts = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { mix } of linted.values()) {
    if (seen.has(mix.root)) continue;
    seen.add(mix.root);
    const root = mix.umbrella ?? mix.root;
    texts.set(root, [...(texts.get(root) ?? []), ...(await textsOf(mix))]);
  }
  return new Map([...texts].map(([root, list]) => [root, new AppConfig(list)]));
}
