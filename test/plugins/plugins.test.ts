import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';
import { PLACE, pluginText, project, ruleText, SLEEPY } from './plugin-files.js';

const FOUND = `${PLACE} warning team/no-sleep it sleeps\n`;

/** Runs the program. @returns of what it prints, the findings */
function concise(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = run(cwd, [
    '--format',
    'concise',
    '--fail-on',
    'info',
    '--level',
    'info',
    ...args,
  ]);
  const found = stdout.split('\n').filter((line) => /^\S+:\d+:\d+ /.test(line));
  return { status, stdout: found.map((line) => `${line}\n`).join(''), stderr };
}

describe('a rule of a plugin takes part in everything', () => {
  test('findings, levels, presets, suppressions and the baseline', () => {
    const cwd = temporaryTree(project({ 'team.mjs': pluginText() }));
    expect(concise(cwd)).toEqual({ status: 1, stdout: FOUND, stderr: '' });
    expect(concise(cwd, '--rule', 'team/no-sleep=off')).toMatchObject({ status: 0, stdout: '' });
    expect(concise(cwd, '--rule', 'team/no-sleep=info').stdout).toBe(FOUND.replace('warning', 'info'));
    expect(concise(cwd, '--preset', 'red-flags').stdout).toBe('');
    expect(concise(cwd, '--rule', 'team/no-slep=off')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'otp-lint: unknown rule `team/no-slep`, did you mean `team/no-sleep`?\n',
    });
    writeFileSync(
      join(cwd, 'lib/fine.ex'),
      SLEEPY.replaceAll('Sleepy', 'Fine').replace(
        '\n',
        '\n  # otp-lint:disable-next-line team/no-sleep -- fine\n',
      ),
    );
    expect(concise(cwd).stdout).toBe(FOUND);
    expect(run(cwd, ['baseline']).stderr).toContain('holds 1 finding');
    expect(concise(cwd).stdout).toBe('');
    expect(run(cwd, ['--no-plugins', 'baseline']).status).toBe(0);
  });

  test('the configuration of levels, for all files and for some', () => {
    const file = { 'team.mjs': pluginText() };
    const level = (more: object) => concise(temporaryTree(project(file, more))).stdout.split(' ')[1];
    expect(level({ rules: { 'team/no-sleep': 'error' } })).toBe('error');
    expect(level({ rules: { 'team/no-sleep': 'off' } })).toBeUndefined();
    const overrides = [{ files: ['lib/sleepy.ex'], rules: { 'team/no-sleep': 'info' } }];
    expect(level({ overrides })).toBe('info');
    const off = { 'team.mjs': pluginText(ruleText("level: 'off',")) };
    expect(concise(temporaryTree(project(off))).stdout).toBe('');
    expect(concise(temporaryTree(project(off, { preset: 'all' }))).stdout).toContain(' info team/no-sleep');
  });

  test('lists, pages and reports', () => {
    const cwd = temporaryTree(project({ 'team.mjs': pluginText() }));
    expect(run(cwd, ['rules']).stdout).toMatch(/^team\/no-sleep +warning +a sleep$/m);
    const listed = JSON.parse(run(cwd, ['rules', '--format', 'json']).stdout);
    expect(listed.rules.at(-1)).toMatchObject({ id: 'team/no-sleep', level: 'warning' });
    expect(run(cwd, ['explain', 'team/no-sleep']).stdout).toContain('They hide races.');
    expect(run(cwd, ['explain', 'team/no-slip']).stderr).toContain('did you mean `team/no-sleep`?');
    const [{ tool, results }] = JSON.parse(run(cwd, ['--format', 'sarif']).stdout).runs;
    expect(tool.driver.rules[results[0].ruleIndex]).toMatchObject({
      id: 'team/no-sleep',
      name: 'TeamNoSleep',
      help: { text: expect.stringContaining('Wait for a message.') },
    });
    expect(run(cwd, ['--format', 'html']).stdout.includes('<p>They hide races.</p>')).toBe(true);
    expect(run(cwd, ['--format', 'agent']).stdout).toContain('instead: Wait for a message.');
    const { rules, plugins } = JSON.parse(run(cwd, ['--print-config', 'lib']).stdout);
    expect({ level: rules['team/no-sleep'], plugins }).toEqual({ level: 'warning', plugins: ['./team.mjs'] });
  });

  test('all three shapes', () => {
    const shaped = (id: string, shape: string) =>
      ruleText(`id: '${id}', calls: undefined, check: undefined, ${shape}`);
    const place =
      '{ place: module.project.place(module.def, { start: module.def.headStart, end: module.def.headEnd }), message: module.name }';
    const text = `export const name = 'team';
export const rules = [${ruleText()},
${shaped('each', `module: (module) => (module.is('gen_server') ? undefined : [${place}])`)},
${shaped('whole', `project: ({ modules }) => modules.map((module) => (${place}))`)}];`;
    expect(concise(temporaryTree(project({ 'team.mjs': text }))).stdout.split('\n')).toEqual([
      'lib/sleepy.ex:1:1 warning team/each Sleepy',
      'lib/sleepy.ex:1:1 warning team/whole Sleepy',
      FOUND.trimEnd(),
      '',
    ]);
  });
});

