/** Steps of a shop's life with the external warehouse: work is given to it, it accepts, rejects, agrees to stop or not, sends in parts and beyond, and reports its stock. */
import type { Change } from '../../server/kernel/change.ts';
import { newId } from '../../server/kernel/ids.ts';
import { Refusal } from '../../server/kernel/problem.ts';
import { fold, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import { dialogueSlice } from '../../server/modules/dialogue/index.ts';
import type { Dialogue } from '../../server/modules/dialogue/index.ts';
import { floorSlice } from '../../server/modules/fulfilment/types.ts';
import { accept, reject, stopOrNot } from '../../server/modules/partners/answers.ts';
import type { PartnerDeps } from '../../server/modules/partners/answers.ts';
import { REASONS } from '../../server/modules/partners/contract.ts';
import type { Reason } from '../../server/modules/partners/contract.ts';
import { keepMessage } from '../../server/modules/partners/messages.ts';
import type { PartnerWork } from '../../server/modules/partners/present.ts';
import { bookNotice } from '../../server/modules/partners/ship.ts';
import { submitted, toSubmit } from '../../server/modules/partners/submitting.ts';
import { askToPause } from '../../server/modules/dialogue/index.ts';
import { planOpen } from '../../server/modules/orders/planning.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import type { Hold } from '../../server/modules/orders/types.ts';
import { at, inMinutes, ordersWith, skuAt } from './act.ts';
import type { Act } from './act.ts';
import { PARTNER, SKUS } from './shop.ts';
import type { Shop } from './shop.ts';
import { toteFor } from './steps-totes.ts';

/** The rooms as the partner's messages need them, on this shop's world. */
const depsOf = (shop: Shop): PartnerDeps => ({ books: shop.books, worlds: { load: () => shop.world(), day: () => shop.day } }) as unknown as PartnerDeps;

/** What the reaction does: gives all work of an order to the partner that can be given, or has it pause while the order is held. */
export const submit = (shop: Shop, order: string): Promise<unknown> => shop.onOrder(order, (change, stream) => {
  if (fold(stream, orderSlice).holds.size > 0) return shop.record(change, stream, askToPause(stream));
  shop.record(change, stream, toSubmit(stream).filter(({ location }) => location === PARTNER).map((work) => submitted(stream, work)));
}, false);

const isOpen = ({ fulfilment }: Dialogue, stream: Stream): boolean => unitsIn(unitsOf(stream), { holder: fulfilment, stage: ['allocated', 'picked'] }).length > 0;
const withDialogue = (stream: Stream): boolean => fold(stream, dialogueSlice).size > 0;

/** The partner says something about one of its work orders: mostly one that waits for it to be said (`fits`), one time in four about any. Said under a reference, as its messages are. */
const says = (kind: 'accept' | 'reject' | 'cancellation' | 'ship', fits: (dialogue: Dialogue, stream: Stream) => boolean, decide: (shop: Shop, change: Change, found: PartnerWork, b: number, c: number) => unknown): Act => async (shop, a, b, c) => {
  const waiting = b % 4 === 3 ? [] : ordersWith(shop, (stream) => [...fold(stream, dialogueSlice).values()].some((dialogue) => fits(dialogue, stream)));
  const order = at(waiting.length > 0 ? waiting : ordersWith(shop, withDialogue), a)?.id;
  if (order === undefined) return;
  await shop.onOrder(order, async (change, stream) => {
    const all = [...fold(stream, dialogueSlice).values()];
    const fitting = all.filter((one) => fits(one, stream));
    const dialogue = at(waiting.length > 0 && fitting.length > 0 ? fitting : all, b);
    const work = dialogue && fold(stream, floorSlice).fulfilments.get(dialogue.fulfilment);
    if (!work) return;
    const answer = await decide(shop, change, { stream, work, dialogue }, b, c);
    keepMessage(change, { location: PARTNER, reference: newId(), kind, fulfilment: work.fulfilment, body: {} }, answer, stream, shop.context.now);
  }, false);
};

const open = ({ stream, work }: PartnerWork): { line: number; n: number }[] => unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: ['allocated', 'picked'] });
/** All, or one line of it, now and then of one more than there is. */
const some = (found: PartnerWork, b: number, c: number): { line: number; quantity: number }[] | null => {
  const held = at(open(found), b);
  return c % 2 === 0 || !held ? null : [{ line: held.line, quantity: 1 + (c % (held.n + 1)) }];
};

/** Parcels with some of what is open, a piece too many, another product, or one that nobody knows. */
function parcels(found: PartnerWork, b: number, c: number): { sku: string; quantity: number }[][] {
  const wanted = open(found).map(({ line, n }) => ({ sku: unitsOf(found.stream).lines.get(line)?.sku ?? '', quantity: c % 3 === 0 ? n : 1 + (b % n) }));
  const beside = c % 7 === 0 ? [{ sku: skuAt(b), quantity: 1 }] : c % 11 === 0 ? [{ sku: 'nobody-knows', quantity: 1 }] : [];
  const all = [...wanted, ...beside];
  return c % 4 === 0 && all.length > 1 ? [all.slice(0, 1), all.slice(1)] : [all.length > 0 ? all : [{ sku: skuAt(b), quantity: 1 }]];
}

