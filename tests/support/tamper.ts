/** Planting faults: one random change to one row of the journal, the books or a projection, as a mistake or a thief would make it. */
import type { Queryable, Row } from '../../server/kernel/database.ts';
import { newId } from '../../server/kernel/ids.ts';
import type { Chance } from './random.ts';

/** Tables that may be changed, with their keys. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'books.event': ['stream_id', 'seq'],
  'books.unit': ['order_id', 'line', 'delivery', 'holder_id', 'stage', 'location'],
  'books.stock_balance': ['sku', 'location', 'state'],
  'books.stock_movement': ['stream_id', 'seq', 'entry'],
  'books.due': ['order_id'],
  'books.payment': ['id'],
  'orders.order': ['id'],
  'orders.delivery': ['order_id', 'delivery'],
  'orders.hold': ['id'],
  'orders.waiting': ['order_id', 'line', 'delivery'],
  'orders.external_ref': ['channel', 'external_id'],
  'fulfilment.fulfilment': ['id'],
  'shipping.parcel': ['id'],
  'shipping.load': ['id'],
  'payments.intent': ['id'],
  'returns.return': ['id'],
  'locations.day_load': ['location', 'day'],
};

/** Bookkeeping of the feed: proven by other tests. */
const NOT_TRUTH = new Set(['books.event.xid', 'books.event.position']);

interface Column { table: string; name: string; type: string }

