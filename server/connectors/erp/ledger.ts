/** What the simulated ERP knows: documents kept once, applied in their order, and the stock and orders that follow from them. */
import type { DatabaseSync } from 'node:sqlite';
import type { ErpDocument, ErpStockReport } from '../../modules/feed/ports.ts';

export type Kept =
  | { kind: 'kept'; first: boolean; ref: string; state: 'applied' | 'waiting' }
  | { kind: 'conflict'; code: 'different_document' | 'sequence_taken' | 'number_taken' | 'one_journal'; message: string };

export interface StockRow { sku: string; location: string; state: string; quantity: number }
type OrderDocument = Extract<ErpDocument, { kind: 'order' }>;
type Of<Kind extends ErpDocument['kind']> = ErpDocument & { kind: Kind };

/** One order as the ERP sees it: the last order document, and what deliveries, invoices and payments add. Amounts in minor units. */
export interface OrderPicture {
  number: string;
  order: Omit<OrderDocument, 'kind'> | null;
  deliveries: Of<'delivery'>[];
  invoices: Of<'invoice'>[];
  creditNotes: Of<'credit_note'>[];
  payments: Of<'payment'>[];
  /** Units per line that delivery documents account for. */
  delivered: Record<string, number>;
  invoiced: number;
  credited: number;
  paid: number;
  refunded: number;
  /** Documents that wait for one before them. */
  waiting: number;
}

export interface DocumentRow { id: string; subject: string; sequence: number; kind: string; state: 'applied' | 'waiting'; times: number; received_at: string; body: ErpDocument }

export interface Ledger {
  keep(document: ErpDocument): Kept;
  order(number: string): OrderPicture | null;
  orders(): string[];
  documents(): DocumentRow[];
  stock(): StockRow[];
  /** The last stock journal that is in the stock. */
  includes(): number;
  /** The ERP's own doing: a count sets what there is, a correction changes it. Tells the rows that changed. */
  count(rows: readonly StockRow[]): StockRow[];
  correct(move: { sku: string; location: string; state: string; change: number; cause: string }): void;
  report(): ErpStockReport;
}

const SCHEMA = `create table if not exists document (id text primary key, subject text not null, sequence integer not null, kind text not null, order_number text, number text, content text not null, body text not null,
  state text not null, received_at text not null, times integer not null default 1, unique (subject, sequence));
create index if not exists document_order on document (order_number);
create unique index if not exists document_number on document (kind, number) where kind in ('invoice', 'credit_note');
create table if not exists stock (sku text, location text, state text, quantity integer not null, primary key (sku, location, state));
create table if not exists move (id integer primary key, journal integer, sku text not null, location text not null, state text not null, change integer not null, cause text not null, at text not null);
create table if not exists report (number integer primary key, at text not null);`;

/** The same content whatever the order of its fields. */
const canonical = (value: unknown): string => JSON.stringify(value, (_key, item: unknown) => (item !== null && typeof item === 'object' && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item));
const orderOf = (document: ErpDocument): string | null => (document.kind === 'order' ? document.number : document.kind === 'stock_journal' ? null : document.order);
const numberOf = (document: ErpDocument): string | null => ('number' in document ? document.number : null);

