/** Pure: walks an order's events and tells at each which facts it adds. The same events always tell the same facts, whether read one by one or again from the first. */
import { between } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { applyUnits, GONE, STILL_HERE } from '../books/index.ts';
import type { JournalEvent, Stage, UnitMove, Units } from '../books/index.ts';
import type { FulfilmentAssigned } from '../sourcing/index.ts';
import type { OrderDelivery, OrderEvents, OrderPlaced } from '../orders/index.ts';
import type { Fact, Measure } from './types.ts';

interface Work { location: string; kind: FulfilmentAssigned['kind']; assignedAt: Instant; dueAt: Instant | null; accepted: boolean; rejected: boolean; done: boolean; prepared: number }
interface Way { kind: OrderDelivery['kind']; promisedBy: Instant | null; from: Set<string>; lastLeft: Instant | null; sent: boolean; arrived: boolean }

/** What a walk remembers of an order so far. */
export interface Walk {
  /** Number of the last event seen. */
  seq: number;
  channel: string;
  currency: string;
  placedAt: Instant;
  /** Test orders, and those that were under way before Spil knew them, count in no figure. */
  counts: boolean;
  units: Units;
  works: Map<Uuid, Work>;
  ways: Map<number, Way>;
  parcels: Map<Uuid, { location: string; work: Uuid }>;
  refunds: Map<Uuid, Instant>;
}

export const newWalk = (): Walk => ({ seq: 0, channel: '', currency: '', placedAt: '', counts: false, units: { lines: new Map(), buckets: new Map() }, works: new Map(), ways: new Map(), parcels: new Map(), refunds: new Map() });

/** Takes one more event, the next of its order; answers the facts it adds. */
export function step(walk: Walk, event: JournalEvent): Fact[] {
  walk.seq = event.seq;
  if (event.type === 'OrderPlaced') begin(walk, event);
  if (event.type === 'DeliveryAdded' || event.type === 'DeliverySplit') addWay(walk, (event.data as OrderEvents['DeliveryAdded']).delivery);
  if (event.type === 'FulfilmentAssigned') addWork(walk, event);
  if (event.type === 'ParcelPacked') {
    const { parcel, location, fulfilment } = event.data as { parcel: Uuid; location: string; fulfilment: Uuid };
    walk.parcels.set(parcel, { location, work: fulfilment });
  }
  if (event.type === 'RefundRequested') walk.refunds.set((event.data as { intent: Uuid }).intent, event.occurredAt);
  const facts = [...told(walk, event)];
  // Which lines are goods is known once the event's own lines are in the book.
  for (const { line, sku } of event.moves.lines ?? []) walk.units.lines.set(line, { sku, ordered: walk.units.lines.get(line)?.ordered ?? 0 });
  applyUnits(walk.units, event.moves.units ?? []);
  facts.push(...moved(walk, event), ...ended(walk, event));
  return walk.counts ? facts : [];
}

function begin(walk: Walk, event: JournalEvent): void {
  const { channel, currency, placedAt, test, opening, deliveries, reservation } = event.data as OrderPlaced;
  walk.channel = channel;
  walk.currency = currency;
  // A channel's clock may be ahead of ours; nobody orders after the order was taken.
  walk.placedAt = between(placedAt, event.recordedAt) < 0 ? event.recordedAt : new Date(placedAt).toISOString();
  // A reservation is no order until it is bought, and then its receipt counts.
  walk.counts = !test && !opening && reservation === undefined;
  for (const delivery of deliveries) addWay(walk, delivery);
}

const addWay = (walk: Walk, { delivery, kind, promisedBy }: OrderDelivery): void => {
  walk.ways.set(delivery, { kind, promisedBy, from: new Set(), lastLeft: null, sent: false, arrived: false });
};

function addWork(walk: Walk, event: JournalEvent): void {
  const { fulfilment, location, kind, dueAt } = event.data as FulfilmentAssigned;
  walk.works.set(fulfilment, { location, kind, assignedAt: event.occurredAt, dueAt, accepted: false, rejected: false, done: false, prepared: 0 });
}

