/** Parcels on their way: label outcomes, the handover to the carrier, and what the carrier reports. */
import { createHash } from 'node:crypto';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Refusal } from '../../kernel/problem.ts';
import { fold, loadStream, loadStreamBy, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream, Units } from '../books/index.ts';
import { orderSlice, settleMoney } from '../orders/index.ts';
import { arriveAtPoint, deliver, find, lose, mattersSlice, parcelPolicy, parcelsSlice, sendBack, ship, shippingProblems, stayAtPoint } from '../shipping/index.ts';
import type { CarrierScan, LabelFormat, Matter, Parcel, ParcelPolicy, ReturningReason, ShippingEvents } from '../shipping/index.ts';
import type { FloorDeps } from './commands.ts';
import { fulfilmentProblems } from './problems.ts';
import { isHeld, UNSECURED, unsecuredBy } from './secured.ts';
import { floorSlice, toPutBack } from './types.ts';

const MANIFEST = table('shipping.manifest', 'id');
const LABEL = table('shipping.label', 'parcel_id', 'format');
const BY_PARCEL = 'select order_id from shipping.parcel where id = $1';

const mine = (actor: Actor, location: string): boolean => actor.locations === 'all' || actor.locations.includes(location);

async function loadParcel(deps: FloorDeps, actor: Actor, id: Uuid): Promise<{ stream: Stream; parcel: Parcel }> {
  const stream = await loadStreamBy(deps.database, BY_PARCEL, id);
  const parcel = stream && fold(stream, parcelsSlice).get(id);
  if (!stream || !parcel || !mine(actor, parcel.location)) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${id} for this account.` });
  return { stream, parcel };
}

function onParcel<T>(deps: FloorDeps, context: CommandContext, id: Uuid, decide: (change: Change, stream: Stream, parcel: Parcel) => Promise<void> | void, present: (stream: Stream) => T): Promise<Outcome<T>> {
  return execute(deps.database, context, async (change) => {
    const { stream, parcel } = await loadParcel(deps, context.actor, id);
    await decide(change, stream, parcel);
    return { status: 200, answer: present(stream) };
  });
}

export interface IssuedLabel { carrier: string; barcode: string; trackingUrl: string; byHand: boolean; labels: { format: LabelFormat; content: Uint8Array }[] }

/** The carrier took the parcel (or somebody typed a tracking number): noted once; a second answer for the same barcode changes nothing. */
export const issueLabel = <T>(deps: FloorDeps, context: CommandContext, id: Uuid, issued: IssuedLabel, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onParcel(deps, context, id, async (change, stream, parcel) => {
    if (parcel.barcode === issued.barcode) return;
    if (parcel.status !== 'packed' && parcel.status !== 'labelled') throw shippingProblems.left({ detail: `Parcel ${parcel.number} is ${parcel.status}; it cannot get another label.`, found: parcel.status });
    const { carrier, barcode, trackingUrl, byHand } = issued;
    // Of two parcels with one number, what the carrier says of it would be said of both.
    if (byHand && (await deps.database.query('select 1 from shipping.parcel where carrier = $1 and barcode = $2 and id <> $3', [carrier, barcode, id])).length > 0) throw shippingProblems.tracking_used({ detail: `Another parcel has the number ${barcode} of ${carrier} already. Look at the label once more, and type the number of this one.`, found: barcode, field: 'trackingNumber' });
    deps.books.record(change, stream, [{ type: 'LabelIssued', data: { parcel: id, carrier, barcode, trackingUrl, byHand } satisfies ShippingEvents['LabelIssued'] }], context);
    for (const { format, content } of issued.labels) change.put(LABEL, { parcel_id: id, format, content: `\\x${Buffer.from(content).toString('hex')}` });
  }, present);

/** The carrier refused or could not be reached: the store sees why. The same sentence twice is noted once. */
export const labelFailed = <T>(deps: FloorDeps, context: CommandContext, id: Uuid, failure: { reason: string; code: string; retrying: boolean }, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onParcel(deps, context, id, (change, stream, parcel) => {
    if (parcel.status !== 'packed' || parcel.problem === failure.reason) return;
    deps.books.record(change, stream, [{ type: 'LabelFailed', data: { parcel: id, ...failure } satisfies ShippingEvents['LabelFailed'] }], context);
  }, present);

export interface HandoverRequest { location: string; carrier: string; /** Null takes all that have a label. */ parcels: Uuid[] | null; /** Strokes of whoever took the parcels along, in a field of 600 × 200. */ signature: string | null; signedBy: string | null }
export interface Handover { manifest: Uuid; location: string; carrier: string; parcels: { parcel: Uuid; order: Uuid }[]; /** Announced to the carrier, and not handed over. */ stayed: Uuid[]; /** Asked for, and kept out: their order was held, for its payment or otherwise, or something in them was cancelled. They come off the pile. */ keptOut: KeptOut[] }
export interface KeptOut { parcel: Uuid; order: Uuid; why: 'payment' | 'held' | 'opened' }

/** A stable id for the manifest of a request, so that a repeat after a crash goes on with the same one. */
const manifestId = (context: CommandContext, location: string): Uuid => {
  const digest = createHash('sha256').update(`${context.key?.scope ?? ''} ${context.key?.key ?? ''} ${location}`).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

/**
 * Closes the handover: the named parcels (or all labelled ones of the carrier at the location) have left. Everything is checked first;
 * then each order is decided again and booked in its own transaction, in order of its id, and the manifest is written with the last.
 */
export async function handOver<T>(deps: FloorDeps, context: CommandContext, request: HandoverRequest, present: (handover: Handover) => T): Promise<Outcome<T>> {
  if (!mine(context.actor, request.location)) throw shippingProblems.parcel_unknown({ detail: `There are no parcels at ${request.location} for this account.`, found: request.location, field: 'location' });
  const manifest = manifestId(context, request.location);
  const rows = await deps.database.query<{ id: Uuid; order_id: Uuid; status: string; location: string; carrier: string; barcode: string | null; problem: string | null; manifest_id: Uuid | null }>(
    `select id, order_id, status, location, carrier, barcode, problem, manifest_id from shipping.parcel where ${request.parcels ? 'id = any($1)' : `location = $1 and carrier = $2 and status = 'labelled' or manifest_id = $3`} order by order_id, id`,
    request.parcels ? [request.parcels] : [request.location, request.carrier, manifest]);
  for (const id of request.parcels ?? []) if (!rows.some((row) => row.id === id && row.location === request.location)) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${id} at ${request.location}.`, found: id, field: 'parcels' });
  for (const row of rows) {
    if (row.status === 'packed') throw shippingProblems.no_label({ detail: `Parcel ${row.id} has no label yet${row.problem ? `: ${row.problem}` : ''}. Wait for it, or give a tracking number by hand.`, found: row.id });
    if (row.status !== 'labelled' && row.manifest_id !== manifest) throw shippingProblems.left({ detail: `Parcel ${row.id} is ${row.status} already.`, found: row.status });
    if (row.carrier !== request.carrier) throw shippingProblems.wrong_place({ detail: `Parcel ${row.id} goes with ${row.carrier}, not with ${request.carrier}.`, found: row.carrier, expected: request.carrier });
  }
  if (rows.length === 0) throw shippingProblems.manifest_empty({ detail: `No parcel with a label of ${request.carrier} waits at ${request.location}.` });
  const orders = [...new Set(rows.map((row) => row.order_id))];
  const open = rows.filter((row) => row.status === 'labelled').map((row) => row.order_id);
  const held = request.parcels === null ? [] : await deps.database.query<{ order: Uuid; number: string; unsecured: boolean }>(
    `select o.id as order, o.number, bool_or(h.reason = any($2)) as unsecured from orders.hold h join orders.order o on o.id = h.order_id where h.order_id = any($1) and h.released_at is null group by o.id order by o.number`, [open, UNSECURED]);
  const unpaid = held.filter(({ unsecured }) => unsecured).map(({ order }) => order);
  if (unpaid.length > 0) throw shippingProblems.payment_blocks({ detail: `The payment of ${unpaid.length} of these orders is not secured; take their parcels off the pile until finance has released them.`, found: unpaid });
  const stopped = held.map(({ number }) => number);
  if (stopped.length > 0) throw fulfilmentProblems.on_hold({ detail: heldOnThePile(stopped), found: stopped, field: 'parcels' });
  const waiting = await deps.database.query<{ id: Uuid }>(`select id from shipping.parcel where location = $1 and carrier = $2 and status = 'labelled' order by id`, [request.location, request.carrier]);
  const left = waiting.map((row) => row.id).filter((id) => !rows.some((row) => row.id === id));
  const keptOut = new Map<Uuid, KeptOut[]>();

  let outcome: Outcome<T> | null = null;
  for (const [index, order] of orders.entries()) {
    const last = index === orders.length - 1;
    outcome = await execute(deps.database, { ...context, key: last ? context.key : null }, async (change) => {
      const stream = await loadStreamBy(deps.database, 'select $1::uuid', order);
      if (!stream) throw shippingProblems.parcel_unknown({ detail: `Order ${order} is gone.` });
      const { events, kept } = leaving(stream, rows.filter((row) => row.order_id === order).map((row) => row.id), manifest);
      keptOut.set(order, kept);
      deps.books.record(change, stream, events, context);
      if (events.length > 0) settleMoney(deps.books, change, stream, 'shipped', context);
      if (!last) return { status: 200, answer: present({ manifest, location: request.location, carrier: request.carrier, parcels: [], stayed: [], keptOut: [] }) };
      const out = [...keptOut.values()].flat();
      const parcels = rows.filter((row) => !out.some(({ parcel }) => parcel === row.id)).map((row) => ({ parcel: row.id, order: row.order_id }));
      if (parcels.length === 0) throw nothingLeaves(out);
      const stayed = [...left, ...out.flatMap(({ parcel, why }) => (why === 'opened' ? [] : [parcel]))];
      change.put(MANIFEST, { id: manifest, location: request.location, carrier: request.carrier, closed_at: context.now, closed_by: context.actor.name, parcels: parcels.length, announced: parcels.length + stayed.length, stayed, signature: request.signature, signed_by: request.signedBy });
      return { status: 200, answer: present({ manifest, location: request.location, carrier: request.carrier, parcels, stayed, keptOut: out }) };
    });
  }
  if (!outcome) throw new Error('a handover without orders');
  return outcome;
}

