import type { Finding } from '../../src/lint/finding.js';
import { unknownsOf } from '../../src/project/unknowns.js';
import type { ApplicationTree, ProcessEdge, TreeDocument, TreeNode } from '../../src/tree/model.js';

/** Texts that try to break out of every format. */
export const HOSTILE = [
  '</script><script>globalThis.hacked = 1</script>',
  '<img src=x onerror="globalThis.hacked = 1">',
  '<!--<script>',
  '\'"`);globalThis.hacked = 1;//',
  '"] --> end; click n0 href "javascript:alert(1)"',
  '\\" ] } digraph \\N \\',
  '&lt;b&gt; &amp; #quot; #35; %%{init: {}}%%',
  'a\u2028b\u2029c\u202ed\u0000e\u001b[31mf\rg\nh',
  '`#{globalThis.hacked = 1}` **bold** 😀 Äpfel',
  '__proto__',
];

/** A node with nothing special. */
export function node(module: string, rest: Partial<TreeNode> = {}): TreeNode {
  return {
    module,
    kind: 'worker',
    id: module,
    restart: 'permanent',
    children: [],
    conditional: false,
    ...rest,
  };
}

/** A supervisor with OTP's own restart intensity. */
export function supervisor(module: string, children: TreeNode[], rest: Partial<TreeNode> = {}): TreeNode {
  const settings = { strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 };
  return node(module, { kind: 'supervisor', ...settings, children, ...rest });
}

/** A finding in one line of a file. */
export function finding(file: string, line: number, rest: Partial<Finding> = {}): Finding {
  return {
    rule: 'blocking-callback',
    level: 'warning',
    redFlag: 'RF4',
    file,
    line,
    column: 5,
    endLine: line,
    endColumn: 20,
    message: '`handle_call/3` waits for `Req.get/1`, and every caller waits with it',
    evidence: [],
    pointsTo: {},
    fingerprint: `${file}:${line}`,
    ...rest,
  };
}

/** Nothing that is not known. */
const KNOWN = { unknown: unknownsOf([]), skippedFiles: 0 };

/** A document of some trees, and nothing else unless it is given. */
export function documentOf(trees: TreeNode[], rest: Partial<TreeDocument> = {}): TreeDocument {
  const applications = trees.map((tree, index): ApplicationTree => {
    const name = index === 0 ? 'MyApp.Application' : `Other${index}.Application`;
    return { application: name, file: 'lib/my_app/application.ex', line: 1, tree };
  });
  return { applications, edges: [], findings: [], unknownChildren: 0, ...KNOWN, version: '0.1.0', ...rest };
}

/** An ordinary application with something of everything. */
export function ordinary(): TreeDocument {
  const tree = supervisor(
    'MyApp.Supervisor',
    [
      node('MyApp.Repo', { kind: 'supervisor', file: 'lib/my_app/repo.ex', line: 1, endLine: 5 }),
      node('Phoenix.PubSub', { id: 'Phoenix.PubSub.Supervisor', name: 'MyApp.PubSub', kind: 'supervisor' }),
      node('Registry', { kind: 'registry', id: 'MyApp.Registry', name: 'MyApp.Registry' }),
      supervisor(
        'MyApp.Rates.Supervisor',
        [
          node('MyApp.Rates', {
            name: 'MyApp.Rates',
            file: 'lib/my_app/rates.ex',
            line: 1,
            endLine: 80,
          }),
          node('MyApp.Rates.Refresher', {
            kind: 'task',
            restart: 'transient',
            file: 'lib/my_app/rates/refresher.ex',
            line: 1,
            endLine: 30,
          }),
        ],
        {
          strategy: 'rest_for_one',
          maxRestarts: 10,
          maxSeconds: 60,
          file: 'lib/my_app/rates/supervisor.ex',
          line: 1,
          endLine: 25,
        },
      ),
      node('DynamicSupervisor', {
        kind: 'dynamic_supervisor',
        id: 'MyApp.Sessions',
        name: 'MyApp.Sessions',
        strategy: 'one_for_one',
        children: [
          node('MyApp.Session', {
            restart: 'temporary',
            runtime: true,
            unknown: 'started by `MyApp.Sessions.open/1`',
            file: 'lib/my_app/session.ex',
            line: 1,
            endLine: 90,
          }),
        ],
      }),
      node('MyApp.Clock', {
        kind: 'agent',
        conditional: true,
        file: 'lib/my_app/clock.ex',
        line: 3,
        endLine: 20,
      }),
      node('Task.Supervisor', { kind: 'task_supervisor', id: 'MyApp.Tasks', name: 'MyApp.Tasks' }),
      node('', { kind: 'unknown', id: '', unknown: 'the list comes from `Application.get_env/2`' }),
      node('MyAppWeb.Endpoint', {
        kind: 'supervisor',
        file: 'lib/my_app_web/endpoint.ex',
        line: 1,
        endLine: 50,
      }),
    ],
    { name: 'MyApp.Supervisor', file: 'lib/my_app/application.ex', line: 1, endLine: 40 },
  );
  const place = { file: 'lib/my_app/rates.ex', line: 33 };
  const edges: ProcessEdge[] = [
    { from: 'MyApp.Session', to: 'MyApp.Rates', kind: 'call', label: '{:rate, currency}', ...place },
    { from: 'MyApp.Rates.Refresher', to: 'MyApp.Rates', kind: 'cast', label: '{:put, rates}', ...place },
    { from: 'MyApp.Rates', to: 'MyApp.PubSub', kind: 'subscription', label: '"rates"', ...place },
    { from: 'MyApp.Clock', to: 'MyApp.Session', kind: 'monitor', ...place },
    { from: 'MyAppWeb.PageController', to: 'MyApp.Rates', kind: 'call', ...place },
  ];
  const findings = [
    finding('lib/my_app/rates.ex', 33, {
      evidence: [{ ...finding('lib/my_app/http.ex', 12), message: 'waits here' }],
    }),
    finding('lib/my_app/rates.ex', 50, { level: 'error', rule: 'self-call-deadlock' }),
    finding('lib/my_app/application.ex', 12, {
      level: 'info',
      rule: 'child-start-order',
      message: '`MyApp.Clock` starts after `MyApp.Rates.Supervisor`, which calls it when it starts',
    }),
    finding('lib/my_app/prices.ex', 3, { rule: 'task-never-awaited', message: 'nobody awaits this task' }),
  ];
  return documentOf([tree], { edges, findings, unknownChildren: 1 });
}

