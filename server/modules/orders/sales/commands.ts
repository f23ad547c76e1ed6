/** Taking what a till sold: a fact, whatever the books say of the goods; and finding a receipt again. */
import { execute, keptAnswer } from '../../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../../kernel/command.ts';
import type { Queryable } from '../../../kernel/database.ts';
import { newId } from '../../../kernel/ids.ts';
import { Refusal } from '../../../kernel/problem.ts';
import type { Stream } from '../../books/index.ts';
import type { OrderSnapshot } from '../../channels/index.ts';
import { priceTask } from '../../payments/index.ts';
import { skusOf } from '../../inventory/index.ts';
import { place } from '../commands.ts';
import type { OrderDeps } from '../commands.ts';
import { seesChannel } from '../permissions.ts';
import { orderProblems } from '../problems.ts';
import { agreedPrice, buyReserved, namedReservations } from '../reservations/buy.ts';
import type { NamedLine } from '../reservations/buy.ts';
import type { OrderPlaced } from '../types.ts';
import { SaleBody } from './contract.ts';
import type { BatchAnswer, SaleView } from './contract.ts';
import type { z } from 'zod';
import { askForReceipt } from './mail.ts';
import { refuseTooCheap, tooCheap } from './policy.ts';
import { presentSale } from './present.ts';
import { saleProblems } from './problems.ts';
import { refuseWrongSale, snapshotOf } from './rules.ts';
import type { KnownForSale, SalePlace } from './rules.ts';

/** What is known of the names on a receipt. */
async function knownFor(database: Queryable, sale: SaleBody): Promise<KnownForSale> {
  const codes = sale.lines.flatMap(({ code }) => code ?? []);
  const places = [sale.location, ...sale.deliveries.flatMap((delivery) => (delivery.kind === 'collect' ? [delivery.location] : []))];
  const [skus, [row]] = await Promise.all([
    skusOf(database, codes),
    database.query<{ channel: KnownForSale['channel']; places: SalePlace[] }>(
      `select (select json_build_object('code', code, 'kind', kind, 'active', active, 'list', price_list) from channels.channel where code = $1) as channel,
        (select coalesce(json_agg(json_build_object('code', code, 'kind', kind, 'active', active, 'capabilities', capabilities, 'country', address ->> 'country', 'zone', calendar ->> 'zone')), '[]') from locations.location where code = any($2)) as places`, [sale.channel, places]),
  ]);
  const names = await database.query<{ sku: string; name: string }>('select sku, name from catalogue.variant where sku = any($1)', [[...new Set([...skus.values()].map(({ sku }) => sku))]]);
  const nameOf = new Map(names.map(({ sku, name }) => [sku, name]));
  return { channel: row?.channel ?? null, places: new Map((row?.places ?? []).map((one) => [one.code, one])), products: new Map([...skus].map(([code, found]) => [code, { ...found, name: nameOf.get(found.sku) ?? found.sku }])) };
}

/**
 * Takes a receipt, once: what was taken along has left, what was promised is planned like any order. The same receipt again is answered with what
 * there is; another sale under its number is refused, for else one of the two would be lost.
 */
export async function recordSale(deps: OrderDeps, context: CommandContext, sale: SaleBody): Promise<Outcome<SaleView>> {
  if (!seesChannel(context.actor, sale.channel)) throw orderProblems.channel_not_yours({ detail: `"${context.actor.name}" is bound to ${context.actor.channels?.join(', ') ?? ''}; it brings no sales of "${sale.channel}".`, found: sale.channel, expected: context.actor.channels, field: 'channel' });
  const known = await knownFor(deps.database, sale);
  refuseWrongSale(sale, known, context.actor, context.now);
  const named = sale.lines.flatMap(({ code, quantity, delivery, reservation }, index): NamedLine[] => {
    const product = code === null ? undefined : known.products.get(code);
    return reservation === null ? [] : [{ index, sku: product?.sku ?? null, quantity: quantity * (product?.pieces ?? 1), delivery, reservation }];
  });
  const reserved = await namedReservations(deps.database, sale.location, named);
  const store = known.places.get(sale.location);
  const cheap = refuseTooCheap(await tooCheap(deps.database, context.actor, sale, (code) => known.products.get(code), { list: known.channel?.list ?? 'standard', country: store?.country ?? 'NL', zone: store?.zone ?? 'Europe/Amsterdam' }, (index) => agreedPrice(reserved, named, index)), sale, context.now);
  const { location, till, cashier, mail } = sale;
  const snapshot = snapshotOf(sale, known);
  return place(deps, context, sale.channel, snapshot, ({ stream, existing }) => {
    if (existing) refuseAnotherSale(stream, snapshot, sale);
    return presentSale(stream);
  }, { sale: { location, till, cashier }, check: async (change, stream) => {
    if (mail) askForReceipt(deps, change, stream, mail, context);
    if (cheap !== null) change.insert(...priceTask({ id: newId(), order: stream.id, detail: cheap }, context.now));
  }, ...(named.length > 0 ? { alongside: (change, world, order) => buyReserved(deps, change, { order: order.id, receipt: sale.receipt }, named, world, context) } : {}) });
}