/** Which of an order's parcels leave with a manifest, decided on the order as it is in the very transaction: one whose order was held since the pile was looked at, or opened because something in it was cancelled, stays. */
function leaving(stream: Stream, ids: readonly Uuid[], manifest: Uuid): { events: NewEvent[]; kept: KeptOut[] } {
  const parcels = fold(stream, parcelsSlice);
  const held = unsecuredBy(stream) !== null ? 'payment' : isHeld(stream) ? 'held' : null;
  const kept: KeptOut[] = [];
  const events = ids.flatMap((id) => {
    const parcel = parcels.get(id);
    const why = parcel?.status === 'unpacked' ? 'opened' : parcel?.status === 'labelled' ? held : null;
    if (why !== null) { kept.push({ parcel: id, order: stream.id, why }); return []; }
    const event = parcel && ship(unitsOf(stream), parcel, { manifest, cause: 'handover' });
    return event ? [event] : [];
  });
  return { events, kept };
}

const heldOnThePile = (orders: readonly string[] | null): string => `${orders === null ? 'Everything here is of orders that are held' : `Held: ${orders.join(', ')}`}. Take their parcels off the pile until the hold is released; \`GET /holds\` says who can.`;

const nothingLeaves = (out: readonly KeptOut[]): Refusal => (out.every(({ why }) => why === 'opened')
  ? shippingProblems.left({ detail: 'These parcels were opened in the meantime, for something in them was cancelled. Take them off the pile.', found: out.map(({ parcel }) => parcel) })
  : out.every(({ why }) => why !== 'payment') ? fulfilmentProblems.on_hold({ detail: heldOnThePile(null), found: out.map(({ parcel }) => parcel) })
  : shippingProblems.payment_blocks({ detail: `The payment of ${new Set(out.map(({ order }) => order)).size} of these orders is not secured; take their parcels off the pile until finance has released them.`, found: out.map(({ order }) => order) }));