describe('a plugin is', () => {
  const CJS = `module.exports = { name: 'team', rules: [${ruleText()}] };`;

  test.each([
    ['an ES module', './team.mjs', { 'team.mjs': pluginText() }],
    [
      'an ES module of several files',
      './a/team.mjs',
      {
        'a/team.mjs': `import { rule } from '../b/rule.mjs';\nexport default { name: 'team', rules: [rule] };`,
        'b/rule.mjs': `import { defineRule } from 'otp-lint';\nexport const rule = defineRule(${ruleText()});`,
      },
    ],
    ['a CommonJS module', './team.cjs', { 'team.cjs': CJS }],
    [
      'CommonJS that was an ES module',
      './team.cjs',
      {
        'team.cjs': `exports.__esModule = true; exports.default = { name: 'team', rules: [${ruleText()}] };`,
      },
    ],
    [
      'a package',
      'otp-lint-team',
      {
        'node_modules/otp-lint-team/package.json':
          '{ "type": "module", "exports": { "import": "./team.js" } }',
        'node_modules/otp-lint-team/team.js': pluginText(),
      },
    ],
  ])('%s', (_what, plugin, files) => {
    expect(concise(temporaryTree(project(files, { plugins: [plugin] })))).toEqual({
      status: 1,
      stdout: FOUND,
      stderr: '',
    });
  });

  test('resolved from the folder of its configuration', () => {
    const cwd = temporaryTree({
      ...project({}),
      'otp-lint.json': '{}',
      'settings/lint.json': '{ "plugins": ["./team.mjs"] }',
      'settings/team.mjs': pluginText(),
    });
    expect(concise(cwd, '--config', 'settings/lint.json').stdout).toBe(FOUND);
    expect(run(cwd, ['rules', '--config', 'settings/lint.json']).stdout).toContain('team/no-sleep');
    expect(concise(join(cwd, 'lib'), '--config', '../settings/lint.json', '.').stdout).toBe(
      FOUND.replace('lib/', ''),
    );
  });

  test('in force where it is listed', () => {
    const app = (name: string, config: object) => ({
      [`apps/${name}/mix.exs`]: '',
      [`apps/${name}/lib/${name}.ex`]: SLEEPY.replace('Sleepy', name.toUpperCase()),
      [`apps/${name}/otp-lint.json`]: JSON.stringify(config),
    });
    const cwd = temporaryTree({
      'mix.exs': '',
      ...app('a', { plugins: ['../../team.mjs'] }),
      ...app('b', {}),
      ...app('c', { plugins: ['../../team.mjs'], rules: { 'team/no-sleep': 'error' } }),
      'team.mjs': pluginText(),
    });
    expect(
      concise(cwd)
        .stdout.replaceAll(/ team.*/g, '')
        .split('\n'),
    ).toEqual(['apps/a/lib/a.ex:2:16 warning', 'apps/c/lib/c.ex:2:16 error', '']);
    writeFileSync(join(cwd, 'apps/b/otp-lint.json'), '{ "rules": { "team/no-sleep": "off" } }');
    expect(concise(cwd)).toMatchObject({
      status: 2,
      stderr: 'otp-lint: apps/b/otp-lint.json:1:14: unknown rule `team/no-sleep`\n',
    });
  });
});