/** Opens the ledger in a SQLite database of its own. */
export function openLedger(store: DatabaseSync, now: () => Date): Ledger {
  store.exec(SCHEMA);
  const rows = (sql: string, ...values: (string | number | null)[]) => store.prepare(sql).all(...values) as Record<string, unknown>[];
  const one = (sql: string, ...values: (string | number | null)[]) => store.prepare(sql).get(...values) as Record<string, unknown> | undefined;
  const documentsOf = (where: string, ...values: (string | number)[]): DocumentRow[] =>
    rows(`select id, subject, sequence, kind, state, times, received_at, body from document where ${where} order by subject, sequence`, ...values).map((row) => ({ ...row, body: JSON.parse(String(row.body)) as ErpDocument }) as DocumentRow);

  const applyMove = (journal: number | null, { sku, location, state, change, cause }: { sku: string; location: string; state: string; change: number; cause: string }): void => {
    store.prepare('insert into stock values (?, ?, ?, ?) on conflict do update set quantity = quantity + excluded.quantity').run(sku, location, state, change);
    store.prepare('insert into move (journal, sku, location, state, change, cause, at) values (?, ?, ?, ?, ?, ?, ?)').run(journal, sku, location, state, change, cause, now().toISOString());
  };

  /** Applies what is next in a subject, and what waited for it. */
  const advance = (subject: string): void => {
    for (;;) {
      const next = one(`select id, body from document where subject = ? and state = 'waiting' and sequence = 1 + (select coalesce(max(sequence), 0) from document where subject = ? and state = 'applied')`, subject, subject);
      if (!next) return;
      const document = JSON.parse(String(next.body)) as ErpDocument;
      if (document.kind === 'stock_journal') for (const move of document.moves) applyMove(document.sequence, move);
      store.prepare("update document set state = 'applied' where id = ?").run(document.id);
    }
  };

  const inOne = <Result>(work: () => Result): Result => {
    store.exec('begin immediate');
    try {
      const result = work();
      store.exec('commit');
      return result;
    } catch (error) {
      store.exec('rollback');
      throw error;
    }
  };

  const stock = (): StockRow[] => rows('select sku, location, state, quantity from stock order by sku, location, state') as unknown as StockRow[];
  const includes = (): number => Number(one("select coalesce(max(sequence), 0) as last from document where kind = 'stock_journal' and state = 'applied'")?.last ?? 0);
  const conflict = (code: (Kept & { kind: 'conflict' })['code'], message: string): Kept => ({ kind: 'conflict', code, message });

  const keep = (document: ErpDocument): Kept => {
    const content = canonical(document);
    const same = one('select content, state, rowid as ref from document where id = ?', document.id);
    if (same) {
      if (same.content !== content) return conflict('different_document', `document ${document.id} was sent before with other content`);
      store.prepare('update document set times = times + 1 where id = ?').run(document.id);
      return { kind: 'kept', first: false, ref: `ERP-${String(same.ref)}`, state: same.state as 'applied' | 'waiting' };
    }
    if (one('select 1 from document where subject = ? and sequence = ?', document.subject, document.sequence)) return conflict('sequence_taken', `${document.subject} has another document with sequence ${document.sequence}`);
    if ((document.kind === 'invoice' || document.kind === 'credit_note') && one('select 1 from document where kind = ? and number = ?', document.kind, document.number)) return conflict('number_taken', `number ${document.number} belongs to another document`);
    if (document.kind === 'stock_journal' && one("select 1 from document where kind = 'stock_journal' and subject <> ?", document.subject)) return conflict('one_journal', 'stock journals have one subject');
    const { lastInsertRowid } = store.prepare("insert into document (id, subject, sequence, kind, order_number, number, content, body, state, received_at) values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)")
      .run(document.id, document.subject, document.sequence, document.kind, orderOf(document), numberOf(document), content, JSON.stringify(document), now().toISOString());
    advance(document.subject);
    return { kind: 'kept', first: true, ref: `ERP-${lastInsertRowid}`, state: one('select state from document where id = ?', document.id)?.state as 'applied' | 'waiting' };
  };

  return {
    keep: (document) => inOne(() => keep(document)),
    documents: () => documentsOf('true'),
    orders: () => rows('select distinct order_number as number from document where order_number is not null order by 1').map(({ number }) => String(number)),
    order: (number) => {
      const all = documentsOf('order_number = ?', number);
      if (all.length === 0) return null;
      return pictureOf(number, all);
    },
    stock, includes,
    count: (counted) => inOne(() => counted.filter(({ sku, location, state, quantity }) => {
      const change = quantity - Number(one('select quantity from stock where sku = ? and location = ? and state = ?', sku, location, state)?.quantity ?? 0);
      if (change !== 0) applyMove(null, { sku, location, state, change, cause: 'counted in the ERP' });
      return change !== 0;
    })),
    correct: (move) => inOne(() => applyMove(null, move)),
    report: () => inOne(() => {
      const at = now().toISOString();
      const { lastInsertRowid } = store.prepare('insert into report (at) values (?)').run(at);
      return { id: `report-${lastInsertRowid}`, at, includes: includes(), rows: stock() };
    }),
  };
}

function pictureOf(number: string, all: readonly DocumentRow[]): OrderPicture {
  const applied = all.filter(({ state }) => state === 'applied').map(({ body }) => body);
  const of = <Kind extends ErpDocument['kind']>(kind: Kind): Of<Kind>[] => applied.filter((document): document is Of<Kind> => document.kind === kind);
  const last = of('order').reduce<OrderDocument | null>((newest, each) => (newest === null || each.sequence > newest.sequence ? each : newest), null);
  // Payment documents carry totals, so the last of each payment counts.
  const payments = [...new Map(of('payment').toSorted((a, b) => a.sequence - b.sequence).map((each) => [each.payment, each])).values()];
  const delivered: Record<string, number> = {};
  for (const { lines } of of('delivery')) for (const { ref, quantity } of lines) delivered[ref] = (delivered[ref] ?? 0) + quantity;
  const invoices = of('invoice');
  const creditNotes = of('credit_note');
  const sum = <Item>(items: readonly Item[], amount: (item: Item) => number): number => items.reduce((total, item) => total + amount(item), 0);
  const { kind: _kind, ...order } = last ?? { kind: null };
  return {
    number, order: last === null ? null : (order as Omit<OrderDocument, 'kind'>), deliveries: of('delivery'), invoices, creditNotes, payments, delivered,
    invoiced: sum(invoices, ({ total }) => total), credited: sum(creditNotes, ({ total }) => total), paid: sum(payments, ({ captured }) => captured), refunded: sum(payments, ({ refunded }) => refunded),
    waiting: all.filter(({ state }) => state === 'waiting').length,
  };
}
