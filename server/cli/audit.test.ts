/** The command `spil audit`: what it says, and the code it ends with. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../kernel/database.ts';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';
import { sentencesOf } from './audit.ts';

let home: TestDatabase;
beforeAll(async () => { home = await testDatabase(); });
afterAll(() => home.close());

const spilAudit = (...parameters: string[]): Promise<{ code: number; out: string }> => new Promise((resolve) => {
  execFile(process.execPath, [fileURLToPath(new URL('./audit.ts', import.meta.url)), ...parameters], { env: { ...process.env, DATABASE_URL: home.url } }, (error, stdout, stderr) => {
    resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
  });
});

it('says that the books are whole, and ends with 0', async () => {
  const { code, out } = await spilAudit();
  expect(out).toContain('The books are whole.');
  expect(code).toBe(0);
});

it('names the row that should not be there, as a sentence and as JSON, and ends with 1', async () => {
  const database = openDatabase({ url: home.url, max: 1 });
  await database.query(`insert into books.stock_balance (sku, location, state, quantity) values ('shoe', 'dc', 'sellable', 3)`);
  const said = await spilAudit();
  expect(said.out).toContain('✗ The balance of shoe dc sellable is 3, its movements add up to 0.');
  expect(said.out).toContain('1 row does not add up.');
  expect(said.code).toBe(1);
  const json = await spilAudit('--json');
  expect(JSON.parse(json.out)).toMatchObject({ streams: 0, skus: 1, faults: [{ book: 'stock', key: 'shoe dc sellable', found: 3, expected: 0 }] });
  expect(json.code).toBe(1);
  await database.query('delete from books.stock_balance');
  await database.close();
});

it('lists the known states apart from the faults, and cuts a long list', () => {
  const fault = { book: 'units' as const, table: 'books.unit', key: 'k', what: null, found: null, expected: null, sentence: 'A unit is gone.' };
  const lines = sentencesOf({
    streams: 1, events: 2, rows: 3, skus: 4, more: true, faults: Array.from({ length: 250 }, () => fault),
    open: { brokenReservations: 5, pendingCaptures: 0, pendingRefunds: 6, failed: 0, owed: 0, openings: 0 },
  });
  expect(lines[0]).toBe('Looked at 1 streams with 2 events, 3 rows of the books and the lists, and 4 SKUs.');
  expect(lines.filter((line) => line.startsWith('Known:'))).toEqual(['Known: 5 reservations lost their goods to a fact and wait to be planned again.', 'Known: 6 payments have a refund under way.']);
  expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(200);
  expect(lines.at(-1)).toBe('250 or more rows do not add up.');
});
