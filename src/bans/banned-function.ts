import type { CallSite } from '../elixir/model.js';
import type { Problem } from '../lint/finding.js';
import { defineRule } from '../lint/rule.js';
import type { ProjectModule } from '../project/project.js';
import { type Ban, BanTable, type Callee } from './ban.js';
import { blanketImports, calleesOf } from './callees.js';

/** Reports what the configuration bans. It is no rule of the catalogue: without a configuration it finds nothing. */
export const bannedFunction = defineRule({
  id: 'banned-function',
  level: 'warning',
  always: true,
  pointsTo: {},
  // What the configuration bans in a file is looked for by `setAside`.
  speaksOf: /(?!)/,
  summary: 'a call of a function that the configuration bans',
  what: 'Finds calls of the functions that `banned` in `otp-lint.json` lists, however they are written: through an alias, an import or a pipe, as a capture, or by `apply/3` and the like with a module, a name and a list of arguments. It finds nothing where the configuration bans nothing.',
  why: 'A project knows functions that are not to be called in it: a module on its way out, a wait that hides a race, what has to go through one place. A list in the configuration holds that in every editor and every review.',
  instead:
    'Call what the ban names as `instead`. A place that is right as it is goes into `except` of the ban, or gets a suppression comment with the reason.',
  limits: [
    'A module that is decided at run time, and an `apply/3` whose arguments are a variable, are not seen.',
    'A function is banned by the arity of the call: one with default arguments has several, and is best banned without an arity.',
    'Where everything is imported from a module outside the project that is banned as a whole, the `import` is reported.',
    'Functions of a module may call each other where the module as a whole is banned.',
  ],
  examples: {
    bad: [
      '# otp-lint.json: { "banned": [{ "function": "Process.sleep/1", "instead": "MyApp.Clock.wait/1" }] }\ndefmodule MyApp.Poller do\n  def again(job) do\n    Process.sleep(1_000)\n    run(job)\n  end\n\n  defp run(job), do: job.()\nend\n',
    ],
    good: [
      'defmodule MyApp.Poller do\n  def again(job) do\n    MyApp.Clock.wait(1_000)\n    run(job)\n  end\n\n  defp run(job), do: job.()\nend\n',
    ],
  },
  module(module, { project }) {
    const bans = project.settings.bansFor(module.file, module.name);
    if (bans.length === 0) return undefined;
    const table = new BanTable(bans);
    return [
      ...importProblems(module, table),
      ...module.sites.flatMap((site) => problemOf(site, module, table)),
    ];
  },
});

function problemOf(site: CallSite, module: ProjectModule, table: BanTable): Problem[] {
  if (site.situation.quoted) return [];
  const callees = calleesOf(site, module);
  if (!callees) return [];
  const broken = 'certain' in callees ? ifBanned(callees.certain, table) : namedOf(callees.imported, table);
  if (!broken) return [];
  const { ban, callee } = broken;
  const words = `\`${callee.module}.${callee.name}/${callee.arity}\` is banned here`;
  return [problemAt(module.project.placeOfCall(site), words, ban)];
}

interface Broken {
  ban: Ban;
  callee: Callee;
}

function ifBanned(callee: Callee, table: BanTable): Broken | undefined {
  const ban = table.on(callee);
  return ban && { ban, callee };
}

/** What may come from one of several modules is that which a ban names; a ban on the whole module names nothing. */
function namedOf(callees: readonly Callee[], table: BanTable): Broken | undefined {
  for (const callee of callees) {
    const ban = table.onFunction(callee);
    if (ban) return { ban, callee };
  }
  return undefined;
}

/** Which of the calls go to a module outside the project that is imported as a whole, the source does not say. */
function importProblems(module: ProjectModule, table: BanTable): Problem[] {
  const { def, project } = module;
  return blanketImports(module).flatMap((directive) => {
    const ban = project.moduleNamed(directive.module) ? undefined : table.onModule(directive.module);
    return ban
      ? [problemAt(project.place(def, directive), `\`${directive.module}\` is banned here`, ban)]
      : [];
  });
}

function problemAt(place: Problem['place'], words: string, ban: Ban): Problem {
  const why = ban.message === undefined ? '' : `: ${ban.message}`;
  const instead = ban.instead === undefined ? '' : `; ${insteadWords(ban.instead)}`;
  return { place, message: `${words}${why}${instead}`, ...(ban.level !== undefined && { level: ban.level }) };
}

/** A name is put as code, words stay as they are. */
function insteadWords(instead: string): string {
  return /\s|`/.test(instead) ? `instead, ${instead}` : `use \`${instead}\` instead`;
}
