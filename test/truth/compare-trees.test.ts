import { describe, expect, test } from 'vitest';
import { compareTrees, conditionalIn, openIn, type RunningNode, type SourceNode } from './compare-trees.js';

function listed(id: string, more: Partial<SourceNode> = {}): SourceNode {
  return { id, module: id, kind: 'worker', restart: 'permanent', ...more };
}

function running(id: string | null, more: Partial<RunningNode> = {}): RunningNode {
  const module = more.module ?? id ?? 'Shop.Cart';
  return {
    id,
    module,
    modules: [module],
    kind: 'worker',
    restart: 'permanent',
    shutdown: '5000',
    name: null,
    names: [],
    children: [],
    ...more,
  };
}

/** A supervisor of these children, and the options that both sides have by default. */
function listedTop(children: readonly SourceNode[], more: Partial<SourceNode> = {}): SourceNode {
  return listed('Shop.Application', { kind: 'supervisor', strategy: 'one_for_one', children, ...more });
}

function runningTop(children: readonly RunningNode[], more: Partial<RunningNode> = {}): RunningNode {
  return running(null, {
    module: 'Supervisor',
    kind: 'supervisor',
    restart: null,
    strategy: 'one_for_one',
    maxRestarts: 3,
    maxSeconds: 5,
    children,
    ...more,
  });
}

function differences(source: readonly SourceNode[], actual: readonly RunningNode[]) {
  return compareTrees(listedTop(source), runningTop(actual));
}

describe('the same tree', () => {
  test('has no differences', () => {
    const cache = { name: ':cache', shutdown: 10_000 };
    const source = listedTop([
      listed('Shop.Cache', cache),
      listed('{Shop.Till, 1}', { module: 'Shop.Till' }),
    ]);
    const actual = runningTop([
      running('Shop.Cache', { name: ':cache', names: [':cache'], shutdown: '10000' }),
      running('{Shop.Till, 1}', { module: 'Shop.Till' }),
    ]);
    expect(compareTrees(source, actual)).toEqual([]);
  });

  test('may call a process by the module whose callbacks it runs', () => {
    const alarm = running(':alarm', { module: ':gen_statem', modules: [':gen_statem', 'Shop.Alarm'] });
    expect(differences([listed(':alarm', { module: 'Shop.Alarm' })], [alarm])).toEqual([]);
  });

  test('needs nothing of what a registry keeps below it', () => {
    const registry = running('Shop.Names', {
      module: 'Registry',
      kind: 'supervisor',
      strategy: 'one_for_all',
      children: [running('Shop.Names.PIDPartition0')],
    });
    expect(differences([listed('Shop.Names', { module: 'Registry', kind: 'registry' })], [registry])).toEqual(
      [],
    );
  });
});

describe('a difference', () => {
  test('is each property of a node', () => {
    const source = listed('Shop.Cache', { module: 'Shop.Store', kind: 'supervisor', shutdown: ':infinity' });
    expect(differences([source], [running('Shop.Cache', { restart: 'transient' })])).toEqual([
      'Supervisor > Shop.Cache: module is Shop.Cache, listed is Shop.Store',
      'Supervisor > Shop.Cache: kind is worker, listed is supervisor',
      'Supervisor > Shop.Cache: restart is transient, listed is permanent',
      'Supervisor > Shop.Cache: shutdown is 5000, listed is infinity',
    ]);
  });

  test('is each option of a supervisor', () => {
    const source = listedTop([], { strategy: 'one_for_all', maxRestarts: 10 });
    expect(compareTrees(source, runningTop([], { maxSeconds: 60 }))).toEqual([
      'Supervisor: strategy is one_for_one, listed is one_for_all',
      'Supervisor: maxRestarts is 3, listed is 10',
      'Supervisor: maxSeconds is 60, listed is 5',
    ]);
  });

  test('is a node too few or too many', () => {
    expect(differences([listed('A'), listed('B')], [running('A'), running('C')])).toEqual([
      'Supervisor: B is listed, but does not run at this place',
      'Supervisor: C runs, but is not listed at this place',
    ]);
  });

  test('is another order', () => {
    expect(differences([listed('A'), listed('B')], [running('B'), running('A')])).toHaveLength(2);
  });

  test('is found at any depth, however many there are', () => {
    const inner = { kind: 'supervisor', strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 } as const;
    const source = [listed('Shop.Tills', { ...inner, children: [listed('A'), listed('B'), listed('C')] })];
    expect(differences(source, [running('Shop.Tills', { ...inner, children: [] })])).toEqual([
      'Supervisor > Shop.Tills: A is listed, but does not run at this place',
      'Supervisor > Shop.Tills: B is listed, but does not run at this place',
      'Supervisor > Shop.Tills: C is listed, but does not run at this place',
    ]);
  });
});