describe('code is loaded only where the configuration lists it', () => {
  const MARKS = `import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('ran', import.meta.url), '');\n${pluginText()}`;

  test('and not with --no-plugins', () => {
    const files = project(
      {
        'team.mjs': MARKS,
        'lib/fine.ex': `# otp-lint:disable team/no-sleep -- fine\n${SLEEPY.replace('Sleepy', 'Fine')}`,
      },
      { rules: { 'team/no-sleep': 'error', 'team/who-knows': 'off' } },
    );
    const cwd = temporaryTree(files);
    expect(concise(cwd, '--no-plugins')).toEqual({ status: 0, stdout: '', stderr: '' });
    for (const command of ['rules', 'tree', 'baseline'])
      expect(run(cwd, [command, '--no-plugins']).status).toBe(0);
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
    expect(concise(cwd).stderr).toContain('unknown rule `team/who-knows`');
    expect(existsSync(join(cwd, 'ran'))).toBe(true);
  });

  test('and not because it lies there', () => {
    const cwd = temporaryTree({
      ...project({
        'team.mjs': MARKS,
        'lib/team.mjs': MARKS,
        'node_modules/otp-lint-plugin-a/index.js': MARKS,
      }),
      'otp-lint.json': '{}',
    });
    expect(concise(cwd)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });
});

describe('what is wrong is told in one line', () => {
  const rule = (more: string) => pluginText(ruleText(more));

  test.each([
    ['is not there', undefined, /^Cannot find module .*team\.mjs' imported from .*$/],
    ['cannot be read', 'export default {', /^Unexpected end of input; `node --check team\.mjs` says where$/],
    ['throws', "throw new Error('no\\nluck');", /^no$/],
    [
      'needs what is not there',
      "import 'no-such-package';",
      /^Cannot find package 'no-such-package' imported from .*team\.mjs$/,
    ],
    [
      'exports nothing',
      '',
      /^it exports no plugin: expected `export default \{ name, rules: \[\.\.\.\] \}`$/,
    ],
    ['has no name', 'export default { rules: [] };', /^its `name` is missing: expected a name in kebab-case/],
    ['has a wrong name', "export default { name: 'A/b', rules: [] };", /^its `name` is `A\/b`: expected/],
    ['has no rules', "export default { name: 'team', rules: {} };", /^the `rules` of `team` are no array$/],
    [
      'has what is no rule',
      "export default { name: 'team', rules: [1] };",
      /^`rules\[0\]` of `team` is no rule$/,
    ],
    [
      'has a bad id',
      rule("id: 'No_Sleep',"),
      /^the id of `rules\[0\]` of `team` is `No_Sleep`: expected one in kebab-case/,
    ],
    [
      'has a prefix of its own',
      rule("id: 'team/no-sleep',"),
      /^the id of `rules\[0\]` of `team` is `team\/no-sleep`: expected/,
    ],
    [
      'has a rule twice',
      `export default { name: 'team', rules: [${ruleText()}, ${ruleText()}] };`,
      /^it has two rules `team\/no-sleep`$/,
    ],
    [
      'has a wrong level',
      rule("level: 'warn',"),
      /^the rule `team\/no-sleep` has an unknown level `warn`, did you mean `warning`\?$/,
    ],
    ['has no words', rule("why: '',"), /^the rule `team\/no-sleep` has no `why`: expected a text$/],
    ['has no shape', rule('check: undefined,'), /^the rule `team\/no-sleep` has none of `calls` with `check/],
    ['has two shapes', rule('module: () => {},'), /^the rule `team\/no-sleep` has more than one of/],
    [
      'has a check without calls',
      rule('calls: [],'),
      /^the rule `team\/no-sleep` has a `check` and no `calls`/,
    ],
    [
      'has a wrong call',
      rule("calls: ['sleep/1'],"),
      /^the rule `team\/no-sleep` has `sleep\/1` among its `calls`: expected/,
    ],
    [
      'points nowhere',
      rule('pointsTo: { ironLaw: [4] },'),
      /^the rule `team\/no-sleep` has a `pointsTo` that points nowhere$/,
    ],
  ])('a plugin %s', (_what, text, cause) => {
    const { status, stdout, stderr } = concise(
      temporaryTree(project(text === undefined ? {} : { 'team.mjs': text })),
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [, said = stderr] =
      /^otp-lint: otp-lint\.json: cannot load the plugin `\.\/team\.mjs`: (.*)\n$/.exec(stderr) ?? [];
    expect(said).toMatch(cause);
  });

  test.each([
    ['throws', "check: () => { throw new Error('no luck'); },", 'no luck'],
    [
      'makes a promise',
      'check: async () => undefined,',
      'it answered with a promise: a rule has to answer at once',
    ],
    ['answers with a text', "check: () => 'wrong',", 'it answered with `wrong`: expected { place, message }'],
    [
      'names no place',
      "check: () => ({ message: 'wrong' }),",
      'it answered with a problem without a `place`: `project.place(…)` makes one',
    ],
    [
      'has no message',
      'check: (call, _, { project }) => ({ place: project.placeOfCall(call) }),',
      'it answered with a problem without a `message` of one line',
    ],
  ])('a rule that %s', (_what, more, cause) => {
    const cwd = temporaryTree(project({ 'team.mjs': rule(more) }));
    expect(concise(cwd)).toEqual({
      status: 2,
      stdout: '',
      stderr: `otp-lint: lib/sleepy.ex: the rule \`team/no-sleep\` of the plugin \`team\` crashed on \`Sleepy\`: ${cause}\n`,
    });
  });

  test('a rule that is not there, with its place', () => {
    const files = { 'team.mjs': pluginText() };
    const wrong = temporaryTree(project(files, { rules: { 'no-sleep': 'off' } }));
    expect(concise(wrong).stderr).toBe(
      'otp-lint: otp-lint.json:1:36: unknown rule `no-sleep`, did you mean `team/no-sleep`?\n',
    );
    const alone = temporaryTree({
      'otp-lint.json': '{ "rules": { "team/no-sleep": "off" } }',
      'lib/a.ex': '',
    });
    expect(concise(alone).stderr).toBe('otp-lint: otp-lint.json:1:14: unknown rule `team/no-sleep`\n');
  });

  test('a path that looks like a package, and two plugins of one name', () => {
    const path = temporaryTree(project({ 'team.mjs': pluginText() }, { plugins: ['team.mjs'] }));
    expect(concise(path).stderr).toMatch(
      /Cannot find package 'team\.mjs' .*; did you mean `\.\/team\.mjs`\?\n$/,
    );
    const two = { 'team.mjs': pluginText(), 'other.mjs': pluginText() };
    const both = temporaryTree(project(two, { plugins: ['./team.mjs', './other.mjs'] }));
    expect(concise(both).stderr).toMatch(
      /cannot load the plugin `\.\/other\.mjs`: its name `team` is that of file:.*team\.mjs\n$/,
    );
    const data = temporaryTree(project({}, { plugins: ['data:text/javascript,'] }));
    expect(concise(data).stderr).toContain('it is neither a path nor the name of a package');
  });
});

describe('no answer is older than the plugin', () => {
  const files = (message: string) => ({
    'team.mjs': `import { rule } from './rule.mjs';\nexport default { name: 'team', rules: [rule] };`,
    'rule.mjs': `export const rule = ${ruleText('', message)};`,
  });

  test('with the cache of an earlier run', () => {
    const cwd = temporaryTree(project(files('first')));
    expect([concise(cwd).stdout, concise(cwd).stdout]).toEqual([
      `${PLACE} warning team/no-sleep first\n`,
      `${PLACE} warning team/no-sleep first\n`,
    ]);
    writeFileSync(join(cwd, 'rule.mjs'), files('then')['rule.mjs']);
    expect(concise(cwd).stdout).toBe(`${PLACE} warning team/no-sleep then\n`);
    writeFileSync(join(cwd, 'otp-lint.json'), '{}');
    expect(concise(cwd).stdout).toBe('');
  });

  test.each([
    ['an ES module', './team.mjs', 'rule.mjs', files],
    [
      'a package',
      'otp-lint-team',
      'node_modules/otp-lint-team/rule.mjs',
      (message: string) => ({
        'node_modules/otp-lint-team/package.json': '{ "exports": "./team.mjs" }',
        ...Object.fromEntries(
          Object.entries(files(message)).map(([name, text]) => [`node_modules/otp-lint-team/${name}`, text]),
        ),
      }),
    ],
    [
      'a CommonJS module',
      './team.cjs',
      'rule.cjs',
      (message: string) => ({
        'team.cjs': `module.exports = { name: 'team', rules: [require('./rule.cjs')] };`,
        'rule.cjs': `module.exports = ${ruleText('', message)};`,
      }),
    ],
  ])('within one program: %s', (_what, plugin, file, texts) => {
    const [before, after] = [texts('first'), texts('then')];
    const program = `
import { writeFileSync } from 'node:fs';
import { lint } from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('otp-lint')).href)};
const messages = async () => (await lint()).findings.map(({ message }) => message);
console.log(...(await messages()), ...(await messages()));
writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(Object.entries(after).find(([name]) => name === file)?.[1])});
console.log(...(await messages()));
`;
    const cwd = temporaryTree(project({ ...before, 'use.mjs': program }, { plugins: [plugin] }));
    const { stdout, stderr } = spawnSync(process.execPath, ['use.mjs'], { cwd, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'first first\nthen\n', stderr: '' });
  });
});
