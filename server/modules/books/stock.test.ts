/** The stock book on a real PostgreSQL: who gets the last unit, what a fact does to promises, and that no order of keys can deadlock. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Change, commit, Contested } from '../../kernel/change.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { printedChance } from '../../../tests/support/random.ts';
import { StockModel } from '../../../tests/support/stock-model.ts';
import { availableOf, expectEmptied, expectUncounted, markCounted, moveGoods, reserve } from './stock.ts';
import type { Balance } from './stock.ts';
import type { StockAccount, StockState } from './types.ts';

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase({ url: home.url, max: 40 });
});
afterAll(async () => {
  await database.close();
  await home.close();
});
beforeEach(() => database.query('delete from books.stock_balance'));

const shelf = (state: StockState = 'sellable', location = 'dc'): StockAccount => ({ location, state });
const change = (make: (of: Change) => void): Change => {
  const of = new Change();
  make(of);
  return of;
};
const receipt = (n: number, sku = 'shoe', state: StockState = 'sellable'): Change => change((of) => moveGoods(of, { sku, n, from: { outside: 'supplier' }, to: shelf(state) }, true));
const promise = (n: number, sku = 'shoe', state: StockState = 'sellable'): Change => change((of) => reserve(of, { sku, location: 'dc', state, n }));
const loss = (n: number): Change => change((of) => moveGoods(of, { sku: 'shoe', n, from: shelf(), to: { outside: 'missing' } }, true));
const balance = async (state: StockState = 'sellable', sku = 'shoe'): Promise<Pick<Balance, 'quantity' | 'reserved' | 'broken'> | undefined> =>
  (await database.query<Balance>('select quantity, reserved, broken from books.stock_balance where sku = $1 and location = $2 and state = $3', [sku, 'dc', state]))[0];
const send = (...changes: Change[]): Promise<void> => changes.reduce((before, one) => before.then(() => commit(database, one)), Promise.resolve());
const refused = (one: Change): Promise<unknown> => expect(send(one)).rejects.toMatchObject({ name: 'Contested', kind: 'stock' });

describe('a request', () => {
  it('of which there is one in stock is granted to exactly one of forty that come at once', async () => {
    await send(receipt(1));
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => commit(database, promise(1))));
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ kind: 'stock' });
    expect(await balance()).toEqual({ quantity: 1, reserved: 1, broken: 0 });
  });

  it('takes what is there and no more, also in parts', async () => {
    await send(receipt(5), promise(3));
    await refused(promise(3));
    await send(promise(2));
    await refused(promise(1));
    expect(await balance()).toEqual({ quantity: 5, reserved: 5, broken: 0 });
  });

  it('leaves alone what is kept back', async () => {
    await send(receipt(5));
    await database.query('update books.stock_balance set kept_back = 2');
    await refused(promise(4));
    await send(promise(3));
    const [row] = await database.query<Balance>('select * from books.stock_balance');
    expect(row && availableOf(row)).toBe(0);
  });

  it('is refused where there was never a balance', async () => {
    await refused(promise(1, 'unknown'));
    await refused(change((of) => moveGoods(of, { sku: 'unknown', n: 1, from: shelf(), to: { outside: 'customer' } }, true)));
    expect(await balance('sellable', 'unknown')).toBeUndefined();
  });

  it('that was decided on nobody having counted since is refused once somebody has, also together with another', async () => {
    const [nine, ten, eleven] = ['2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z'];
    const counted = (at: string): Change => change((of) => markCounted(of, { sku: 'shoe', location: 'dc' }, at));
    const sold = (...at: string[]): Change => at.map((one) => change((of) => {
      expectUncounted(of, { sku: 'shoe', location: 'dc' }, one);
      moveGoods(of, { sku: 'shoe', n: 1, from: shelf(), to: { outside: 'customer' } }, true);
    })).reduce((all, one) => { all.absorb(one); return all; }, new Change());
    await send(receipt(9), sold(nine), counted(ten), counted(nine));
    await refused(sold(nine));
    await refused(sold(eleven, nine));
    await send(sold(ten), sold(eleven, ten));
    expect(await balance()).toEqual({ quantity: 5, reserved: 0, broken: 0 });
    // A shelf that never had any may be counted as well.
    await send(change((of) => markCounted(of, { sku: 'clog', location: 'dc' }, nine)));
    expect(await balance('sellable', 'clog')).toEqual({ quantity: 0, reserved: 0, broken: 0 });
  });

  it('that found what was lacking is refused when more lies there than it knew', async () => {
    const oversold = (n: number, found: number): Change => change((of) => {
      moveGoods(of, { sku: 'shoe', n: found, from: { outside: 'found' }, to: shelf() }, true);
      expectEmptied(of, { sku: 'shoe', location: 'dc' });
      moveGoods(of, { sku: 'shoe', n, from: shelf(), to: { outside: 'customer' } }, true);
    });
    await send(oversold(1, 1), receipt(2));
    await refused(oversold(1, 1));
    await send(oversold(3, 1));
    expect(await balance()).toEqual({ quantity: 0, reserved: 0, broken: 0 });
  });

  it('writes nothing at all when one of its rows is refused', async () => {
    await send(receipt(1), receipt(1, 'boot'));
    await refused(change((of) => { reserve(of, { sku: 'shoe', location: 'dc', state: 'sellable', n: 1 }); reserve(of, { sku: 'boot', location: 'dc', state: 'sellable', n: 2 }); }));
    expect(await balance()).toEqual({ quantity: 1, reserved: 0, broken: 0 });
    expect(await balance('sellable', 'boot')).toEqual({ quantity: 1, reserved: 0, broken: 0 });
  });

  it('may not take goods that are promised to another', async () => {
    await send(receipt(2), promise(2));
    await refused(change((of) => moveGoods(of, { sku: 'shoe', n: 1, from: shelf(), to: shelf('damaged') }, false)));
  });
});

describe('one change', () => {
  it('nets a release and a reservation of the same row, so that neither is lost', async () => {
    await send(receipt(6), promise(5));
    await send(change((of) => { for (const n of [-1, 2]) reserve(of, { sku: 'shoe', location: 'dc', state: 'sellable', n }); }));
    expect(await balance()).toEqual({ quantity: 6, reserved: 6, broken: 0 });
  });

  it('moves goods with their reservation', async () => {
    await send(receipt(3), promise(2));
    await send(change((of) => {
      moveGoods(of, { sku: 'shoe', n: 2, from: shelf(), to: shelf('picked') }, false);
      reserve(of, { sku: 'shoe', location: 'dc', state: 'sellable', n: -2 });
      reserve(of, { sku: 'shoe', location: 'dc', state: 'picked', n: 2 });
    }));
    expect(await balance()).toEqual({ quantity: 1, reserved: 0, broken: 0 });
    expect(await balance('picked')).toEqual({ quantity: 2, reserved: 2, broken: 0 });
  });

  it('may reserve what it brings itself, also where an earlier reservation is broken', async () => {
    await send(receipt(2, 'shoe', 'picked'), promise(2, 'shoe', 'picked'));
    await send(change((of) => moveGoods(of, { sku: 'shoe', n: 1, from: shelf('picked'), to: { outside: 'missing' } }, true)));
    expect(await balance('picked')).toEqual({ quantity: 1, reserved: 1, broken: 1 });
    await send(receipt(1), promise(1));
    await send(change((of) => {
      moveGoods(of, { sku: 'shoe', n: 1, from: shelf(), to: shelf('picked') }, false);
      reserve(of, { sku: 'shoe', location: 'dc', state: 'sellable', n: -1 });
      reserve(of, { sku: 'shoe', location: 'dc', state: 'picked', n: 1 });
    }));
    expect(await balance('picked')).toEqual({ quantity: 2, reserved: 2, broken: 1 });
  });
});

describe('a fact', () => {
  it('is booked though goods were promised, and breaks as many reservations as lost theirs', async () => {
    await send(receipt(5), promise(4), loss(3));
    expect(await balance()).toEqual({ quantity: 2, reserved: 2, broken: 2 });
  });

  it('cannot take more than the books have: that is booked as found first', async () => {
    await send(receipt(1));
    await refused(loss(2));
  });

  it('that brings goods heals broken reservations before anything is free again', async () => {
    await send(receipt(4), promise(4), loss(3), receipt(2));
    expect(await balance()).toEqual({ quantity: 3, reserved: 3, broken: 1 });
    await send(receipt(3));
    expect(await balance()).toEqual({ quantity: 6, reserved: 4, broken: 0 });
  });

  it('leaves broken reservations that a release takes first', async () => {
    await send(receipt(4), promise(4), loss(3), promise(-2));
    expect(await balance()).toEqual({ quantity: 1, reserved: 1, broken: 1 });
    await send(promise(-1));
    expect(await balance()).toEqual({ quantity: 1, reserved: 1, broken: 0 });
    await send(promise(-1));
    expect(await balance()).toEqual({ quantity: 1, reserved: 0, broken: 0 });
    await expect(send(promise(-1))).rejects.toBeInstanceOf(Contested);
  });
});

it('does not deadlock when many change 200 rows in any order', async () => {
  const chance = printedChance('stock rows in any order');
  const skus = Array.from({ length: 200 }, (_, index) => `sku-${index}`);
  await send(change((of) => { for (const sku of skus) moveGoods(of, { sku, n: 1000, from: { outside: 'supplier' }, to: shelf() }, true); }));
  const locks: string[] = [];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let round = 0; round < 8; round += 1) {
      const made = change((of) => { for (const sku of chance.shuffled(skus)) reserve(of, { sku, location: 'dc', state: 'sellable', n: 1 }); });
      await commit(database, made).catch((error: unknown) => { locks.push(String(error)); });
    }
  }));
  expect(locks).toEqual([]);
  const [row] = await database.query<{ least: number; most: number }>('select min(reserved) as least, max(reserved) as most from books.stock_balance');
  expect(row).toEqual({ least: 128, most: 128 });
});

it('does what the model of its laws does, over random changes of one balance', async () => {
  const chance = printedChance('stock against its model');
  const model = new StockModel();
  for (let step = 0; step < 400; step += 1) {
    const n = 1 + chance.below(4);
    const make = chance.of([() => receipt(n), () => promise(n), () => promise(-n), () => loss(n),
      () => change((of) => { moveGoods(of, { sku: 'shoe', n, from: { outside: 'supplier' }, to: shelf() }, chance.below(2) === 0); reserve(of, { sku: 'shoe', location: 'dc', state: 'sellable', n: chance.below(n + 2) }); }),
      () => change((of) => { moveGoods(of, { sku: 'shoe', n, from: shelf(), to: { outside: 'customer' } }, false); reserve(of, { sku: 'shoe', location: 'dc', state: 'sellable', n: -n }); })]);
    const one = make();
    const outcomes = await Promise.all([Promise.resolve().then(() => model.send(one)).then(() => 'sent', () => 'refused'), send(one).then(() => 'sent', () => 'refused')]);
    const there = await balance();
    const expected = model.balances.get('shoe dc sellable');
    expect([outcomes[1], there ?? { quantity: 0, reserved: 0, broken: 0 }], `step ${step}`).toEqual([outcomes[0], expected ? { quantity: expected.quantity, reserved: expected.reserved, broken: expected.broken } : { quantity: 0, reserved: 0, broken: 0 }]);
  }
});