/** Refuses when what is there is not the very sale that was sent: where, when, how much, and of what. */
function refuseAnotherSale(stream: Stream, sent: OrderSnapshot, { location, lines }: SaleBody): void {
  const there = stream.events[0]?.data as OrderPlaced;
  const sameLine = (index: number): boolean => {
    const [was, is] = [there.lines[index], sent.lines[index]];
    return was !== undefined && is !== undefined && was.total === is.total && was.quantity === is.quantity && (was.sku === null && was.properties['code'] !== undefined ? was.properties['code'] === lines[index]?.code : was.sku === is.sku || (was.gtin !== null && was.gtin === is.gtin));
  };
  const total = [...there.lines, ...there.charges].reduce((sum, part) => sum + part.total, 0);
  const same = total === sent.totals.total && there.lines.length === sent.lines.length && there.lines.every((_line, index) => sameLine(index)) && (there.sale?.location ?? location) === location && Date.parse(there.placedAt) === Date.parse(sent.placedAt);
  if (!same) throw saleProblems.receipt_taken({ detail: `Receipt ${sent.externalId} is another sale: of ${there.placedAt}${there.sale ? ` at ${there.sale.location}` : ''}, over ${total} in ${there.lines.length} lines. Give this one a number of its own and send it again.`, found: sent.externalId, field: 'receipt' });
}

type Results = z.infer<typeof BatchAnswer>;

/** Takes many receipts, each by itself: what one refuses does not hold up the others. The whole is answered once under its key. */
export async function recordSales(deps: OrderDeps, context: CommandContext, sales: readonly Record<string, unknown>[]): Promise<Outcome<Results>> {
  const earlier = context.key && await keptAnswer<Results>(deps.database, context.key);
  if (earlier) return earlier;
  const results: Results['results'] = [];
  for (const sale of sales) results.push(await oneOfMany(deps, { ...context, key: null }, sale));
  const count = (result: Results['results'][number]['result']): number => results.filter((one) => one.result === result).length;
  const answer = { results, taken: count('taken'), already: count('already'), refused: count('refused') };
  return execute(deps.database, context, async (change) => {
    if (context.key) change.kept = { ...context.key, status: 200, answer };
    return { status: 200, answer };
  });
}

async function oneOfMany(deps: OrderDeps, context: CommandContext, given: Record<string, unknown>): Promise<Results['results'][number]> {
  const receipt = typeof given['receipt'] === 'string' ? given['receipt'] : null;
  const read = SaleBody.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { receipt, result: 'refused', sale: null, problem: { code: 'request.invalid', detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it is no receipt'}`, field: issue?.path.join('.') ?? null } };
  }
  try {
    const { status, answer } = await recordSale(deps, context, read.data);
    return { receipt, result: status === 201 ? 'taken' : 'already', sale: answer, problem: null };
  } catch (error) {
    // A refusal is this receipt's; whatever else goes wrong is everybody's, and the batch is sent again: what was taken is answered as taken.
    if (error instanceof Refusal && error.status < 500 && error.code !== 'request.contested') return { receipt, result: 'refused', sale: null, problem: { code: error.code, detail: error.details.detail, field: error.details.field ?? null } };
    throw error;
  }
}
