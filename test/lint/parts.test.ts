import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { lintAndFix } from '../../src/lint/fixing.js';
import { lint } from '../../src/lint/session.js';
import { temporaryTree } from '../temporary-tree.js';
import { moduleRule } from './test-rules.js';

/** Names at every module all those that it is judged with. */
const JOINED = moduleRule('joined', {
  module: ({ def, project }) => ({
    place: project.place(def, { start: def.headStart, end: def.headEnd }),
    message: project.modules.map(({ name }) => name).join(' '),
  }),
});

/** What is judged, each file with what it is judged with. */
async function judged(cwd: string, ...paths: string[]): Promise<string[]> {
  const { findings } = await lint({ cwd, paths, rules: [JOINED] });
  return findings.map(({ file, message }) => `${file}: ${message}`);
}

function modules(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, name]) => [file, name && `defmodule ${name} do\nend\n`]),
  );
}

describe('what is part of a project is judged with all of it', () => {
  const SHOP = modules({
    'mix.exs': '',
    'lib/shop.ex': 'Shop',
    'lib/shop/cart.ex': 'Shop.Cart',
    'lib/shop/worker/mail.ex': 'Shop.Mail',
    'test/shop_test.exs': 'ShopTest',
    'test/cart_test.exs': 'CartTest',
  });

  test('files, folders and globs', async () => {
    const cwd = temporaryTree(SHOP);
    const all = 'Shop Shop.Cart Shop.Mail';
    expect(await judged(cwd, 'lib/shop.ex')).toEqual([`lib/shop.ex: ${all}`]);
    expect(await judged(cwd, 'lib/shop/worker')).toEqual([`lib/shop/worker/mail.ex: ${all}`]);
    expect(await judged(cwd, 'lib/*/cart*')).toEqual([`lib/shop/cart.ex: ${all}`]);
    expect(await judged(cwd, 'test/shop_test.exs', 'lib/shop.ex')).toEqual([
      `lib/shop.ex: ${all} ShopTest`,
      `test/shop_test.exs: ${all} ShopTest`,
    ]);
  });

  test('from any working directory', async () => {
    const root = temporaryTree({ 'elsewhere/': '', ...SHOP });
    expect(await judged(join(root, 'lib/shop'), 'cart.ex')).toEqual(['cart.ex: Shop Shop.Cart Shop.Mail']);
    expect(await judged(join(root, 'elsewhere'), '../lib/shop.ex')).toEqual([
      '../lib/shop.ex: Shop Shop.Cart Shop.Mail',
    ]);
  });

  test('an app of an umbrella with all its apps', async () => {
    const cwd = temporaryTree(
      modules({
        'mix.exs': '',
        'apps/web/mix.exs': '',
        'apps/web/lib/web.ex': 'Web',
        'apps/web/lib/web/page.ex': 'Web.Page',
        'apps/store/mix.exs': '',
        'apps/store/lib/store.ex': 'Store',
        'apps/store/test/store_test.exs': 'StoreTest',
      }),
    );
    expect(await judged(cwd, 'apps/web/lib/web.ex')).toEqual(['apps/web/lib/web.ex: Store Web Web.Page']);
    expect(await judged(cwd, 'apps/store')).toEqual([
      'apps/store/lib/store.ex: Store StoreTest Web Web.Page',
      'apps/store/test/store_test.exs: Store StoreTest Web Web.Page',
    ]);
    expect(await judged(join(cwd, 'apps/store'))).toEqual(['lib/store.ex: Web Web.Page Store']);
  });

  test('files of several projects, each with its own; what belongs to none by itself', async () => {
    const root = temporaryTree(
      modules({
        'a/mix.exs': '',
        'a/lib/a.ex': 'A',
        'a/lib/other.ex': 'A.Other',
        'b/mix.exs': '',
        'b/lib/b.ex': 'B',
        'b/lib/other.ex': 'B.Other',
        'script.exs': 'Script',
        'beside.exs': 'Beside',
      }),
    );
    const expected = ['../b/lib/b.ex: B B.Other', '../script.exs: Script', 'lib/a.ex: A A.Other'];
    expect(await judged(join(root, 'a'), 'lib/a.ex', '../b/lib/b.ex', '../script.exs')).toEqual(expected);
  });

  test('without what the configuration or git leaves out, and without what lies behind links', async () => {
    const cwd = temporaryTree({
      ...SHOP,
      ...modules({ 'lib/gen/a.ex': 'Gen.A', 'lib/build/b.ex': 'Build.B', 'outside/c.ex': 'Outside' }),
      '.git/': '',
      '.gitignore': 'build/\n',
      'otp-lint.json': '{ "ignore": ["lib/gen"] }',
    });
    symlinkSync('../outside', join(cwd, 'lib/linked'));
    symlinkSync('../outside/c.ex', join(cwd, 'lib/linked.ex'));
    expect(await judged(cwd, 'lib/shop.ex')).toEqual(['lib/shop.ex: Shop Shop.Cart Shop.Mail']);
  });
});