describe('a name', () => {
  const named = running('A', { name: ':a', names: [':a', '{:via, Registry, {Names, "a"}}'] });

  test.each([':a', '{:via, Registry, {Names, "a"}}', undefined])(
    'may be %s where nothing is hidden',
    (name) => {
      const hidden = name === undefined ? running('A') : named;
      expect(differences([listed('A', name === undefined ? {} : { name })], [hidden])).toEqual([]);
    },
  );

  test('that is not registered is a difference', () => {
    expect(differences([listed('A', { name: 'B' })], [named])).toHaveLength(1);
    expect(differences([listed('A', { name: ':b' })], [running('A')])).toHaveLength(1);
  });

  test('that is registered and not listed is a difference', () => {
    expect(differences([listed('A')], [named])).toEqual(['Supervisor > A: name is :a, listed is none']);
  });

  test('that is made at run time may be any', () => {
    const source = listed('A', { name: '{:via, Registry, {Names, {:room, room}}}' });
    const actual = running('A', { names: ['{:via, Registry, {Names, {:room, "lobby"}}}'] });
    expect(differences([source], [actual])).toEqual([]);
  });
});

describe('what the source leaves open', () => {
  const workers = listed('{W, n}', { module: 'W', unknown: 'there is one for each item of `list`' });

  test('an unknown child of a module is any number of processes of this module', () => {
    const actual = [running('A'), running('1', { module: 'W' }), running('2', { module: 'W' }), running('B')];
    expect(differences([listed('A'), workers, listed('B')], actual)).toEqual([]);
    expect(differences([listed('A'), workers, listed('B')], [running('A'), running('B')])).toEqual([]);
    expect(differences([listed('A'), workers], [running('A'), running('B')])).toEqual([
      'Supervisor: B runs, but is not listed at this place',
    ]);
  });

  test('an unknown child must be right about what it does say', () => {
    expect(differences([workers], [running('1', { module: 'W', restart: 'transient' })])).toEqual([
      'Supervisor > 1: restart is transient, listed is permanent',
    ]);
  });

  test('a child without a module may be anything, but does not hide what is listed', () => {
    const anything: SourceNode = { kind: 'unknown', id: '', unknown: 'the list comes from a file' };
    expect(differences([anything, listed('B')], [running('A'), running('B')])).toEqual([]);
    expect(differences([anything, listed('B')], [running('A')])).toEqual([
      'Supervisor: B is listed, but does not run at this place',
    ]);
  });

  test('a supervisor that is unknown itself may have more children than it lists, but not fewer', () => {
    const options = { strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 };
    const source = listed('S', { ...options, kind: 'supervisor', unknown: 'why', children: [listed('A')] });
    const more = running('S', { ...options, kind: 'supervisor', children: [running('A'), running('B')] });
    const fewer = running('S', { ...options, kind: 'supervisor', children: [running('B')] });
    expect(differences([source], [more])).toEqual([]);
    expect(differences([source], [fewer])).toEqual([
      'Supervisor > S: A is listed, but does not run at this place',
    ]);
  });

  test('a child started at run time is any number of processes', () => {
    const source = [listed('A'), listed('W', { runtime: true })];
    const actual = [running('A'), running('1', { module: 'W' }), running('2', { module: 'W' })];
    expect(differences(source, actual)).toEqual([]);
    expect(differences(source, [running('A')])).toEqual([]);
  });

  test('a conditional child may be there or not', () => {
    const source = [listed('A', { conditional: true }), listed('B')];
    expect(differences(source, [running('A'), running('B')])).toEqual([]);
    expect(differences(source, [running('B')])).toEqual([]);
  });

  test('of two children that exclude each other, the one that fits counts', () => {
    const source = [
      listed('A', { conditional: true, restart: 'transient' }),
      listed('A', { conditional: true, restart: 'permanent' }),
    ];
    expect(differences(source, [running('A')])).toEqual([]);
  });

  test('a temporary child may have ended', () => {
    expect(differences([listed('Task', { restart: 'temporary' })], [])).toEqual([]);
  });

  test('is told by the ids of the nodes', () => {
    const dynamic = listed('Shop.Carts', { kind: 'dynamic_supervisor', children: [workers] });
    const tills = listed('Shop.Tills', { kind: 'supervisor', conditional: true, children: [workers] });
    const source = listedTop([dynamic, tills, listed('A', { conditional: true })]);
    expect(conditionalIn(source)).toEqual(['A', 'Shop.Tills']);
    expect(openIn(source)).toEqual(['Shop.Tills']);
  });
});

describe('a dynamic supervisor', () => {
  const cart = listed('Shop.Cart', { unknown: 'it is started at run time' });

  function carts(children: readonly SourceNode[], actual: readonly RunningNode[]) {
    const options = { strategy: 'one_for_one', kind: 'supervisor', maxRestarts: 3, maxSeconds: 5 } as const;
    return differences(
      [listed('Shop.Carts', { ...options, kind: 'dynamic_supervisor', children })],
      [running('Shop.Carts', { ...options, dynamic: true, children: actual })],
    );
  }

  test('has children without ids, in any order', () => {
    const actual = [running(null, { module: 'B' }), running(null), running(null)];
    expect(carts([cart, { ...cart, module: 'B' }], actual)).toEqual([]);
    expect(carts([cart], [])).toEqual([]);
  });

  test('lists the modules of its children', () => {
    expect(carts([], [running(null)])).toEqual([
      'Supervisor > Shop.Carts: Shop.Cart runs, but is not listed at this place',
    ]);
  });

  test('says that they are started at run time', () => {
    expect(carts([listed('Shop.Cart')], [running(null)])).toEqual([
      'Supervisor > Shop.Carts: Shop.Cart is not said to be started at run time',
    ]);
  });
});
