/** Pure: what a ship notice makes of an order, sent to a customer or to a store. It is a fact: what fits is booked, what was planned elsewhere is taken back, and what nobody ordered is told. */
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Balance, Bucket, HeldUnits, NewEvent, Stream, UnitMove } from '../books/index.ts';
import { dialogueSlice, releaseOf, withdrawn } from '../dialogue/index.ts';
import type { DialogueEvents } from '../dialogue/index.ts';
import type { Fulfilment, FulfilmentEvents } from '../fulfilment/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { ParcelPacked, ShippingEvents } from '../shipping/index.ts';
import type { ShipRequest } from './contract.ts';

export type Why = 'unknown_product' | 'not_ordered' | 'more_than_ordered' | 'cancelled';
type Take = { held: HeldUnits; n: number };
interface Piece { line: number; delivery: number; n: number; from: Bucket }

/** `parcel`: its id, or that of the load when it goes to a store. */
export interface NoticedParcel { parcel: Uuid; request: ShipRequest['parcels'][number]; trackingUrl: string }
export interface Noticed {
  events: NewEvent[];
  parcels: { parcel: Uuid; trackingNumber: string; pieces: number }[];
  takenBack: number;
  beyond: { sku: string; quantity: number; why: Why }[];
}

interface Given {
  stream: Stream;
  work: Fulfilment;
  reference: string;
  shippedAt: string;
  parcels: readonly NoticedParcel[];
  /** Products that the catalogue has. */
  known: ReadonlySet<string>;
  /** What the books have on the warehouse's shelves. */
  balances: readonly Balance[];
  product: string;
}

/** Units of a product that may leave with this notice, in the order in which they are taken: the work's own first, then what nobody has in hand elsewhere. */
function candidates(stream: Stream, work: Fulfilment, sku: string): HeldUnits[] {
  const units = unitsOf(stream);
  const dialogues = fold(stream, dialogueSlice);
  const ofSku = unitsIn(units, { delivery: work.delivery, stage: ['allocated', 'picked', 'open', 'waiting'] }).filter(({ line }) => units.lines.get(line)?.sku === sku);
  const own = ofSku.filter(({ holder, location }) => holder === work.fulfilment && location === work.location);
  const elsewhere = ofSku.filter((held) => held.holder !== work.fulfilment && held.stage !== 'picked' && releaseOf(dialogues, held) === 'free');
  const rank = { allocated: 2, picked: 3, open: 0, waiting: 1 } as Readonly<Record<string, number>>;
  return [...own, ...elsewhere.sort((a, b) => (rank[a.stage] ?? 0) - (rank[b.stage] ?? 0))];
}

/** Why pieces of a product have no units on the order. */
function whyBeyond({ stream, work, known }: Given, sku: string): Why {
  if (!known.has(sku)) return 'unknown_product';
  const lines = [...unitsOf(stream).lines].filter(([, line]) => line.sku === sku).map(([line]) => line);
  if (lines.length === 0) return 'not_ordered';
  return unitsIn(unitsOf(stream), { delivery: work.delivery, stage: 'cancelled' }).some(({ line }) => lines.includes(line)) ? 'cancelled' : 'more_than_ordered';
}

const merged = (pieces: readonly { line: number; n: number }[]): { line: number; quantity: number }[] => {
  const lines = new Map<number, number>();
  for (const { line, n } of pieces) lines.set(line, (lines.get(line) ?? 0) + n);
  return [...lines].map(([line, quantity]) => ({ line, quantity }));
};

