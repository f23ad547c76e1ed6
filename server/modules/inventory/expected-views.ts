/** Expected receipts as people see them: the list by what comes first, and one with its products, what was found and who waits. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { decodeCursor, encodeCursor, page } from '../../kernel/wire.ts';
import { fold } from '../books/index.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import { dayIn } from '../locations/index.ts';
import { expectedFor } from './expected-commands.ts';
import { expectedSlice } from './expected.ts';

const count = z.int().min(0);
export const ExpectedQuery = z.object({
  ...page, location: z.string().max(63).optional(), state: z.enum(['open', 'closed', 'cancelled', 'all']).default('open'), sku: z.string().max(100).optional().describe('With this product'),
  reference: z.string().max(100).optional().describe('Beginning of the reference'),
});
const can = z.array(z.enum(['change', 'receive', 'cancel'])).describe('What this account may do with it');
const totals = { quantity: count.describe('Pieces announced'), received: count, outstanding: count.describe('Still to come'), waiting: count.describe('Of these, sold already to orders that wait') };
export const ExpectedRow = z.object({
  reference: z.string(), supplier: z.string().nullable(), location: z.string(), state: z.enum(['open', 'closed', 'cancelled']), expectedOn: z.string().nullable().describe('Day of the first that is still to come'), overdue: z.boolean().describe('That day is gone: nothing more of it is sold, until another day is said'),
  products: count, ...totals, announcedAt: z.string(), can,
});
export const ExpectedView = ExpectedRow.omit({ overdue: true }).extend({
  lines: z.array(z.object({
    sku: z.string(), name: z.string().nullable(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes,
    expectedOn: z.string(), ...totals, damaged: count, kept: count.describe('Came in, and lies ready for orders that are about to take it'),
  })),
});
export type ExpectedView = z.infer<typeof ExpectedView>;

/** What this account may do besides with each: announce another. */
export const ListCan = z.array(z.enum(['announce']));
export const listActions = (actor: Pick<Actor, 'roles'>): z.infer<typeof ListCan> => (['administrator', 'operations', 'erp'].some((role) => actor.roles.includes(role)) ? ['announce'] : []);

export function expectedActions(actor: Pick<Actor, 'roles'>, state: string): z.infer<typeof can> {
  const has = (...roles: string[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));
  return [...(state === 'open' && has('operations', 'erp') ? ['change' as const, 'cancel' as const] : []), ...(has('store', 'operations', 'erp') ? ['receive' as const] : [])];
}

interface Row { id: string; reference: string; supplier: string | null; location: string; state: 'open' | 'closed' | 'cancelled'; first_on: string | null; zone: string; announced_at: string; products: number; quantity: number; received: number; outstanding: number; waiting: number }

/** Open ones by the day they are expected; others by when they were announced, the latest first. */
export async function listExpected(database: Database, actor: Actor, now: Instant, { after, limit, location, state, sku, reference }: z.output<typeof ExpectedQuery>): Promise<{ receipts: z.infer<typeof ExpectedRow>[]; next: string | null; can: z.infer<typeof ListCan> }> {
  const soonest = state === 'open';
  const cursor = decodeCursor(after, 2);
  const key = soonest ? `(coalesce(e.first_on, '9999-12-31'::date), e.reference)` : '(e.announced_at, e.reference)';
  const rows = await database.query<Row>(
    `select e.id, e.reference, e.supplier, e.location, e.state, e.first_on::text as first_on, p.calendar ->> 'zone' as zone, e.announced_at, l.*, coalesce(u.waiting, 0)::int as waiting
     from inventory.expected e join locations.location p on p.code = e.location
     cross join lateral (select count(*)::int as products, coalesce(sum(quantity), 0)::int as quantity, coalesce(sum(received), 0)::int as received, coalesce(sum(outstanding), 0)::int as outstanding from inventory.expected_line where stock_id = e.id) l
     left join lateral (select sum(quantity) as waiting from books.unit where holder_id = e.id and stage = 'waiting') u on true
     where ($1 = 'all' or e.state = $1) and ($2::text[] is null or e.location = any($2)) and ($3::text is null or e.location = $3) and ($4::text is null or exists (select 1 from inventory.expected_line where stock_id = e.id and sku = $4))
       and ($5::text is null or starts_with(lower(e.reference), lower($5))) and ($6::text is null or ${key} ${soonest ? '>' : '<'} ($6::${soonest ? 'date' : 'timestamptz'}, $7::text))
     order by ${soonest ? `coalesce(e.first_on, '9999-12-31'::date), e.reference` : 'e.announced_at desc, e.reference desc'} limit $8`,
    [state, actor.locations === 'all' ? null : actor.locations, location ?? null, sku ?? null, reference ?? null, cursor === null ? null : String(cursor[0]), cursor === null ? null : String(cursor[1]), limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    receipts: shown.map(({ first_on: expectedOn, announced_at: announcedAt, id: _id, zone, ...row }) => ({ ...row, expectedOn, overdue: expectedOn !== null && expectedOn < dayIn(zone, now), announcedAt, can: expectedActions(actor, row.state) })),
    next: rows.length > limit && last ? encodeCursor([soonest ? last.first_on ?? '9999-12-31' : last.announced_at, last.reference]) : null,
    can: listActions(actor),
  };
}

/** One expected receipt, for an account that works where it is expected. */
export async function presentExpected(database: Database, actor: Actor, reference: string): Promise<ExpectedView> {
  const stream = await expectedFor(database, actor, reference);
  const { lines, ...expected } = fold(stream, expectedSlice);
  const [waiting, kept, products] = await Promise.all([
    database.query<{ sku: string; n: number }>(`select sku, sum(quantity)::int as n from books.unit where holder_id = $1 and stage = 'waiting' group by sku`, [stream.id]),
    database.query<{ sku: string; n: number }>('select sku, (promised + others)::int as n from books.kept_back where cause = $1', [stream.id]),
    shownProducts(database, [...lines.keys()]),
  ]);
  const of = (rows: readonly { sku: string; n: number }[], sku: string): number => rows.find((row) => row.sku === sku)?.n ?? 0;
  const shown = [...lines].map(([sku, line]) => ({ sku, name: products.get(sku)?.name ?? null, ...shownOf(products, sku), ...line, waiting: of(waiting, sku), kept: of(kept, sku) }));
  const sum = (key: 'quantity' | 'received' | 'outstanding' | 'waiting'): number => shown.reduce((total, line) => total + line[key], 0);
  return {
    reference: expected.reference, supplier: expected.supplier, location: expected.location, state: expected.state,
    expectedOn: shown.filter(({ outstanding }) => outstanding > 0).map(({ expectedOn }) => expectedOn).sort()[0] ?? null,
    products: shown.length, quantity: sum('quantity'), received: sum('received'), outstanding: sum('outstanding'), waiting: sum('waiting'),
    announcedAt: stream.events[0]?.recordedAt ?? '', can: expectedActions(actor, expected.state), lines: shown,
  };
}