/**
 * What the carrier says of a parcel is a fact: it is booked where it is news, and does nothing where it is not. A scan from before the one
 * that gave the parcel its status says nothing new, however late it reaches us.
 */
export const carrierScan = <T>(deps: FloorDeps, context: CommandContext, id: Uuid, scan: Pick<CarrierScan, 'status' | 'physical' | 'code' | 'at' | 'reason'>, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const [{ stream, parcel }, policy] = await Promise.all([loadParcel(deps, context.actor, id), parcelPolicy(deps.database)]);
    const before = stream.seq;
    const record = (event: NewEvent | null): void => { if (event) deps.books.record(change, stream, [event], context); };
    const now = (): Parcel => fold(stream, parcelsSlice).get(id) ?? parcel;
    if (scan.physical && (parcel.status === 'packed' || parcel.status === 'labelled')) record(ship(unitsOf(stream), parcel, { manifest: null, cause: 'scan' }, scan.at));
    if (scan.physical && parcel.status === 'unpacked' && !fold(stream, mattersSlice).has(id)) record(takenAlong(stream, parcel, scan.code, scan.at));
    if (parcel.toldAt === null || Date.parse(scan.at) >= Date.parse(parcel.toldAt)) {
      if (scan.physical && scan.status !== 'delivered' && scan.status !== 'returning') record(find(unitsOf(stream), now(), scan.code, scan.at));
      for (const event of told(unitsOf(stream), now(), fold(stream, mattersSlice).get(id) ?? null, scan, policy)) record(event);
    }
    if (stream.seq > before) settleMoney(deps.books, change, stream, fold(stream, orderSlice).opening ? 'opening' : 'shipped', context);
    return { status: 200, answer: present(stream) };
  });