/** All events of a ship notice, and what it came to. */
export function shipNotice(given: Given): Noticed {
  const { stream, work, parcels } = given;
  const used = new Map<HeldUnits, number>();
  const pool = new Map<string, HeldUnits[]>();
  const beyond = new Map<string, { sku: string; quantity: number; why: Why }>();
  const back: Take[] = [];
  const filled = parcels.map((noticed) => {
    const pieces: Piece[] = [];
    for (const { sku, quantity } of noticed.request.lines) {
      let left = quantity;
      if (!pool.has(sku)) pool.set(sku, candidates(stream, work, sku));
      for (const held of pool.get(sku) ?? []) {
        const n = Math.min(left, held.n - (used.get(held) ?? 0));
        if (n <= 0) continue;
        used.set(held, (used.get(held) ?? 0) + n);
        left -= n;
        if (held.holder !== work.fulfilment) back.push({ held, n });
        pieces.push({ line: held.line, delivery: held.delivery, n, from: held.stage === 'picked' ? bucketOf(held) : shelfOf(work) });
      }
      if (left > 0) beyond.set(sku, { sku, quantity: (beyond.get(sku)?.quantity ?? 0) + left, why: whyBeyond(given, sku) });
    }
    return { ...noticed, pieces };
  });
  const booked = filled.filter(({ pieces }) => pieces.length > 0);
  const all = booked.flatMap(({ pieces }) => pieces);
  const events: NewEvent[] = [...takenBack(given, back), ...picked(given, all.filter(({ from }) => from.stage === 'allocated'))];
  booked.forEach((one, index) => events.push(...(work.kind === 'transfer' ? transferred(given, one) : parcelEvents(given, one, index))));
  if (beyond.size > 0) events.push(shippedBeyond(given, [...beyond.values()], all));
  return {
    events, beyond: [...beyond.values()], takenBack: back.reduce((sum, { n }) => sum + n, 0),
    parcels: booked.map(({ parcel, request, pieces }) => ({ parcel, trackingNumber: request.trackingNumber, pieces: pieces.reduce((sum, { n }) => sum + n, 0) })),
  };
}

const shelfOf = (work: Fulfilment): Bucket => ({ stage: 'allocated', holder: work.fulfilment, location: work.location });

/** Units that were open or planned elsewhere are this work's again; others who were given them are told. */
function takenBack({ stream, work, reference }: Given, back: readonly Take[]): NewEvent[] {
  if (back.length === 0) return [];
  const open: Bucket = { stage: 'open', holder: null, location: null };
  // By way of open, so that only the reservation goes from the other location: its goods stay there.
  const moves = back.flatMap(({ held, n }): UnitMove[] => {
    const unit = { line: held.line, delivery: held.delivery, n };
    return held.stage === 'allocated' ? [{ ...unit, from: bucketOf(held), to: open }, { ...unit, from: open, to: shelfOf(work) }] : [{ ...unit, from: bucketOf(held), to: shelfOf(work) }];
  });
  const from = [...new Set(back.flatMap(({ held }) => held.location ?? []))];
  const data: DialogueEvents['WorkTakenBack'] = { fulfilment: work.fulfilment, location: work.location, reference, lines: merged(back.map(({ held, n }) => ({ line: held.line, n }))), from };
  return [{ type: 'WorkTakenBack', data, moves: { units: moves } }, ...withdrawn(stream, moves, 'shipped_elsewhere')];
}

/** What leaves the shelves; pieces that the books lack, or that are promised to others, were there all the same and are booked as found. */
function picked({ stream, work, reference, balances }: Given, pieces: readonly Piece[]): NewEvent[] {
  if (pieces.length === 0) return [];
  const units = unitsOf(stream);
  const bySku = new Map<string, number>();
  for (const { line, n } of pieces) { const sku = units.lines.get(line)?.sku ?? ''; bySku.set(sku, (bySku.get(sku) ?? 0) + n); }
  const stock = [...bySku].flatMap(([sku, n]) => {
    const balance = balances.find((one) => one.sku === sku && one.location === work.location);
    const own = unitsIn(units, { holder: work.fulfilment, stage: 'allocated' }).reduce((sum, held) => sum + (units.lines.get(held.line)?.sku === sku ? held.n : 0), 0);
    const free = balance ? balance.quantity - balance.reserved - balance.broken + Math.min(own, balance.reserved) : 0;
    const lacking = n - Math.max(0, Math.min(free, balance?.quantity ?? 0));
    return lacking > 0 ? [{ sku, n: lacking, from: { outside: 'found' as const }, to: { location: work.location, state: 'sellable' as const } }] : [];
  });
  return [{
    type: 'ItemsPicked',
    data: { fulfilment: work.fulfilment, location: work.location, scans: pieces.map(({ line, n }, index) => ({ scan: `${reference} ${index + 1}`, line, quantity: n })), lines: merged(pieces), shelf: null } satisfies FulfilmentEvents['ItemsPicked'],
    moves: { units: pieces.map(({ line, delivery, n, from }) => ({ line, delivery, n, from, to: { ...from, stage: 'picked' } })), ...(stock.length > 0 ? { stock } : {}) },
  }];
}