/** Prepares a function that makes one change in a transaction and says which, e.g. "books.unit deleted: …"; null when there was nothing to change. */
export async function tampering(database: Queryable, chance: Chance): Promise<(tx: Queryable) => Promise<string | null>> {
  const columns = await database.query<Column>(
    `select table_schema || '.' || table_name as table, column_name as name, data_type as type from information_schema.columns where table_schema || '.' || table_name = any($1) order by 1, ordinal_position`, [Object.keys(KEYS)]);
  const writable = columns.filter((column) => !NOT_TRUTH.has(`${column.table}.${column.name}`));

  const someRow = async (tx: Queryable, table: string, where = 'true'): Promise<Row | null> => {
    const rows = await tx.query<Row>(`select * from ${table} where ${where} order by ${KEYS[table]?.join(', ')}`);
    return rows.length === 0 ? null : chance.of(rows);
  };
  const byKey = (table: string): string => (KEYS[table] ?? []).map((column, index) => `${column} = $${index + 1}`).join(' and ');
  const keyOf = (table: string, row: Row): unknown[] => (KEYS[table] ?? []).map((column) => row[column]);

  const changed = async (tx: Queryable): Promise<string | null> => {
    const column = chance.of(writable);
    const row = await someRow(tx, column.table);
    if (!row) return null;
    const next = other(chance, column, row[column.name]);
    await tx.query(`update ${column.table} set ${column.name} = $${keyOf(column.table, row).length + 1} where ${byKey(column.table)}`, [...keyOf(column.table, row), next]);
    return `${column.table}.${column.name} changed: ${String(keyOf(column.table, row))} from ${String(row[column.name])} to ${String(next)}`;
  };
  const deleted = async (tx: Queryable): Promise<string | null> => {
    const table = chance.of(Object.keys(KEYS));
    const row = await someRow(tx, table, table === 'books.stock_balance' ? 'quantity > 0' : 'true');
    if (!row) return null;
    await tx.query(`delete from ${table} where ${byKey(table)}`, keyOf(table, row));
    return `${table} deleted: ${String(keyOf(table, row))}`;
  };
  /** A row like another one, under a key of its own: of the same stream, or of one that never was. */
  const added = async (tx: Queryable): Promise<string | null> => {
    const table = chance.of(Object.keys(KEYS).filter((name) => name !== 'books.event'));
    const row = await someRow(tx, table, table === 'books.stock_balance' ? 'quantity > 0' : table === 'locations.day_load' ? 'orders > 0' : 'true');
    if (!row) return null;
    const copy: Row = { ...row };
    for (const name of ['id', 'number', 'ref', 'code', 'external_id', 'barcode', 'sku', 'entry', 'line', 'delivery', 'location', 'order_id']) {
      if (!(name in copy)) continue;
      const fresh = { id: newId(), number: newId(), ref: newId(), code: newId(), external_id: newId(), barcode: newId(), entry: 1000, line: chance.below(2) === 0 ? copy.line : 1000, delivery: chance.below(2) === 0 ? copy.delivery : 1000 }[name];
      if (fresh !== undefined) copy[name] = fresh;
    }
    if (table === 'books.stock_balance') copy.location = 'nowhere';
    if (table === 'locations.day_load') copy.day = '1999-01-01';
    if ('order_id' in copy && chance.below(2) === 0) copy.order_id = newId();
    const names = Object.keys(copy);
    await tx.query(`insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from json_populate_record(null::${table}, $1)`, [JSON.stringify(copy)]);
    return `${table} added: like ${String(keyOf(table, row))}`;
  };
  const swapped = async (tx: Queryable): Promise<string | null> => {
    const row = await someRow(tx, 'books.event', 'seq > 1');
    if (!row) return null;
    await tx.query('update books.event set seq = case when seq = $2 then -1 else -2 end where stream_id = $1 and seq in ($2, $2 - 1)', [row.stream_id, row.seq]);
    await tx.query('update books.event set seq = case when seq = -1 then $2::int - 1 else $2::int end where stream_id = $1 and seq < 0', [row.stream_id, row.seq]);
    return `books.event swapped: ${String(row.stream_id)} ${String(row.seq)}`;
  };
  const shortened = async (tx: Queryable): Promise<string | null> => {
    const row = await someRow(tx, 'books.event');
    if (!row) return null;
    await tx.query('delete from books.event where stream_id = $1 and seq >= $2', [row.stream_id, row.seq]);
    return `books.event shortened: ${String(row.stream_id)} from ${String(row.seq)}`;
  };
  /** One word of the text, such that it can still be read. */
  const reworded = async (tx: Queryable): Promise<string | null> => {
    const row = await someRow(tx, 'books.event');
    if (!row) return null;
    const [from, to] = chance.of([['"n":1', '"n":2'], ['"amount":', '"amount":1'], ['"quantity":1', '"quantity":3'], ['"kind":"system"', '"kind":"person"'], ['2026', '2025']] as const);
    const body = String(row.body).replace(from, to);
    if (body === row.body) return null;
    await tx.query('update books.event set body = $3 where stream_id = $1 and seq = $2', [row.stream_id, row.seq, body]);
    return `books.event reworded: ${String(row.stream_id)} ${String(row.seq)} ${from}`;
  };
  const exchanged = async (tx: Queryable): Promise<string | null> => {
    const [one, two] = [await someRow(tx, 'books.unit'), await someRow(tx, 'books.unit')];
    if (!one || !two || one.quantity === two.quantity) return null;
    for (const [of, quantity] of [[one, two.quantity], [two, one.quantity]] as const) await tx.query(`update books.unit set quantity = $7 where ${byKey('books.unit')}`, [...keyOf('books.unit', of), quantity]);
    return `books.unit exchanged: ${String(keyOf('books.unit', one))}`;
  };

  const ways = [changed, changed, changed, changed, deleted, deleted, added, added, swapped, shortened, reworded, exchanged];
  return (tx) => chance.of(ways)(tx);
}

/** Another value of the same type than the one there is. */
function other(chance: Chance, { type }: Column, value: unknown): unknown {
  switch (type) {
    case 'integer': case 'bigint': case 'smallint': return Number(value ?? 0) + chance.of([1, 2, -1, 100]);
    case 'boolean': return value !== true;
    case 'uuid': return newId();
    case 'timestamp with time zone': return new Date(new Date(String(value ?? '2026-01-01')).getTime() + 1000 * (1 + chance.below(100_000))).toISOString();
    case 'date': return '2031-01-01';
    case 'ARRAY': return ['tampered'];
    case 'bytea': return Buffer.from(`${chance.below(1_000_000)}`.padStart(32, 'x'));
    case 'character': return value === 'USD' ? 'EUR' : 'USD';
    default: return `${String(value ?? '')}x`;
  }
}
