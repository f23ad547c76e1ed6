/** Taking a ship notice: booked as far as it goes, never refused for what has happened. */
import type { Change } from '../../kernel/change.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { fold, keepBack, unitsOf } from '../books/index.ts';
import type { Kept, NewEvent, Stream } from '../books/index.ts';
import { DIALOGUE_NEXT, dialogueSlice, withThem } from '../dialogue/index.ts';
import type { DialogueEvents } from '../dialogue/index.ts';
import { recordLoaded } from '../fulfilment/index.ts';
import type { FloorRouteDeps } from '../fulfilment/index.ts';
import { readContacts } from '../customers/index.ts';
import { onShelves } from '../inventory/index.ts';
import { orderSlice, settleMoney } from '../orders/index.ts';
import type { z } from 'zod';
import { about, giveBack, momentOf } from './answers.ts';
import type { PartnerDeps } from './answers.ts';
import type { Shipped, ShipRequest } from './contract.ts';
import { codesOf, inLoads } from './loads.ts';
import { raiseTask } from './messages.ts';
import { openOf, saidOf } from './present.ts';
import type { PartnerWork } from './present.ts';
import { shipNotice } from './ship-rules.ts';
import type { NoticedParcel } from './ship-rules.ts';

const WHY = { unknown_product: 'which is no product of ours', not_ordered: 'which is not on this order', more_than_ordered: 'more than was ordered', cancelled: 'which were cancelled' } as const;

/** The tracking page: theirs, or that of a carrier we know. */
async function tracked(deps: FloorRouteDeps, { stream, work }: PartnerWork, parcels: ShipRequest['parcels']): Promise<NoticedParcel[]> {
  const contactId = fold(stream, orderSlice).deliveries.get(work.delivery)?.contact ?? null;
  const address = contactId === null ? null : (await readContacts(deps.database, [contactId])).get(contactId)?.address ?? null;
  return parcels.map((request) => ({ parcel: newId(), request, trackingUrl: request.trackingUrl ?? deps.carriers.get(request.carrier)?.trackingUrl(request.trackingNumber, address?.country ?? 'NL', address?.postalCode ?? '') ?? '' }));
}

