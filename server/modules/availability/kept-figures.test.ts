/** Figures that are kept for shops: given again for a moment, read anew behind their back, never given when old, and read once for all who ask at the same time. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { smallCompany } from '../../../tests/support/company.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { until } from '../../../tests/support/until.ts';
import { figureStore } from './kept-figures.ts';
import type { FigureStore } from './kept-figures.ts';

let clone: TestDatabase;
let database: Database;
let store: FigureStore;
let now: number;
let readings: string[][];
const put = (quantity: number) => database.query(`insert into books.stock_balance (sku, location, state, quantity) values ('boot-40', 'delft', 'sellable', $1) on conflict (sku, location, state) do update set quantity = excluded.quantity`, [quantity]);
const has = async (fresh = false): Promise<number | undefined> => (await store.of(['boot-40'], fresh)).get('boot-40')?.figures.places[0]?.sellable;

beforeAll(async () => {
  clone = await testDatabase();
  database = openDatabase({ url: clone.url });
  await smallCompany(database);
});
afterAll(async () => { await database.close(); await clone.close(); });
beforeEach(async () => {
  now = 1000;
  readings = [];
  const counting: Pick<Database, 'query'> = { query: (text, values) => { if (text.includes('kind, tags, active from catalogue.variant')) readings.push([...(values?.[0] as string[])]); return database.query(text, values); } };
  store = figureStore(counting, systemClock, () => now);
  await put(5);
});

it('are given again for three tenths of a second, then read anew while they are still given', async () => {
  expect(await has()).toBe(5);
  await put(4);
  now += 300;
  expect([await has(), readings.length]).toEqual([5, 1]);
  now += 1;
  expect(await has()).toBe(5);
  await until(async () => await has() === 4);
  expect(readings).toHaveLength(2);
});

it('are never given when they are older than nine tenths of a second, and read at once for who asks that', async () => {
  expect(await has()).toBe(5);
  await put(3);
  expect([await has(), await has(true)]).toEqual([5, 3]);
  now += 901;
  expect(await has()).toBe(3);
});

it('are read once for all who ask at the same moment; a SKU that is not in the catalogue is none', async () => {
  const answers = await Promise.all([['boot-40', 'none'], ['boot-40', 'runner-42'], ['runner-42']].map((skus) => store.of(skus)));
  expect(readings.map((skus) => skus.toSorted())).toEqual([['boot-40', 'none', 'runner-42']]);
  expect([answers[0]?.get('none'), answers[1]?.get('runner-42')?.figures.places, answers[1]?.get('boot-40')?.product]).toEqual([null, [], { sku: 'boot-40', kind: 'goods', tags: [], active: true }]);
});

it('that could not be read are an error for who waits, and are read again by who asks next', async () => {
  let broken = true;
  store = figureStore({ query: (text, values) => (broken ? Promise.reject(new Error('the database is away')) : database.query(text, values)) }, systemClock, () => now);
  await expect(store.of(['boot-40'])).rejects.toThrow('away');
  broken = false;
  expect(await has()).toBe(5);
});
