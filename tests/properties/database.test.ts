/** Random lives of shops on a real database, one after the other and eight at once over the same shelves: the books are whole, and nothing is promised that is not there or does not come. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { settableClock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import type { Database } from '../../server/kernel/database.ts';
import { doDue } from '../../server/kernel/due.ts';
import type { DueDeps } from '../../server/kernel/due.ts';
import { openBooks, STILL_HERE } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import { reservationsDue } from '../../server/modules/orders/index.ts';
import { expectWholeBooks } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { happenedIn, HAPPENINGS, seek } from '../support/happenings.ts';
import { chanceFrom, printedChance } from '../support/random.ts';
import type { Chance } from '../support/random.ts';
import { KNOWN, PROJECTIONS, Shop, Town } from '../support/shop.ts';
import { endOfLife, live, NAMES } from '../support/steps.ts';
import { POLICY } from '../support/steps-reserve.ts';
import { furnish, storehouseOf } from '../support/storehouse.ts';
import { expectDialogues, expectOffersKept, expectReservations } from './laws-lives.ts';

/** A fiftieth of the full size, each time. */
const RUNS = Number(process.env['SPIL_DATABASE_RUNS'] ?? 200);
const AT_ONCE = 8;
const STEPS_EACH = 36;

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase({ url: home.url, max: AT_ONCE + 2 });
  await furnish(database);
});
afterAll(async () => {
  await database.close();
  await home.close();
});

/** One clock for all, so that what is counted late is late for everybody. */
const time = { minutes: 0 };
const townOf = (rivals: boolean): Town => new Town({ time, rivals });

const shopIn = (town: Town, chance: Chance): Shop => new Shop(storehouseOf(database, (receipt) => town.streams.has(receipt)), chance.of(['wait', 'cancel']), town);

/** One life over shelves that all share, in a town whose orders, receipts and totes are anybody's who lives there. */
async function shopAfter(seed: number, town: Town): Promise<Shop> {
  const chance = chanceFrom(seed);
  const shop = shopIn(town, chance);
  for (let n = 0; n < STEPS_EACH; n += 1) await live(shop, { do: chance.of(NAMES), a: chance.below(12), b: chance.below(12), c: chance.below(30) });
  return shop;
}

/** What was begun in it is ended; what only one who lived alone can say of their life holds. */
async function ended(shop: Shop): Promise<void> {
  await endOfLife(shop);
  for (const id of shop.orders) expectDialogues(id, shop.streams.get(id) as Stream);
  expectOffersKept(shop);
  expectReservations(shop);
  happenedIn([shop], happened);
}

/** No more units wait for a receipt than still come of it or are kept for them; nothing is kept for nobody. */
const PROMISED = `
  select u.holder_id, u.sku, sum(u.quantity)::int as waiting from books.unit u left join inventory.expected_line e on e.stock_id = u.holder_id and e.sku = u.sku left join books.kept_back k on k.cause = u.holder_id and k.sku = u.sku
  where u.stage = 'waiting' and u.location <> '' group by u.holder_id, u.sku, e.outstanding, k.promised having sum(u.quantity) > coalesce(e.outstanding, 0) + coalesce(k.promised, 0)`;
const KEPT = `
  select k.cause, k.sku from books.kept_back k left join books.unit u on u.holder_id = k.cause and u.sku = k.sku and u.stage = 'waiting' group by k.cause, k.sku, k.promised, k.others having k.others > 0 or k.promised > coalesce(sum(u.quantity), 0)`;

/** What lies in vans against the units and the totes' goods for shelves, by where it goes. */
const TRAVELS = `
  with said as (select location, sum(quantity) as n from books.unit where stage = 'in_transfer' group by location union all select destination, sum(goods) from shipping.load where goods > 0 group by destination)
  select b.location, b.n, s.n as said from (select location, sum(quantity) as n from books.stock_balance where state = 'in_transit' group by location) b left join (select location, sum(n) as n from said group by location) s using (location) where b.n <> coalesce(s.n, 0)`;
