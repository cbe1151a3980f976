import { describe, expect, it } from 'vitest';
import { treeRenderers } from '../../src/tree/render/index.js';
import { documentOf, hostile, node, ordinary, supervisor } from './documents.js';

const { text } = treeRenderers;
const plain = { color: false, edges: false };

describe('text', () => {
  it('draws the tree in start order, with what is out of the ordinary', () => {
    expect(text(ordinary(), plain)).toBe(`\
MyApp.Application lib/my_app/application.ex:1
└── MyApp.Supervisor  supervisor, one_for_one, 3 restarts in 5 s, registered
    ├── MyApp.Repo  supervisor
    ├── Phoenix.PubSub  supervisor, id Phoenix.PubSub.Supervisor, name MyApp.PubSub
    ├── Registry  registry, id and name MyApp.Registry
    ├── MyApp.Rates.Supervisor  supervisor, rest_for_one, 10 restarts in 60 s
    │   ├── MyApp.Rates  worker, registered
    │   └── MyApp.Rates.Refresher  task, restart transient
    ├── DynamicSupervisor  dynamic supervisor, one_for_one, id and name MyApp.Sessions
    │   └── … MyApp.Session  worker, restart temporary (started by \`MyApp.Sessions.open/1\`)
    ├── ? MyApp.Clock  agent
    ├── Task.Supervisor  task supervisor, id and name MyApp.Tasks
    ├── not known (the list comes from \`Application.get_env/2\`)
    └── MyAppWeb.Endpoint  supervisor

? started under a condition
… started at run time, any number
1 child that the source does not name
`);
  });

  it('lists process edges only on demand', () => {
    expect(text(ordinary(), plain)).not.toContain('Process edges');
    const lines = text(ordinary(), { ...plain, edges: true }).split('\n');
    expect(lines).toContain('MyApp.Session ── call {:rate, currency} ─▶ MyApp.Rates lib/my_app/rates.ex:33');
    expect(text(documentOf([node('A')]), { ...plain, edges: true })).toContain('No process edges found');
  });

  it('knows which restart values are the default', () => {
    const tasks = [node('A', { kind: 'task', restart: 'temporary' }), node('B', { kind: 'task' })];
    const lines = text(documentOf([supervisor('S', tasks)]), plain).split('\n');
    expect(lines[2]).toBe('    ├── A  task');
    expect(lines[3]).toBe('    └── B  task, restart permanent');
  });

  it('says where another module than its own starts a child', () => {
    const tree = supervisor('S', [node('A', { starts: 'B' })]);
    expect(text(documentOf([tree]), plain)).toContain('A  worker, started by B');
  });

  it('separates applications, and says where there is none', () => {
    expect(text(documentOf([node('A'), node('B')]), plain)).toBe(
      'MyApp.Application lib/my_app/application.ex:1\n└── A  worker\n\n' +
        'Other1.Application lib/my_app/application.ex:1\n└── B  worker\n',
    );
    expect(text(documentOf([]), plain)).toBe('No application with a supervision tree found\n');
  });

  it('colours only what it is told to', () => {
    expect(text(ordinary(), plain)).not.toContain('\u001b');
    expect(text(ordinary(), { ...plain, color: true })).toContain('\u001b[1mMyApp.Supervisor\u001b[22m');
  });

  it('writes hostile characters out', () => {
    const lines = text(hostile(), { color: false, edges: true });
    expect(lines.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
  });

  it('draws a tree deeper than JavaScript recurses', () => {
    let tree = node('Leaf');
    for (let depth = 0; depth < 5_000; depth += 1) tree = supervisor('S', [tree]);
    expect(text(documentOf([tree]), plain)).toContain('Leaf');
  });
});
