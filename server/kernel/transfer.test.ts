/** The transfer between two databases: everything arrives, computed columns, triggers and sequences included, or nothing does. */
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';
import { transfer } from './transfer.ts';

let source: TestDatabase;
let target: TestDatabase;
const run = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};
const form = `
  create schema shop;
  create table shop.product (id int generated always as identity primary key, name text not null, "Odd name" jsonb, loud text generated always as (upper(name)) stored);
  create table shop.line (product_id int not null references shop.product, number int not null, primary key (product_id, number)) partition by range (number);
  create table shop.line_low partition of shop.line for values from (0) to (100);
  create table shop.touched (name text);
  create function shop.touch() returns trigger language plpgsql as $$ begin insert into shop.touched values (new.name); return new; end $$;
  create trigger touch after insert on shop.product for each row execute function shop.touch();`;

beforeEach(async () => {
  [source, target] = await Promise.all([testDatabase({ empty: true }), testDatabase({ empty: true })]);
  await Promise.all([run(source.url, form), run(target.url, form)]);
  await run(source.url, `
    insert into shop.product (name, "Odd name") values (E'tab\\there, \\\\ and "quotes"', '{"a": [1, null]}'), ('schoen é 鞋', null);
    create table shop.line_high partition of shop.line for values from (100) to (200);
    insert into shop.line values (1, 5), (2, 150)`);
  await run(target.url, `insert into shop.product (name) values ('left over')`);
});
afterEach(async () => {
  await Promise.all([source.close(), target.close()]);
});

describe('the transfer', () => {
  it('brings every row, makes missing partitions, and lets sequences go on', async () => {
    expect(await transfer(source.url, target.url)).toEqual({ tables: 4, rows: 6 });
    for (const table of ['product', 'line', 'line_high', 'touched']) {
      const rows = `select * from shop.${table} t order by t::text`;
      expect(await run(target.url, rows)).toEqual(await run(source.url, rows));
    }
    expect(await run(target.url, `insert into shop.product (name) values ('next') returning id, loud`)).toEqual([{ id: 3, loud: 'NEXT' }]);
  });

  it('reads what it is told to in place of a column', async () => {
    await transfer(source.url, target.url, { inPlaceOf: { 'shop.product': { name: `'product ' || row_number() over (order by id desc)` } } });
    expect(await run(target.url, 'select id, name, loud from shop.product order by id')).toEqual([{ id: 1, name: 'product 2', loud: 'PRODUCT 2' }, { id: 2, name: 'product 1', loud: 'PRODUCT 1' }]);
  });

  it('refuses databases of different form, and leaves the target as it was', async () => {
    await run(source.url, 'alter table shop.touched add at timestamptz; create table shop.extra (id int)');
    await expect(transfer(source.url, target.url)).rejects.toThrow(/not of the same form: shop\.extra, shop\.touched differ\. Nothing was copied/);
    expect(await run(target.url, 'select name from shop.product')).toEqual([{ name: 'left over' }]);
    expect(await run(target.url, `select to_regclass('shop.line_high') as made`)).toEqual([{ made: null }]);
  });
});