/** Eighty nodes in two applications. */
export function large(): TreeDocument {
  const groups = [
    'Ingest',
    'Sources',
    'Backends.Adaptor.BigQueryAdaptor',
    'Endpoints',
    'SystemMetrics',
    'Alerting',
  ];
  const group = (name: string, count: number) =>
    supervisor(
      `Observatory.${name}.Supervisor`,
      Array.from({ length: count }, (_, index) => {
        const module = `Observatory.${name}.${['Cache', 'Counter', 'Pipeline', 'Publisher', 'RateLimiter'][index % 5]}${index}`;
        const place = {
          file: `lib/observatory/${name.toLowerCase()}/worker_${index}.ex`,
          line: 1,
          endLine: 99,
        };
        return node(module, { name: module, ...place, ...(index % 6 === 5 ? { conditional: true } : {}) });
      }),
      { strategy: 'rest_for_one', name: `Observatory.${name}.Supervisor` },
    );
  const first = supervisor('Observatory.Supervisor', [
    node('Observatory.Repo', { kind: 'supervisor' }),
    ...groups.map((name, index) => group(name, 6 + index * 2)),
    node('Task.Supervisor', {
      kind: 'task_supervisor',
      id: 'Observatory.TaskSupervisor',
      name: 'Observatory.TaskSupervisor',
    }),
  ]);
  const second = supervisor('Mailroom.Supervisor', [
    node('Mailroom.Outbox', {
      runtime: true,
      unknown: 'one for each of `Mailroom.accounts/0`, which the source does not say',
    }),
    node('Mailroom.Sender', { restart: 'transient' }),
    node('', { kind: 'unknown', id: '', unknown: 'the module comes from `Application.fetch_env!/2`' }),
    node('Mailroom.Archive', { kind: 'agent' }),
  ]);
  const document = documentOf([first, second]);
  const workers = first.children.flatMap(({ children }) => children);
  document.findings = workers.flatMap(({ file = '' }, index) => (index % 5 === 0 ? [finding(file, 3)] : []));
  document.edges = workers.slice(1, 20).map(({ module }, index) => ({
    from: workers[index]?.module ?? '',
    to: module,
    kind: (['call', 'cast', 'monitor', 'link', 'subscription'] as const)[index % 5] ?? 'call',
    file: 'lib/observatory/ingest.ex',
    line: index + 1,
  }));
  return document;
}

/** A document in which every text is hostile. */
export function hostile(): TreeDocument {
  const children = HOSTILE.map((text) =>
    node(text, {
      id: text,
      name: `${text}!`,
      strategy: text,
      restart: text,
      unknown: text,
      file: text,
      line: 1,
      endLine: 9,
    }),
  );
  const [first = '', second = ''] = HOSTILE;
  return {
    applications: HOSTILE.slice(0, 2).map((text, index) => ({
      application: text,
      file: text,
      line: 1,
      tree: supervisor(`Root${index}`, index === 0 ? children : []),
    })),
    edges: HOSTILE.map((text) => ({ from: first, to: text, kind: 'call', label: text, file: text, line: 1 })),
    findings: HOSTILE.map((text) => finding(second, 2, { message: text, rule: text, redFlag: 'RF1' })),
    unknownChildren: 2,
    ...KNOWN,
    version: '0.1.0',
  };
}