describe('only what was asked for is reported', () => {
  const BROKEN = 'defmodule Broken do\n  def ) do\nend\n';
  const SUPPRESSED = '# otp-lint:disable-next-line pg2-removed -- none\ndefmodule S do\nend\n';

  test('faults, comments and skipped files beside it are not', async () => {
    const cwd = temporaryTree({
      'mix.exs': '',
      'lib/a.ex': `${SUPPRESSED}${BROKEN}`,
      'lib/b.ex': `${SUPPRESSED}${BROKEN}`,
      'lib/latin1.ex': Uint8Array.from([0x23, 0xe9]),
    });
    const { findings, skipped, files } = await lint({ cwd, paths: ['lib/a.ex'], rules });
    expect(findings.map(({ file, rule }) => [file, rule])).toEqual([
      ['lib/a.ex', 'suppression'],
      ['lib/a.ex', 'syntax-error'],
    ]);
    expect({ skipped, files }).toEqual({ skipped: [], files: 1 });
  });

  test.each(['bookshop', 'chat', 'harbour', 'sample'])(
    'each file of the application `%s` has the findings of the whole',
    async (app) => {
      const cwd = temporaryTree({});
      cpSync(join('fixtures/apps', app), cwd, { recursive: true });
      const whole = await lint({ cwd, paths: [], rules });
      for (const file of new Set(whole.findings.map((finding) => finding.file))) {
        const { findings } = await lint({ cwd, paths: [file], rules });
        const bare = ({ fix: _, ...finding }: (typeof findings)[number]) => finding;
        expect(findings.map(bare)).toEqual(
          whole.findings.filter((finding) => finding.file === file).map(bare),
        );
      }
    },
  );

  test('only it is fixed', async () => {
    const rooms = (name: string) =>
      `defmodule ${name} do\n  use DynamicSupervisor\n\n  @impl true\n  def init(_), do: DynamicSupervisor.init(strategy: :one_for_all)\nend\n`;
    const cwd = temporaryTree({ 'mix.exs': '', 'lib/a.ex': rooms('A'), 'lib/b.ex': rooms('B') });
    const { files } = await lintAndFix({ cwd, paths: ['lib/a.ex'], rules, unsafe: true });
    expect(files.map(({ file }) => file)).toEqual(['lib/a.ex']);
  });

  test('a fix that would change another file as well is left out', async () => {
    const cwd = temporaryTree({
      'mix.exs': '',
      'lib/shop/application.ex':
        'defmodule Shop.Application do\n  use Application\n\n  @impl true\n  def start(_type, _args) do\n    children = [\n      Shop.Mailer\n    ]\n\n    Supervisor.start_link(children, strategy: :one_for_one)\n  end\nend\n',
      'lib/shop/orders.ex':
        'defmodule Shop.Orders do\n  def place(order) do\n    task = Task.async(fn -> Shop.Mail.deliver(order) end)\n    Task.await(task)\n  end\nend\n',
    });
    const both = await lintAndFix({ cwd, paths: [], rules, unsafe: true });
    expect(both.files.map(({ file }) => file)).toEqual(['lib/shop/application.ex', 'lib/shop/orders.ex']);
    const one = await lintAndFix({ cwd, paths: ['lib/shop/orders.ex'], rules, unsafe: true });
    expect(one.before.findings.map(({ rule }) => rule)).toContain('unsupervised-task-async');
    expect(one.files).toEqual([]);
  });
});