const fact = (measure: Measure, at: Instant, rest: Partial<Fact> = {}): Fact => ({ measure, at, reason: '', location: '', n: 1, units: 0, amount: 0, seconds: null, ...rest });
const seconds = (from: Instant, to: Instant): number => Math.max(0, Math.round(between(from, to) / 1000));
const goods = (lines: readonly { kind: string; quantity: number }[]): number => lines.reduce((sum, line) => sum + (line.kind === 'goods' ? line.quantity : 0), 0);
const worth = (parts: readonly { total: number }[]): number => parts.reduce((sum, part) => sum + part.total, 0);
/** A reason is a code or a few words: what people write at length is for the order's page. */
const short = (reason: string | null | undefined): string => (reason ?? '').slice(0, 60);
const sum = (lines: readonly { quantity: number }[]): number => lines.reduce((total, line) => total + line.quantity, 0);

/** Facts that the event itself tells. */
function* told(walk: Walk, event: JournalEvent): Generator<Fact> {
  const at = event.occurredAt;
  switch (event.type) {
    case 'OrderPlaced': {
      const { lines, charges } = event.data as OrderPlaced;
      yield fact('placed', walk.placedAt, { reason: walk.currency, units: goods(lines), amount: worth([...lines, ...charges]) });
      return;
    }
    case 'LinesAdded': {
      const { lines, charges } = event.data as OrderEvents['LinesAdded'];
      yield fact('placed', at, { n: 0, reason: walk.currency, units: goods(lines), amount: worth([...lines, ...charges]) });
      return;
    }
    case 'FulfilmentAssigned': {
      const { location, lines } = event.data as FulfilmentAssigned;
      yield fact('assigned', at, { location, units: sum(lines) });
      return;
    }
    case 'FulfilmentAccepted': case 'ItemsPicked': {
      const work = walk.works.get((event.data as { fulfilment: Uuid }).fulfilment);
      if (!work || work.accepted) return;
      work.accepted = true;
      yield fact('accepted', at, { location: work.location, seconds: seconds(work.assignedAt, at) });
      return;
    }
    case 'ItemsShorted': {
      const { fulfilment, location, reason, quantity } = event.data as { fulfilment: Uuid; location: string; reason: string; quantity: number };
      const work = walk.works.get(fulfilment);
      if (work) work.rejected = true;
      yield fact('rejected', at, { location, reason: short(reason), units: quantity });
      return;
    }
    case 'DeliveryReady': {
      const { delivery, location } = event.data as { delivery: number; location: string };
      yield fact('ready', at, { location, reason: punctual(walk.ways.get(delivery)?.promisedBy ?? null, at), seconds: seconds(walk.placedAt, at) });
      return;
    }
    case 'ItemsReturned': {
      const { location, reason, lines } = event.data as { location: string; reason: string | null; lines: { quantity: number }[] };
      yield fact('returned', at, { location, reason: short(reason), units: sum(lines) });
      return;
    }
    case 'PaymentRefunded': {
      const { intent, amount } = event.data as { intent: Uuid | null; amount: number };
      const asked = intent === null ? undefined : walk.refunds.get(intent);
      if (asked !== undefined) yield fact('refunded', at, { amount, seconds: seconds(asked, at) });
      return;
    }
    case 'ReservationBroken': {
      const { location, quantity } = event.data as OrderEvents['ReservationBroken'];
      yield fact('broken', at, { location, units: quantity });
    }
  }
}

const punctual = (promise: Instant | null, at: Instant): 'on_time' | 'late' | 'no_promise' => (promise === null ? 'no_promise' : between(at, promise) >= 0 ? 'on_time' : 'late');