/** Reservations that hold something past their end, and customers with more of them than they may have. */
const HELD = `select r.order_id, r.until, r.state from orders.reservation r where r.until <= $1 and (r.state = 'open' or exists (select 1 from books.unit u where u.order_id = r.order_id and u.stage = any($2)))`;
const HOARDED = `select p.subject, count(*) from orders.reservation_place p join orders.reservation r on r.order_id = p.order_id and r.state = 'open' group by p.subject having count(*) > $1`;
/** Work in the list of dialogues that its units do not bear out. */
const WORKED = `select w.fulfilment_id from dialogue.work w where w.open <> coalesce((select sum(u.quantity) from books.unit u where u.holder_id = w.fulfilment_id and u.location = w.location and u.stage in ('allocated', 'picked')), 0)`;

async function expectRight(): Promise<void> {
  await expectWholeBooks(database, PROJECTIONS);
  for (const law of [PROMISED, KEPT, TRAVELS, WORKED]) expect(await database.query(law)).toEqual([]);
  expect(await database.query(HOARDED, [POLICY.openPerCustomer])).toEqual([]);
}

/** The clock of the server itself looks, weeks later: what every reservation holds is let go, whoever made it. */
async function expectAllEnded(): Promise<void> {
  const end = new Date(Date.UTC(2026, 5, 1) + time.minutes * 60_000).toISOString();
  const deps = { database, books: openBooks(PROJECTIONS, KNOWN), clock: settableClock(end) } as unknown as Parameters<typeof reservationsDue>[0] & DueDeps;
  await doDue(deps, reservationsDue(deps));
  expect(await database.query('select work, error from kernel.due_failure')).toEqual([]);
  expect(await database.query(HELD, [end, STILL_HERE])).toEqual([]);
  await expectWholeBooks(database, PROJECTIONS);
}

/** What happened in all towns, and must: the partner's report is booked by its own command here, which no town's streams tell of. */
const MUST = HAPPENINGS.filter((name) => name !== 'StockCorrected');
const happened = new Map<string, number>();

const told = (name: string, shops: readonly Shop[]): void => {
  const sum = (of: keyof Shop['counts']): number => shops.reduce((total, { counts }) => total + counts[of], 0);
  console.log(`${name}: ${shops.length} lives; steps done ${sum('done')}, refused ${sum('refused')}, lost to a rival ${sum('lost')}`);
  expect(sum('done')).toBeGreaterThan(shops.length * 8);
};

it('keeps the books whole over lives that follow one another', async () => {
  const chance = printedChance('lives one after the other');
  const shops: Shop[] = [];
  for (let run = 0; run < Math.ceil(RUNS / 4); run += 1) {
    const shop = await shopAfter(chance.below(2 ** 31), townOf(false));
    await ended(shop);
    shops.push(shop);
  }
  await expectRight();
  told('one after the other', shops);
}, 300_000);

it(`keeps them whole over ${AT_ONCE} lives at once`, async () => {
  const chance = printedChance('lives at once');
  const seeds = Array.from({ length: RUNS - Math.ceil(RUNS / 4) }, () => chance.below(2 ** 31));
  const shops: Shop[] = [];
  while (seeds.length > 0) {
    const town = townOf(true);
    const living = await Promise.all(seeds.splice(0, AT_ONCE).map((seed) => shopAfter(seed, town)));
    // What was contested is ended by one of them, when the others are done.
    const [last] = living;
    if (last) await endOfLife(last);
    for (const id of town.orders) expectDialogues(id, town.streams.get(id) as Stream);
    happenedIn(living.slice(0, 1), happened);
    shops.push(...living);
  }
  await expectRight();
  told('at once', shops);
}, 300_000);

it('and over lives that seek what chance left out', async () => {
  // What those before reserved is let go: nobody who seeks is refused for what others hold.
  await expectAllEnded();
  const chance = printedChance('lives that seek');
  const left = MUST.filter((name) => !happened.has(name));
  for (const name of left) {
    const lived: Shop[] = [];
    await seek(name, chance, () => {
      const shop = shopIn(townOf(false), chance);
      lived.push(shop);
      return { shop };
    });
    for (const shop of lived) await ended(shop);
  }
  console.log(`in all: ${MUST.map((name) => `${name} ${happened.get(name) ?? 0}`).join(', ')}; sought: ${left.join(', ') || 'nothing'}`);
  expect(MUST.filter((name) => !happened.has(name))).toEqual([]);
  await expectRight();
  await expectAllEnded();
}, 300_000);