/**
 * The carrier has a parcel that was opened because something in it was cancelled: it lay on the pile when the driver came. Where all of it was cancelled
 * and still waits to be put back, that has left with it; else nobody can say what is in the box, and only somebody who looks can.
 */
function takenAlong(stream: Stream, { parcel, fulfilment, location, lines }: Parcel, code: string, at: string): NewEvent {
  const work = fold(stream, floorSlice).fulfilments.get(fulfilment);
  const there = work ? toPutBack(work, location) : [];
  const gone = lines.every(({ line, quantity }) => (there.find((one) => one.line === line)?.quantity ?? 0) >= quantity) ? lines : [];
  return {
    type: 'ParcelTakenAlong', data: { parcel, code, fulfilment, location, lines: gone } satisfies ShippingEvents['ParcelTakenAlong'], occurredAt: at,
    ...(gone.length === 0 ? {} : { moves: { stock: gone.map(({ line, quantity }) => ({ sku: unitsOf(stream).lines.get(line)?.sku ?? '', n: quantity, from: { location, state: 'picked' as const }, to: { outside: 'customer' as const } })) } }),
  };
}

/** What a scan makes of a parcel; nothing where it is not news. Pure. */
function told(units: Units, parcel: Parcel, matter: Matter | null, scan: Pick<CarrierScan, 'status' | 'code' | 'at' | 'reason'>, policy: ParcelPolicy): (NewEvent | null)[] {
  const { status, code, at } = scan;
  switch (status) {
    case 'delivered': return [deliver(units, parcel, 'delivered', code, at)];
    case 'delivered_neighbour': return [deliver(units, parcel, 'neighbour', code, at)];
    case 'collected': return [deliver(units, parcel, 'collected', code, at)];
    case 'at_pickup_point': return [arriveAtPoint(units, parcel, { code, ...stayAtPoint(at, policy) }, at)];
    case 'returning': case 'returned': {
      const reason: ReturningReason = scan.reason ?? (parcel.status === 'at_pickup_point' ? 'unclaimed' : 'returning');
      return [sendBack(units, parcel, { code, reason, ask: !policy.withoutAsking.includes(reason) }, at)];
    }
    case 'lost': return [lose(units, parcel, code, at)];
    case 'announced': case 'accepted': case 'sorted': case 'out_for_delivery': case 'attempted': case 'other': {
      const news = scan.reason === 'damaged' && (parcel.status === 'shipped' || parcel.status === 'at_pickup_point') && matter?.kind !== 'damaged';
      return news ? [{ type: 'ParcelDamaged', data: { parcel: parcel.parcel, code, ask: true } satisfies ShippingEvents['ParcelDamaged'], occurredAt: at }] : [];
    }
    default: return status satisfies never;
  }
}

/** Parcels that wait at a pickup point and will soon go back: the customer is reminded of each once; nothing when it is not there any more. */
export const parcelsWaiting = (deps: FloorDeps): DueWork => ({
  name: 'parcels at pickup points', due: { from: 'shipping.parcel', subject: 'order_id', by: 'remind_at', when: `remind_at <= $1 and status = 'at_pickup_point'` },
  run: async (order, context) => {
    await execute(deps.database, context, async (change) => {
      const due = await deps.database.query<{ id: Uuid }>(`select id from shipping.parcel where order_id = $1 and remind_at <= $2 and status = 'at_pickup_point' order by id`, [order, context.now]);
      const stream = await loadStream(deps.database, order as Uuid);
      for (const { id } of due) {
        const parcel = stream && fold(stream, parcelsSlice).get(id);
        const reminded = stream?.events.some((event) => event.type === 'ParcelReminded' && (event.data as ShippingEvents['ParcelReminded']).parcel === id);
        if (stream && parcel?.status === 'at_pickup_point' && parcel.keptUntil !== null && !reminded) deps.books.record(change, stream, [{ type: 'ParcelReminded', data: { parcel: id, until: parcel.keptUntil } satisfies ShippingEvents['ParcelReminded'] }], context);
      }
      return { status: 200, answer: null };
    });
  },
});