/** Facts that the moves of units tell: what was made ready, what left, what was cancelled. */
function moved(walk: Walk, event: JournalEvent): Fact[] {
  const at = event.occurredAt;
  const merged = new Map<string, Fact>();
  const add = (measure: Measure, units: number, rest: Partial<Fact>): void => {
    const key = `${measure} ${rest.location ?? ''} ${rest.reason ?? ''}`;
    const before = merged.get(key);
    if (before) before.units += units;
    else merged.set(key, fact(measure, at, { ...rest, units }));
  };
  for (const move of event.moves.units ?? []) {
    if (walk.units.lines.get(move.line)?.sku == null || move.from === null) continue;
    const preparing = prepared(walk, move);
    if (preparing) {
      preparing.work.prepared += preparing.units;
      add('prepared', preparing.units, { location: preparing.work.location });
    }
    if (move.to.stage === 'shipped') {
      const parcel = walk.parcels.get(move.to.holder ?? move.from.holder ?? '');
      const location = parcel?.location ?? move.from.location ?? '';
      const work = walk.works.get(parcel?.work ?? move.from.holder ?? '');
      const way = walk.ways.get(move.delivery);
      way?.from.add(location);
      if (way) way.lastLeft = at;
      const due = work?.dueAt ?? null;
      add('shipped', move.n, { location, reason: due === null ? 'no_due' : punctual(due, at), seconds: work ? seconds(work.assignedAt, at) : null });
    } else if (move.to.stage === 'collected' && !GONE.includes(move.from.stage)) {
      add('collected', move.n, { location: move.from.location ?? move.to.location ?? '', reason: walk.ways.get(move.delivery)?.kind === 'carry_out' ? 'carry_out' : 'pickup' });
    } else if (move.to.stage === 'cancelled') {
      add('cancelled', move.n, { reason: short((event.data as { reason?: string }).reason) });
    }
  }
  return [...merged.values()].filter((one) => one.units !== 0);
}

/** Units that a location made ready to leave (or took back out): packed, put in the van, or for a pickup picked. */
function prepared(walk: Walk, { from, to, n }: UnitMove): { work: Work; units: number } | null {
  if (from === null) return null;
  const way = `${from.stage} ${to.stage}`;
  const work = walk.works.get(from.holder ?? '') ?? walk.works.get(to.holder ?? '');
  const units = work?.kind === 'pickup' ? { 'allocated picked': n, 'picked allocated': -n }[way] : { 'picked packed': n, 'picked in_transfer': n, 'packed picked': -n }[way];
  return work === undefined || units === undefined ? null : { work, units };
}

/** Facts of what came to its end with this event: a location's part of its work, a home delivery on its way, and with the customer. */
function ended(walk: Walk, event: JournalEvent): Fact[] {
  if ((event.moves.units ?? []).length === 0) return [];
  const at = event.occurredAt;
  const facts: Fact[] = [];
  for (const [id, work] of walk.works) {
    if (work.done || leftToDo(walk, id, work)) continue;
    work.done = true;
    // Cancelled before anything was done: nobody did it right or wrong.
    if (work.prepared > 0 || work.rejected) facts.push(fact('worked', at, { location: work.location, reason: work.rejected ? 'short' : 'right', seconds: seconds(work.assignedAt, at) }));
  }
  for (const [delivery, way] of walk.ways) {
    if (way.kind !== 'ship' && way.kind !== 'pickup_point') continue;
    const stages = stagesOf(walk, delivery);
    if (!way.sent && way.lastLeft !== null && !stages.some((stage) => STILL_HERE.includes(stage))) {
      way.sent = true;
      facts.push(fact('sent', way.lastLeft, { reason: way.from.size > 1 ? 'split' : 'whole', seconds: seconds(walk.placedAt, way.lastLeft) }));
    }
    if (way.sent && !way.arrived && stages.some((stage) => THERE.includes(stage)) && stages.every((stage) => THERE.includes(stage) || stage === 'cancelled' || stage === 'returned')) {
      way.arrived = true;
      facts.push(fact('arrived', at, { reason: punctual(way.promisedBy, at), seconds: seconds(walk.placedAt, at) }));
    }
  }
  return facts;
}

const THERE: readonly Stage[] = ['delivered', 'collected', 'at_pickup_point'];

const leftToDo = (walk: Walk, id: Uuid, { kind }: Work): boolean =>
  [...walk.units.buckets.values()].some((held) => held.holder === id && (held.stage === 'allocated' || (held.stage === 'picked' && kind !== 'pickup')));

const stagesOf = (walk: Walk, delivery: number): Stage[] =>
  [...walk.units.buckets.values()].flatMap((held) => (held.delivery === delivery && walk.units.lines.get(held.line)?.sku != null ? [held.stage] : []));
