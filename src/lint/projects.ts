import type { Configurations } from '../config/configurations.js';
import { moduleMatcher } from '../config/module-globs.js';
import { type MixProject, projectKey } from '../discover/mix-projects.js';
import { AppConfig } from '../elixir/app-config.js';
import type { FileFacts } from '../elixir/model.js';
import { Project } from '../project/project.js';

/** The facts of one file and the Mix project it belongs to. */
export interface OwnedFile {
  facts: FileFacts;
  mix: MixProject;
}

/**
 * Joins files into projects: one for each Mix project, and one for an umbrella with all its apps, since they
 * call each other. Both files and projects are in order of their names.
 */
export function buildProjects(
  files: readonly OwnedFile[],
  configurations: Configurations,
  configs: ReadonlyMap<string, readonly string[]>,
): Project[] {
  const rootOf = ({ mix }: OwnedFile) => projectKey(mix);
  const roots = [...new Set(files.map(rootOf))].sort();
  return roots.map((root) => {
    const owned = files.filter((file) => rootOf(file) === root);
    return buildProject(owned, configurations, new AppConfig(configs.get(root || '.') ?? []));
  });
}

function buildProject(
  owned: readonly OwnedFile[],
  configurations: Configurations,
  config: AppConfig,
): Project {
  const rootOf = new Map(owned.map(({ facts, mix }) => [facts.file, mix.root]));
  const said = [...new Set(owned.map(({ facts }) => configurations.of(facts.file).file))];
  const isRequestPath = moduleMatcher(said.flatMap(({ requestPath = [] }) => requestPath));
  return new Project(
    owned.map(({ facts }) => facts),
    {
      isProduction: (file) => configurations.isProduction(file, rootOf.get(file)),
      isTest: (file) => configurations.isTest(file, rootOf.get(file)),
      slowWork: [...new Set(said.flatMap(({ slowWork = [] }) => slowWork))],
      config,
      isRequestPath,
      bansFor: (file, module) => configurations.bansFor(file, module),
    },
  );
}
