/** A Change as data and as one transaction: rows, patches and deltas merged per key, and every contest told for what it was. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';
import { Change, commit, Contested, table } from './change.ts';
import type { Lane } from './change.ts';
import { openDatabase } from './database.ts';
import type { Database, Row } from './database.ts';

const BOX = table('trial.box', 'id');
const lane: Lane = { name: 'trial', statements: (deltas) => [{ text: 'select $1::json', values: [JSON.stringify(deltas)] }] };

const rowsOf = (change: Change): unknown[] => [...(change.rows.get(BOX.name)?.entries.values() ?? [])].map(({ mode, row }) => [mode, row]);

describe('merging', () => {
  it.each<[string, (change: Change) => void, unknown[]]>([
    ['an insert and a patch are one insert', (of) => { of.insert(BOX, { id: 'a', n: 1 }); of.patch(BOX, { id: 'a', text: 'x' }); }, [['insert', { id: 'a', n: 1, text: 'x' }]]],
    ['an insert and a put are one insert', (of) => { of.insert(BOX, { id: 'a', n: 1 }); of.put(BOX, { id: 'a', n: 2 }); }, [['insert', { id: 'a', n: 2 }]]],
    ['two puts are one, with the columns of both', (of) => { of.put(BOX, { id: 'a', n: 1 }); of.put(BOX, { id: 'a', text: 'x' }); }, [['put', { id: 'a', n: 1, text: 'x' }]]],
    ['a put and a patch are one put', (of) => { of.put(BOX, { id: 'a', n: 1 }); of.patch(BOX, { id: 'a', n: 2 }); }, [['put', { id: 'a', n: 2 }]]],
    ['two patches are one', (of) => { of.patch(BOX, { id: 'a', n: 1 }); of.patch(BOX, { id: 'a', text: 'x' }); }, [['patch', { id: 'a', n: 1, text: 'x' }]]],
    ['what was made and taken away again is nothing', (of) => { of.insert(BOX, { id: 'a' }); of.remove(BOX, { id: 'a' }); }, []],
    ['what was put and taken away is taken away', (of) => { of.put(BOX, { id: 'a' }); of.remove(BOX, { id: 'a' }); }, [['remove', { id: 'a' }]]],
    ['what was taken away may come back', (of) => { of.remove(BOX, { id: 'a' }); of.insert(BOX, { id: 'a', n: 3 }); }, [['put', { id: 'a', n: 3 }]]],
    ['rows of other keys stand beside each other', (of) => { of.insert(BOX, { id: 'a' }); of.insert(BOX, { id: 'b' }); }, [['insert', { id: 'a' }], ['insert', { id: 'b' }]]],
  ])('%s', (_what, make, rows) => {
    const change = new Change();
    make(change);
    expect(rowsOf(change)).toEqual(rows);
  });

  it('refuses two rows of one key, and a row without its key', () => {
    const change = new Change();
    change.insert(BOX, { id: 'a' });
    expect(() => change.insert(BOX, { id: 'a' })).toThrow('trial.box a is written twice in one change');
    expect(() => change.put(BOX, { n: 1 })).toThrow('trial.box is written without its key id');
    expect(() => change.patch(BOX, { id: null })).toThrow('trial.box is written without its key id');
  });

  it('sums deltas per key, and what is true once is true', () => {
    const change = new Change();
    for (const [id, n, fact] of [['a', 2, false], ['b', 5, false], ['a', -3, true], ['a', 1, false]] as const) change.delta(lane, ['id'], { id, n, fact, note: `n ${n}` });
    expect([...(change.lanes.get(lane)?.values() ?? [])]).toEqual([{ id: 'a', n: 0, fact: true, note: 'n 1' }, { id: 'b', n: 5, fact: false, note: 'n 5' }]);
  });

  it('takes over another change, with its rows, counters, deltas and what was left for its end; but not the same row twice', () => {
    const one = new Change();
    const two = new Change();
    one.insert(BOX, { id: 'a' });
    one.add(BOX, { id: 'count', n: 1 });
    one.delta(lane, ['id'], { id: 'k', n: 1 });
    two.insert(BOX, { id: 'b' });
    two.add(BOX, { id: 'count', n: 2 });
    two.delta(lane, ['id'], { id: 'k', n: 4 });
    two.atEnd('last', () => two.insert(BOX, { id: 'c' }));
    one.absorb(two);
    expect(rowsOf(one).map((entry) => (entry as [string, Row])[1].id)).toEqual(['a', 'b', 'c']);
    expect([...(one.counters.get(BOX.name)?.entries.values() ?? [])]).toEqual([{ id: 'count', n: 3 }]);
    expect([...(one.lanes.get(lane)?.values() ?? [])]).toEqual([{ id: 'k', n: 5 }]);
    const three = new Change();
    three.put(BOX, { id: 'a' });
    expect(() => one.absorb(three)).toThrow('trial.box a is written by two changes at once');
  });

  it('is empty until something is written, and runs what was left for the end once, the last of each key', () => {
    const change = new Change();
    expect(change.isEmpty).toBe(true);
    expect(change.statements()).toEqual([]);
    const ran: string[] = [];
    change.atEnd('status', () => { ran.push('first'); });
    change.atEnd('status', () => { ran.push('second'); change.put(BOX, { id: 'a' }); });
    expect(change.statements()).toHaveLength(1);
    expect(change.statements()).toHaveLength(1);
    expect(ran).toEqual(['second']);
    expect(change.isEmpty).toBe(false);
  });

  it.each<[string, (change: Change) => void]>([['rows', (of) => of.remove(BOX, { id: 'a' })], ['counters', (of) => of.add(BOX, { id: 'a', n: 1 })], ['deltas', (of) => of.delta(lane, ['id'], { id: 'a', n: 1 })]])('%s alone make it not empty', (_what, make) => {
    const change = new Change();
    make(change);
    expect(change.isEmpty).toBe(false);
  });
});

describe('sending', () => {
  let home: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, max: 4 });
    await database.query('create schema trial');
    await database.query(`create table trial.box (id text primary key, n int not null default 7, text text unique, tags text[] not null default '{}')`);
  });
  afterAll(async () => {
    await database.close();
    await home.close();
  });
  beforeEach(() => database.query('delete from trial.box'));

  const send = (...make: ((change: Change) => void)[]): Promise<void> => {
    const change = new Change();
    for (const one of make) one(change);
    return commit(database, change);
  };
  const boxes = (): Promise<Row[]> => database.query('select id, n, text, tags from trial.box order by id');

  it('does all kinds of writing in one statement', async () => {
    await send((of) => of.insert(BOX, { id: 'old', n: 1 }), (of) => of.insert(BOX, { id: 'gone' }));
    const before = database.counters.roundTrips;
    await send(
      (of) => of.insert(BOX, { id: 'new', n: 2, tags: ['x', 'y'] }), (of) => of.put(BOX, { id: 'put', text: 'p' }), (of) => of.patch(BOX, { id: 'old', text: 'patched' }),
      (of) => of.remove(BOX, { id: 'gone' }), (of) => of.add(BOX, { id: 'counted', n: 5 }),
    );
    expect(database.counters.roundTrips - before).toBe(1);
    expect(await boxes()).toEqual([
      { id: 'counted', n: 5, text: null, tags: [] }, { id: 'new', n: 2, text: null, tags: ['x', 'y'] }, { id: 'old', n: 1, text: 'patched', tags: [] }, { id: 'put', n: 7, text: 'p', tags: [] },
    ]);
    await send((of) => of.add(BOX, { id: 'counted', n: -2 }), (of) => of.put(BOX, { id: 'put', n: 1 }));
    expect(await boxes()).toMatchObject([{ id: 'counted', n: 3 }, { id: 'new' }, { id: 'old' }, { id: 'put', n: 1, text: 'p' }]);
  });

  it('counts together from many at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => send((of) => of.add(BOX, { id: 'counted', n: 1 }))));
    expect(await boxes()).toMatchObject([{ id: 'counted', n: 30 }]);
  });

  it.each<[string, (change: Change) => void, Contested['kind']]>([
    ['a row to patch that is not there', (of) => of.patch(BOX, { id: 'nowhere', n: 1 }), 'missing'],
    ['a natural key that is taken', (of) => of.insert(BOX, { id: 'b', text: 'taken' }), 'unique'],
  ])('tells a contest for what it was, and writes nothing: %s', async (_what, make, kind) => {
    await send((of) => of.insert(BOX, { id: 'a', text: 'taken' }));
    await expect(send((of) => of.insert(BOX, { id: 'beside' }), make)).rejects.toMatchObject({ name: 'Contested', kind });
    expect(await boxes()).toMatchObject([{ id: 'a' }]);
  });

  it('patches many rows, and refuses all when one of them is gone', async () => {
    await send((of) => { for (const id of ['a', 'b']) of.insert(BOX, { id }); });
    await send((of) => { for (const id of ['a', 'b']) of.patch(BOX, { id, n: 1 }); });
    await expect(send((of) => { for (const id of ['a', 'b', 'c']) of.patch(BOX, { id, n: 2 }); })).rejects.toMatchObject({ kind: 'missing', subject: expect.stringContaining('2 of 3') as string });
    expect(await boxes()).toMatchObject([{ n: 1 }, { n: 1 }]);
  });

  it('lets any other error through as it is', async () => {
    await expect(send((of) => of.insert(BOX, { id: 'a', n: null }))).rejects.toMatchObject({ code: '23502' });
  });
});
