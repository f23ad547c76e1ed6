/** What the ERP knows beside what Spil knows: orders, stock and documents, and whether they are the same. */
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { GONE, loadStreams, moneyOf, unitsIn, unitsOf } from '../../modules/books/index.ts';
import type { Stage, Stream } from '../../modules/books/index.ts';
import type { ErpView } from './contract.ts';
import type { Simulators } from './simulators.ts';
import type { z } from 'zod';

type View = z.infer<typeof ErpView>;
interface Picture { order: { due: number; lines: { shipped: number; cancelled: number }[] } | null; paid: number; refunded: number; waiting: number }
interface Known { id: string; kind: string; state: string; received_at: string; body: { kind: string; number?: string; order?: string } }
interface Balance { sku: string; location: string; state: string; quantity: number }

const ORDERS = 25;
const DIFFERENCES = 50;
const LATEST = 30;

/** One order on both sides: what is owed, paid and refunded, and how many units left or were cancelled. */
function comparedOrder(number: string, stream: Stream, picture: Picture | null): View['orders'][number] {
  const units = unitsOf(stream);
  const book = moneyOf(stream);
  const n = (stages: readonly Stage[]): number => unitsIn(units, { stage: stages }).reduce((sum, held) => sum + held.n, 0);
  const payments = [...book.payments.values()];
  const lines = picture?.order?.lines ?? [];
  const pairs = {
    total: { spil: book.due, erp: picture?.order?.due ?? 0 },
    paid: { spil: payments.reduce((sum, payment) => sum + payment.captured, 0), erp: picture?.paid ?? 0 },
    refunded: { spil: payments.reduce((sum, payment) => sum + payment.refunded + payment.charged_back, 0), erp: picture?.refunded ?? 0 },
    shipped: { spil: n(GONE.filter((stage) => stage !== 'returned')), erp: lines.reduce((sum, line) => sum + line.shipped, 0) },
    cancelled: { spil: n(['cancelled']), erp: lines.reduce((sum, line) => sum + line.cancelled, 0) },
  };
  const known = picture?.order !== undefined && picture.order !== null;
  // What comes to nothing, such as a reservation, is not equal to an order that was never told.
  return { number, id: wire('order', stream.id), known, waiting: picture?.waiting ?? 0, ...pairs, equal: known && Object.values(pairs).every(({ spil, erp }) => spil === erp) };
}

async function orders(database: Database, simulators: Simulators): Promise<View['orders']> {
  const rows = await database.query<{ id: Uuid; number: string }>('select id, number from orders.order order by id desc limit $1', [ORDERS]);
  const [streams, known] = await Promise.all([loadStreams(database, rows.map(({ id }) => id)), simulators.ask<{ orders: string[] }>('erp', '/_control/orders')]);
  const there = new Set(known.orders);
  const pictures = await Promise.all(rows.map(({ number }) => (there.has(number) ? simulators.ask<Picture>('erp', `/_control/orders/${encodeURIComponent(number)}`) : null)));
  return rows.flatMap(({ id, number }, index) => {
    const stream = streams.get(id);
    return stream ? [comparedOrder(number, stream, pictures[index] ?? null)] : [];
  });
}

async function stock(database: Database, simulators: Simulators): Promise<View['stock']> {
  const [ours, { rows }] = await Promise.all([
    database.query<Balance>('select sku, location, state, quantity::int as quantity from books.stock_balance where quantity <> 0'),
    simulators.ask<{ rows: Balance[] }>('erp', '/_control/stock'),
  ]);
  const key = ({ sku, location, state }: Balance): string => `${location} ${sku} ${state}`;
  const theirs = new Map(rows.map((row) => [key(row), row]));
  const seen = new Set<string>();
  const different: View['stock']['different'] = [];
  for (const row of ours) {
    seen.add(key(row));
    const erp = theirs.get(key(row))?.quantity ?? 0;
    if (erp !== row.quantity) different.push({ sku: row.sku, location: row.location, state: row.state, spil: row.quantity, erp });
  }
  for (const row of rows) if (!seen.has(key(row)) && row.quantity !== 0) different.push({ sku: row.sku, location: row.location, state: row.state, spil: 0, erp: row.quantity });
  return { places: new Set(ours.map(({ location }) => location)).size, rows: ours.length, different: different.slice(0, DIFFERENCES), more: Math.max(0, different.length - DIFFERENCES) };
}

/** The whole comparison. The ERP lags by the moment that a document takes, so a difference of something that just happened goes away by itself. */
export async function erpBeside(database: Database, simulators: Simulators): Promise<View> {
  const [compared, balances, { documents }, [pending]] = await Promise.all([
    orders(database, simulators), stock(database, simulators), simulators.ask<{ documents: Known[] }>('erp', '/_control/documents'), database.query<{ n: number }>(`select count(*)::int as n from feed.erp_document where state = 'pending'`),
  ]);
  const counts = new Map<string, number>();
  for (const { kind } of documents) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    orders: compared, stock: balances, documents: [...counts].map(([kind, count]) => ({ kind, count })), unsent: pending?.n ?? 0,
    latest: documents.toSorted((a, b) => b.received_at.localeCompare(a.received_at)).slice(0, LATEST).map(({ id, kind, state, received_at, body }) => ({ id, kind, state, receivedAt: received_at, order: kind === 'order' ? body.number ?? null : body.order ?? null })),
  };
}