/** Takes a ship notice once. Parcels whose tracking number is on the order already are not booked again, though the notice has another reference. */
export const shipWork = (deps: FloorRouteDeps, context: CommandContext, fulfilment: Uuid, body: ShipRequest): Promise<Outcome<z.infer<typeof Shipped>>> =>
  about(deps, context, fulfilment, 'ship', body, async (change, found) => {
    const { stream, work } = found;
    const shippedAt = momentOf(found, body.shippedAt, 'shippedAt', context.now);
    const there = work.kind === 'transfer' ? await codesOf(deps.database, work) : new Set(stream.events.filter(({ type }) => type === 'LabelIssued').map(({ data }) => (data as { barcode: string }).barcode));
    const fresh = body.parcels.filter(({ trackingNumber }, index, all) => !there.has(trackingNumber) && all.findIndex((one) => one.trackingNumber === trackingNumber) === index);
    const skus = [...new Set(fresh.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
    const [known, balances, kept, { parcels, loads }] = await Promise.all([
      deps.database.query<{ sku: string }>('select sku from catalogue.variant where sku = any($1)', [skus]),
      onShelves(deps.database, work.location, skus),
      deps.database.query<Kept>('select cause, sku, location, promised, others from books.kept_back where location = $1 and sku = any($2)', [work.location, skus]),
      work.kind === 'transfer' ? inLoads(deps, change, work, fresh, context) : tracked(deps, found, fresh).then((noticed) => ({ parcels: noticed, loads: [] })),
    ]);
    const delivery = fold(stream, orderSlice).deliveries.get(work.delivery);
    const product = delivery ? deps.carrierFor({ delivery, location: work.location, weightGrams: 0 }).product : '';
    return bookNotice(deps, change, found, body, { shippedAt, parcels, known: new Set(known.map(({ sku }) => sku)), balances, kept, product, loads }, context);
  });

/** How many left that waited for goods which have come here meanwhile: those are kept for them no longer. */
const takenOf = (stream: Stream, events: readonly NewEvent[], { cause, sku, location }: Kept): number => events.flatMap(({ moves }) => moves?.units ?? [])
  .reduce((sum, { line, n, from, to }) => (from?.stage === 'waiting' && from.holder === cause && to.location === location && unitsOf(stream).lines.get(line)?.sku === sku ? sum + n : sum), 0);

/** What a ship notice makes of the order it is about; `around`: its parcels or loads that are new, and what is known of the goods in them. */
export async function bookNotice(deps: PartnerDeps, change: Change, found: PartnerWork, body: Pick<ShipRequest, 'reference' | 'rest'>, around: Pick<Parameters<typeof shipNotice>[0], 'shippedAt' | 'parcels' | 'known' | 'balances' | 'product'> & { loads: readonly Stream[]; /** What is kept there for who waits for it. */ kept: readonly Kept[] }, context: CommandContext): Promise<z.infer<typeof Shipped>> {
  const { stream, work } = found;
  const { fulfilment } = work;
  const noticed = shipNotice({ stream, work, reference: body.reference, ...around });
  if (DIALOGUE_NEXT[found.dialogue.state].ship === 'accepted' && noticed.parcels.length > 0) deps.books.record(change, stream, [{ type: 'WorkAccepted', data: { fulfilment, location: work.location, reference: body.reference, expectedAt: null } satisfies DialogueEvents['WorkAccepted'] }], context);
  recordLoaded(deps.books, change, stream, around.loads, noticed.events, context);
  for (const one of around.kept) keepBack(change, { ...one, promised: -Math.min(one.promised, takenOf(stream, noticed.events, one)), others: 0 }, context.now);
  for (const { sku, quantity, why } of noticed.beyond) {
    raiseTask(change, { kind: why === 'unknown_product' ? 'unknown_product' : why === 'cancelled' ? 'shipped_cancelled' : 'shipped_beyond', location: work.location, order: stream.id, sku, detail: `Sent with ${fold(stream, orderSlice).number}-${work.number}: ${quantity} × ${sku}, ${WHY[why]}. ${work.kind === 'transfer' ? `Ask the warehouse; ${work.destination} books what it finds.` : 'Ask the warehouse, and the customer to keep or return it.'}` }, context.now);
  }
  const now = { ...found, dialogue: fold(stream, dialogueSlice).get(fulfilment) ?? found.dialogue };
  if (body.rest === 'not_coming' && openOf(stream, work) > 0) {
    const rest = withThem(unitsOf(stream), work).reduce((lines, { line, n }) => lines.set(line, (lines.get(line) ?? 0) + n), new Map<number, number>());
    await giveBack(deps, change, now, [...rest].map(([line, quantity]) => ({ line, quantity })), 'not_shipped', null, context);
  }
  // What we had asked to stop has left with this notice: that is the answer.
  if (now.dialogue.open.length > 0 && openOf(stream, work) === 0) {
    const [first] = now.dialogue.open.filter(({ withdrawn }) => !withdrawn);
    const stopped = stream.events.slice(stream.loaded).some(({ type }) => type === 'ItemsCancelled');
    if (first && !stopped) raiseTask(change, { kind: 'cancellation_refused', location: work.location, order: stream.id, sku: null, detail: `Work order ${fold(stream, orderSlice).number}-${work.number} was sent before it could be stopped. It will be delivered; tell who asked.` }, context.now);
    deps.books.record(change, stream, [stopped || !first
      ? { type: 'WorkCancelAccepted', data: { fulfilment, location: work.location, reference: body.reference, lines: [], rest: 0 } satisfies DialogueEvents['WorkCancelAccepted'] }
      : { type: 'WorkCancelRejected', data: { fulfilment, location: work.location, reference: body.reference, lines: first.lines.map(({ line, quantity }) => ({ line, quantity })), reason: 'shipped', askedBy: first.by.id } satisfies DialogueEvents['WorkCancelRejected'] }], context);
  }
  settleMoney(deps.books, change, stream, fold(stream, orderSlice).opening ? 'opening' : 'shipped', context);
  return { ...saidOf(stream, fulfilment), parcels: noticed.parcels.map(({ parcel, ...rest }) => ({ id: wire(work.kind === 'transfer' ? 'load' : 'parcel', parcel), ...rest })), takenBack: noticed.takenBack, beyond: noticed.beyond };
}
