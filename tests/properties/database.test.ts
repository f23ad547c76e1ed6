/** Random lives of shops on a real database, one after the other and eight at once over the same shelves: the books are whole, and nothing is promised that is not there or does not come. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../server/kernel/database.ts';
import type { Database } from '../../server/kernel/database.ts';
import { expectWholeBooks } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { chanceFrom, printedChance } from '../support/random.ts';
import { PROJECTIONS, Shop } from '../support/shop.ts';
import { live, STEPS } from '../support/steps.ts';
import { receiptsOf, serveQueue } from '../support/steps-supply.ts';
import { storehouseOf } from '../support/storehouse.ts';

/** A fiftieth of the full size, each time. */
const RUNS = Number(process.env['SPIL_DATABASE_RUNS'] ?? 200);
const AT_ONCE = 8;
const STEPS_EACH = 36;

const NAMES = [...Object.keys(STEPS), 'place', 'place', 'place', 'announce', 'receiveExpected', 'serveQueue', 'stockIn', 'stockIn', 'pick', 'pick', 'pack', 'ship', 'deliver', 'transfer', 'arrive', 'collect', 'bringBack', 'cancel'];

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase({ url: home.url, max: AT_ONCE + 2 });
});
afterAll(async () => {
  await database.close();
  await home.close();
});

/** One life: its own orders and suppliers, over shelves that all share. */
async function shopAfter(seed: number): Promise<Shop> {
  const chance = chanceFrom(seed);
  const shop: Shop = new Shop(storehouseOf(database, (receipt) => shop.streams.has(receipt)), chance.below(2) === 0 ? 'wait' : 'cancel');
  for (let n = 0; n < STEPS_EACH; n += 1) await live(shop, { do: chance.of(NAMES), a: chance.below(12), b: chance.below(12), c: chance.below(30) });
  for (let round = 0; round < 2; round += 1) for (const { stream } of receiptsOf(shop)) await serveQueue(shop, stream.id);
  return shop;
}

/** No more units wait for a receipt than still come of it or are kept for them; nothing is kept for nobody. */
const PROMISED = `
  select u.holder_id, u.sku, sum(u.quantity)::int as waiting from books.unit u left join inventory.expected_line e on e.stock_id = u.holder_id and e.sku = u.sku left join books.kept_back k on k.cause = u.holder_id and k.sku = u.sku
  where u.stage = 'waiting' and u.location <> '' group by u.holder_id, u.sku, e.outstanding, k.promised having sum(u.quantity) > coalesce(e.outstanding, 0) + coalesce(k.promised, 0)`;
const KEPT = `
  select k.cause, k.sku from books.kept_back k left join books.unit u on u.holder_id = k.cause and u.sku = k.sku and u.stage = 'waiting' group by k.cause, k.sku, k.promised, k.others having k.others > 0 or k.promised > coalesce(sum(u.quantity), 0)`;

async function expectRight(): Promise<void> {
  await expectWholeBooks(database, PROJECTIONS);
  expect(await database.query(PROMISED)).toEqual([]);
  expect(await database.query(KEPT)).toEqual([]);
}

const told = (name: string, shops: readonly Shop[]): void => {
  const sum = (of: keyof Shop['counts']): number => shops.reduce((total, { counts }) => total + counts[of], 0);
  console.log(`${name}: ${shops.length} lives; steps done ${sum('done')}, refused ${sum('refused')}, lost to a rival ${sum('lost')}`);
  expect(sum('done')).toBeGreaterThan(shops.length * 8);
};

it('keeps the books whole over lives that follow one another', async () => {
  const chance = printedChance('lives one after the other');
  const shops: Shop[] = [];
  for (let run = 0; run < Math.ceil(RUNS / 4); run += 1) shops.push(await shopAfter(chance.below(2 ** 31)));
  await expectRight();
  told('one after the other', shops);
}, 300_000);

it(`keeps them whole over ${AT_ONCE} lives at once`, async () => {
  const chance = printedChance('lives at once');
  const seeds = Array.from({ length: RUNS - Math.ceil(RUNS / 4) }, () => chance.below(2 ** 31));
  const shops: Shop[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) shops.push(await shopAfter(seed));
  }));
  await expectRight();
  told('at once', shops);
}, 300_000);
