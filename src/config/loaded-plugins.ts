import { dirname } from 'node:path';
import type { Rule } from '../lint/rule.js';
import { causeOf, RunError } from '../lint/run-error.js';
import { loadPlugin } from '../plugins/load.js';
import type { Configuration } from './configuration.js';
import type { Levelled } from './presets.js';

/** The plugins of the configurations of one run. */
export class LoadedPlugins {
  /** By name; the address of its module. */
  readonly #addresses = new Map<string, string>();
  readonly #rules = new Map<string, Rule>();
  readonly #listed = new Map<Configuration, ReadonlySet<string>>();

  /** The rules of all of them, sorted by id. */
  get rules(): readonly Rule[] {
    return [...this.#rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * Loads the plugins that a configuration lists.
   *
   * @returns the ids of their rules
   * @throws RunError that names the configuration, the plugin and the cause
   */
  async add(configuration: Configuration): Promise<string[]> {
    const { source = 'otp-lint.json', path, folder, file } = configuration;
    const names = new Set<string>();
    const ids: string[] = [];
    for (const specifier of new Set(file.plugins ?? [])) {
      const fail = (cause: string) =>
        new RunError(`${source}: cannot load the plugin \`${specifier}\`: ${cause}`);
      const { url, plugin } = await loadPlugin(specifier, path ? dirname(path) : folder).catch(
        (error: unknown) => {
          throw fail(causeOf(error));
        },
      );
      const other = this.#addresses.get(plugin.name) ?? url;
      if (other !== url) throw fail(`its name \`${plugin.name}\` is that of ${other}`);
      this.#addresses.set(plugin.name, url);
      names.add(plugin.name);
      for (const rule of plugin.rules) {
        this.#rules.set(rule.id, rule);
        ids.push(rule.id);
      }
    }
    this.#listed.set(configuration, names);
    return ids;
  }

  /** False for a rule of a plugin that other configurations list, and this one does not. */
  isListed({ plugin }: Levelled, configuration: Configuration): boolean {
    if (plugin === undefined || !this.#addresses.has(plugin)) return true;
    return this.#listed.get(configuration)?.has(plugin) ?? false;
  }
}