export const PARTNER_STEPS: Readonly<Record<string, Act>> = {
  submit: async (shop, a) => {
    const order = at(ordersWith(shop, (stream) => fold(stream, orderSlice).holds.size === 0 && toSubmit(stream).some(({ location }) => location === PARTNER)), a)?.id;
    if (order !== undefined) await submit(shop, order);
  },
  /** An order is held while the partner has its work, or its hold is taken away: it is told either way. */
  holdOrder: async (shop, a, b) => {
    const order = at(ordersWith(shop, withDialogue), a)?.id;
    if (order === undefined) return;
    await shop.onOrder(order, (change, stream) => shop.record(change, stream, [{ type: 'HoldPlaced', data: { hold: newId(), reason: 'fraud', owner: 'service', note: null, placedAt: shop.context.now } satisfies Hold }]));
    if (b % 4 !== 0) await submit(shop, order);
  },
  releaseOrder: async (shop, a, b) => {
    const order = at(ordersWith(shop, (stream) => fold(stream, orderSlice).holds.size > 0), a)?.id;
    if (order === undefined) return;
    await shop.onOrder(order, async (change, stream) => {
      const hold = at([...fold(stream, orderSlice).holds.keys()], b);
      if (hold === undefined) return;
      shop.record(change, stream, [{ type: 'HoldReleased', data: { hold, reason: 'seen' } }]);
      if (fold(stream, orderSlice).holds.size === 0) planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day);
    });
    await submit(shop, order);
  },
  partnerAccepts: says('accept', ({ state }) => state === 'submitted', (shop, change, found, _b, c) => accept(depsOf(shop), change, found, { reference: newId(), expectedAt: c % 2 === 0 ? inMinutes(shop, 600) : null }, shop.context)),
  partnerRejects: says('reject', isOpen, (shop, change, found, b, c) => reject(depsOf(shop), change, found, { reference: newId(), reason: at(Object.keys(REASONS) as Reason[], b + c) ?? 'other', note: null, lines: some(found, b, c) }, shop.context)),
  partnerAnswers: says('cancellation', ({ state }) => state === 'cancellation_requested', (shop, change, found, b, c) => stopOrNot(depsOf(shop), change, found, { reference: newId(), accepted: c % 3 !== 0, reason: null, lines: c % 5 === 0 ? some(found, b, c) : null }, shop.context)),
  partnerShips: says('ship', isOpen, async (shop, change, found, b, c) => {
    const { kind, destination } = found.work;
    // What goes to a store leaves in totes, which may hold other orders' goods already.
    const sent = parcels(found, b, c).map((lines) => ({ parcel: kind === 'transfer' ? toteFor(shop, change, PARTNER, destination ?? '', b % 3 === 0) : newId(), trackingUrl: '', request: { carrier: 'post', trackingNumber: newId(), trackingUrl: null, weightGrams: null, lines } }));
    const { balances, kept = [] } = await shop.world();
    return bookNotice(depsOf(shop), change, found, { reference: newId(), rest: c % 6 === 0 ? 'not_coming' : 'follows' }, { shippedAt: shop.context.now, parcels: sent, known: new Set(SKUS), balances, kept, product: 'home', loads: kind === 'transfer' ? sent.map(({ parcel }) => shop.also(parcel, 'load')) : [] }, shop.context);
  }),
  /** What it has on its shelves, which may be more or less than the books say. Less than nothing free cannot be booked: a person looks. */
  partnerReports: async (shop, a, b, c) => {
    const there = (await shop.store.balances()).filter(({ sku, location, state }) => sku === skuAt(a) && location === PARTNER && (state === 'sellable' || state === 'picked')).reduce((sum, { quantity }) => sum + quantity, 0);
    shop.town.time.minutes += 1;
    await shop.store.report(shop, skuAt(a), Math.max(0, there + (b % 5) - 2), inMinutes(shop, -(c % 20))).then(() => { shop.counts.done += 1; }, (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      shop.counts.refused += 1;
    });
  },
};

/** The partner stops all that it is asked to stop of an order, and rejects what it had said it would send. */
export async function partnerGivesUp(shop: Shop, order: string): Promise<void> {
  const works = [...fold(shop.streams.get(order) as Stream, dialogueSlice).keys()];
  // Twice: who had refused to stop and is told since that some of it is not theirs notes that first, and keeps the rest.
  for (const fulfilment of [...works, ...works]) {
    await shop.onOrder(order, async (change, stream) => {
      const [work, dialogue] = [fold(stream, floorSlice).fulfilments.get(fulfilment), fold(stream, dialogueSlice).get(fulfilment)];
      if (!work || !dialogue || open({ stream, work, dialogue }).length === 0) return;
      if (dialogue.state === 'cancellation_requested') stopOrNot(depsOf(shop), change, { stream, work, dialogue }, { reference: newId(), accepted: true, reason: null, lines: null }, shop.context);
      else await reject(depsOf(shop), change, { stream, work, dialogue }, { reference: newId(), reason: 'other', note: null, lines: null }, shop.context);
    }, false);
  }
}
