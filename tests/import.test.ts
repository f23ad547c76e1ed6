/** Importing files: what is good is taken once, what is not is written beside the file with its line and reason, and a dry run changes nothing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { importFile } from '../server/imports/importing.ts';
import type { Report } from '../server/imports/importing.ts';
import { importerOf } from '../server/imports/importers.ts';
import type { Thing } from '../server/imports/importers.ts';
import { formatOf } from '../server/imports/reading.ts';
import { sentenceOf } from '../server/cli/import.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Running } from './support/spil.ts';

let spil: Running;
let folder: string;

async function bring(thing: Thing, name: string, content: string, options: { dryRun?: boolean; receipts?: boolean } = {}): Promise<Report> {
  const file = join(folder, name);
  await writeFile(file, content);
  const format = formatOf(name) ?? 'csv';
  const importer = importerOf(thing, { deps: { orders: spil.app.deps, clock: spil.clock, channels: () => new Map() }, format, channel: 'web', receipts: options.receipts ?? false, file: name });
  return importFile(importer, { file, format, dryRun: options.dryRun ?? false });
}
const refusals = (report: Report): Promise<string> => readFile(report.refusedFile ?? '', 'utf8');
const shelf = async (sku: string): Promise<number> => (await spil.database.query<{ quantity: number }>(`select quantity from books.stock_balance where sku = $1 and location = 'utrecht' and state = 'sellable'`, [sku]))[0]?.quantity ?? 0;

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  folder = await mkdtemp(join(tmpdir(), 'spil-import-'));
});
afterAll(async () => { await rm(folder, { recursive: true }); await spil.close(); });

describe('products', () => {
  const file = 'product;product_name;sku;name;gtin;weight_grams;size;price\nsneaker;Sneaker;sneaker-41;Sneaker 41;2000000000107;800;41;89,95\nsneaker;Sneaker;sneaker-42;Sneaker 42;2000000000114;800;42;89,95\nsneaker;Sneaker;sneaker-43;Sneaker 43;2000000000113;800;43;89,95\nsneaker;Sneaker;sneaker-44;Sneaker 44;;zwaar;44;89,95\n';

  it('are checked without a change in a dry run', async () => {
    const report = await bring('products', 'dry.csv', file, { dryRun: true });
    expect(report).toMatchObject({ rows: 4, taken: 2, refused: 2 });
    expect(await spil.database.query(`select 1 from catalogue.variant where sku like 'sneaker%'`)).toEqual([]);
    expect(sentenceOf(report, true)).toContain('nothing changed');
  });

  it('come with their barcode and price; a wrong check digit and a weight that is no number are refused by line', async () => {
    const report = await bring('products', 'products.csv', file);
    expect(report).toMatchObject({ rows: 4, taken: 2, there: 0, refused: 2 });
    const lines = (await refusals(report)).split('\n');
    expect(lines[0]).toBe('line,reason,row');
    expect(lines[1]).toMatch(/^4,"?gtin: 2000000000113 is no barcode/);
    expect(lines[2]).toMatch(/^5,weight_grams: not a whole number,/);
    expect(await spil.database.query(`select p.sku, p.amount, b.gtin from catalogue.price p join catalogue.barcode b using (sku) where p.sku like 'sneaker%' order by p.sku`)).toEqual([
      { sku: 'sneaker-41', amount: 8995, gtin: '02000000000107' }, { sku: 'sneaker-42', amount: 8995, gtin: '02000000000114' },
    ]);
  });

  it('that are there already are left alone', async () => {
    expect(await bring('products', 'products.csv', file)).toMatchObject({ taken: 0, there: 2, refused: 2 });
  });
});

describe('stock', () => {
  const file = 'location,sku,quantity\nutrecht,runner-42,10\nutrecht,boot-40,4\nzeist,runner-42,1\nzeist,nonsense,1\nleiden,boot-40,2,surplus\n';

  it('is counted per location, all of a location or nothing', async () => {
    const report = await bring('stock', 'counts.csv', file);
    expect(report).toMatchObject({ rows: 5, taken: 2, refused: 3 });
    expect([await shelf('runner-42'), await shelf('boot-40')]).toEqual([10, 4]);
    const text = await refusals(report);
    expect(text).toContain('nonsense is not in the catalogue');
    expect(text).toContain('not taken, because line 5 of the same group is refused');
    expect(text).toContain('has 4 cells, the heading 3');
  });

  it('of the same file is booked once, as receipts too', async () => {
    expect(await bring('stock', 'counts.csv', file)).toMatchObject({ taken: 0, there: 2, refused: 3 });
    const receipts = 'location,sku,quantity,reference\nutrecht,runner-42,5,PO-1\n';
    expect(await bring('stock', 'receipts.csv', receipts, { receipts: true })).toMatchObject({ taken: 1 });
    expect(await bring('stock', 'receipts.csv', receipts, { receipts: true })).toMatchObject({ taken: 0, there: 1 });
    expect(await shelf('runner-42')).toBe(15);
  });
});

describe('orders', () => {
  it('of NDJSON are placed once, and those that do not add up are refused with the figures', async () => {
    const { channel: _channel, ...good } = anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }], payment: { operator: 'channel', method: 'card', captured: true } });
    const lines = [JSON.stringify(good), '', '{"externalId":', JSON.stringify({ ...good, externalId: 'wrong', totals: { total: 1 } })].join('\n');
    const report = await bring('orders', 'orders.ndjson', lines);
    expect(report).toMatchObject({ rows: 3, taken: 1, refused: 2 });
    const refused = (await refusals(report)).trim().split('\n').map((line) => JSON.parse(line) as { line: number; reason: string });
    expect(refused.map(({ line }) => line)).toEqual([3, 4]);
    expect(refused[1]?.reason).toBe('lines and charges add up to 119.90 EUR, but the order says 0.01 EUR (difference -119.89 EUR)');
    expect(await bring('orders', 'orders.ndjson', lines)).toMatchObject({ taken: 0, there: 1, refused: 2 });
  });

  it('of CSV are one order of several rows, with what had happened before', async () => {
    const heading = 'order,placed_at,currency,name,email,street,house_number,postal_code,city,line,sku,product,quantity,unit_price,tax_percent,tax,line_total,shipped,shipping,total,payment,captured';
    const rows = [
      'A1,2026-02-01T10:00:00Z,EUR,Jo Doe,jo@example.com,Oudegracht,12,3511 AB,Utrecht,1,runner-42,"Runner, 42",2,59.95,21,20.81,119.90,2,4.95,184.80,pay-A1,184.80',
      'A1,2026-02-01T10:00:00Z,EUR,Jo Doe,jo@example.com,Oudegracht,12,3511 AB,Utrecht,2,boot-40,Boot 40,1,59.95,21,10.40,59.95,0,4.95,184.80,pay-A1,184.80',
      'A2,2026-02-01T10:00:00Z,EUR,Jo Doe,jo@example.com,Oudegracht,12,3511 AB,Utrecht,1,runner-42,Runner,1,59.95,21,10.40,59.95,0,0,59.95,pay-A2,59.95',
      'A2,2026-02-01T10:00:00Z,EUR,Jo Doe,jo@example.com,Oudegracht,12,3511 AB,Utrecht,2,runner-43,Runner,1,59.95,21,10.40,59.95,0,0,60.00,pay-A2,59.95',
    ];
    const report = await bring('orders', 'orders.csv', `\uFEFF${[heading, ...rows].join('\r\n')}\r\n`);
    expect(report).toMatchObject({ rows: 4, taken: 2, refused: 2 });
    expect(await refusals(report)).toContain('column total is');
    const units = await spil.database.query<{ line: number; stage: string; quantity: number }>(`select u.line, u.stage, u.quantity from books.unit u join orders.order o on o.id = u.order_id where o.external_id = 'A1' order by u.line`);
    expect(units).toEqual([{ line: 1, stage: 'shipped', quantity: 2 }, { line: 2, stage: 'allocated', quantity: 1 }]);
  });
});

describe('customers', () => {
  it('are known once by the channel’s own number or their e-mail address', async () => {
    const file = 'customer,email,name\n77,anna@example.com,Anna\n,bas@example.com,Bas\n,,Nobody\n78,not an address,Carla\n';
    const report = await bring('customers', 'customers.csv', file);
    expect(report).toMatchObject({ rows: 4, taken: 2, refused: 2 });
    expect(await bring('customers', 'customers.csv', file)).toMatchObject({ taken: 0, there: 2 });
  });
});

it('the books are whole after all of it', async () => {
  await expectWholeBooks(spil.database, allProjections());
});