/** A parcel as the warehouse made it: packed, labelled by its own hand, and gone. */
function parcelEvents({ stream, work, shippedAt, product }: Given, { parcel, request, trackingUrl, pieces }: NoticedParcel & { pieces: readonly Piece[] }, index: number): NewEvent[] {
  const order = fold(stream, orderSlice);
  const before = stream.events.filter(({ type }) => type === 'ParcelPacked').length;
  const lines = merged(pieces);
  const weightGrams = request.weightGrams ?? lines.reduce((sum, { line, quantity }) => sum + quantity * (order.lines.get(line)?.weightGrams ?? 0), 0);
  const packed: ParcelPacked = { parcel, number: `L${before + index + 1}`, fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, lines, weightGrams, carrier: request.carrier, product, options: [] };
  const hand: Bucket = { stage: 'picked', holder: work.fulfilment, location: work.location };
  const box: Bucket = { stage: 'packed', holder: parcel, location: work.location };
  const moves = (from: Bucket, to: Bucket): UnitMove[] => joined(pieces).map(({ line, delivery, n }) => ({ line, delivery, n, from, to }));
  return [
    { type: 'ParcelPacked', data: packed, moves: { units: moves(hand, box) }, occurredAt: shippedAt },
    { type: 'LabelIssued', data: { parcel, carrier: request.carrier, barcode: request.trackingNumber, trackingUrl, byHand: true } satisfies ShippingEvents['LabelIssued'], occurredAt: shippedAt },
    { type: 'ParcelShipped', data: { parcel, manifest: null, cause: 'handover' } satisfies ShippingEvents['ParcelShipped'], moves: { units: moves(box, { stage: 'shipped', holder: parcel, location: null }) }, occurredAt: shippedAt },
  ];
}

/** What goes to a store is on its way there in a load, until the store has looked into it. */
function transferred({ work, shippedAt }: Given, { parcel: load, pieces }: NoticedParcel & { pieces: readonly Piece[] }): NewEvent[] {
  const hand: Bucket = { stage: 'picked', holder: work.fulfilment, location: work.location };
  const data: FulfilmentEvents['ItemsTransferred'] = { fulfilment: work.fulfilment, load, origin: work.location, destination: work.destination ?? '', lines: merged(pieces) };
  return [{ type: 'ItemsTransferred', data, moves: { units: joined(pieces).map(({ line, delivery, n }) => ({ line, delivery, n, from: hand, to: { stage: 'in_transfer', holder: load, location: work.destination } })) }, occurredAt: shippedAt }];
}

function joined(pieces: readonly Piece[]): { line: number; delivery: number; n: number }[] {
  const byLine = new Map<string, { line: number; delivery: number; n: number }>();
  for (const { line, delivery, n } of pieces) byLine.set(`${line} ${delivery}`, { line, delivery, n: n + (byLine.get(`${line} ${delivery}`)?.n ?? 0) });
  return [...byLine.values()];
}

/** Goods that left without units: the stock goes with them as far as the books have it. What came along to a store is booked there by whoever finds it. */
function shippedBeyond({ stream, work, reference, known, balances }: Given, beyond: readonly { sku: string; quantity: number; why: Why }[], pieces: readonly Piece[]): NewEvent {
  const goods = beyond.map(({ sku, quantity, why }) => {
    const there = known.has(sku) && work.kind !== 'transfer' ? balances.find((one) => one.sku === sku && one.location === work.location)?.quantity ?? 0 : 0;
    const leaving = pieces.reduce((sum, { line, n, from }) => sum + (from.stage === 'allocated' && unitsOf(stream).lines.get(line)?.sku === sku ? n : 0), 0);
    return { sku, quantity, why, booked: Math.min(quantity, Math.max(0, there - leaving)) };
  });
  const stock = goods.filter(({ booked }) => booked > 0).map(({ sku, booked }) => ({ sku, n: booked, from: { location: work.location, state: 'sellable' as const }, to: { outside: 'customer' as const } }));
  return { type: 'WorkShippedBeyond', data: { fulfilment: work.fulfilment, location: work.location, reference, goods } satisfies DialogueEvents['WorkShippedBeyond'], ...(stock.length > 0 ? { moves: { stock } } : {}) };
}
