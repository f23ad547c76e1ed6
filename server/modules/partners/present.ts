/** A work order as the external warehouse sees it: what to send, to whom, and what we ask of it. */
import type { Address } from '../../kernel/address.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wire } from '../../kernel/wire.ts';
import { fold, loadStreamBy, loadStreams, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { readContacts } from '../customers/index.ts';
import type { Contact } from '../customers/index.ts';
import { dialogueSlice, isPaused, toStop, withThem } from '../dialogue/index.ts';
import type { Dialogue } from '../dialogue/index.ts';
import { floorSlice } from '../fulfilment/index.ts';
import type { Fulfilment, FloorDeps } from '../fulfilment/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { Said, WorkListQuery } from './contract.ts';
import { mine } from './messages.ts';
import type { WorkOrder } from './ports.ts';
import { partnerProblems } from './problems.ts';
import type { z } from 'zod';

export interface PartnerWork { stream: Stream; work: Fulfilment; dialogue: Dialogue }

/** The order of a work order that was given to a partner; to accounts of other locations it does not exist. */
export async function partnerWork(database: Queryable, actor: Actor, fulfilment: Uuid): Promise<PartnerWork> {
  const stream = await loadStreamBy(database, 'select order_id from dialogue.work where fulfilment_id = $1', fulfilment);
  const work = stream && fold(stream, floorSlice).fulfilments.get(fulfilment);
  const dialogue = stream && fold(stream, dialogueSlice).get(fulfilment);
  if (!stream || !work || !dialogue || !mine(actor, work.location)) throw partnerProblems.work_unknown({ detail: `There is no work order ${wire('fulfilment', fulfilment)} for this account.` });
  return { stream, work, dialogue };
}

/** Of a line, what is theirs to send: nothing while they wait for a held order. */
const toSend = (stream: Stream, dialogue: Dialogue, line?: number): number => (isPaused(dialogue) ? 0 : openOf(stream, dialogue, line));

/** Units of a work order that are still to be sent. */
export const openOf = (stream: Stream, work: Pick<Dialogue, 'fulfilment' | 'location'>, line?: number): number => withThem(unitsOf(stream), work, line).reduce((sum, { n }) => sum + n, 0);

/** Where a work order stands now: what every message about it is answered with. Nothing of a person is in it, for answers are kept. */
export function saidOf(stream: Stream, fulfilment: Uuid): Said {
  const dialogue = fold(stream, dialogueSlice).get(fulfilment);
  if (!dialogue) throw new Error(`no dialogue about ${fulfilment}`);
  return { work: wire('fulfilment', fulfilment), state: dialogue.state, open: toSend(stream, dialogue), asked: dialogue.lines.reduce((sum, { line }) => sum + toStop(dialogue, line, openOf(stream, dialogue, line)), 0) };
}

type Deps = Pick<FloorDeps, 'carrierFor'> & { database: Database };

interface Around { contacts: ReadonlyMap<Uuid, Contact>; gtins: ReadonlyMap<string, string[]>; places: ReadonlyMap<string, { name: string; address: Address }> }

async function around(database: Database, works: readonly PartnerWork[]): Promise<Around> {
  const orders = works.map(({ stream }) => fold(stream, orderSlice));
  const skus = orders.flatMap((order) => [...order.lines.values()].flatMap(({ sku }) => sku ?? []));
  const [contacts, rows, places] = await Promise.all([
    readContacts(database, orders.flatMap((order) => [order.contact, ...[...order.deliveries.values()].map(({ contact }) => contact)]).filter((id): id is Uuid => id !== null)),
    database.query<{ sku: string; gtins: string[] }>('select sku, array_agg(gtin order by gtin) as gtins from catalogue.barcode where sku = any($1) group by sku', [[...new Set(skus)]]),
    database.query<{ code: string; name: string; address: Address }>('select code, name, address from locations.location where code = any($1)', [[...new Set(works.flatMap(({ work }) => work.destination ?? []))]]),
  ]);
  return { contacts, gtins: new Map(rows.map(({ sku, gtins }) => [sku, gtins])), places: new Map(places.map(({ code, ...place }) => [code, place])) };
}

function view(deps: Deps, { stream, work, dialogue }: PartnerWork, { contacts, gtins, places }: Around): WorkOrder {
  const order = fold(stream, orderSlice);
  const delivery = order.deliveries.get(work.delivery);
  const store = work.destination === null ? undefined : places.get(work.destination);
  // Who collects it in the store is no business of who brings it there.
  const contact = store ? undefined : contacts.get(delivery?.contact ?? '') ?? contacts.get(order.contact ?? '');
  const asks = dialogue.open.map(({ request, lines, reason, at }) => ({ request, askedAt: at, reason, lines: lines.map(({ line, quantity }) => ({ line, sku: order.lines.get(line)?.sku ?? '', quantity })) }));
  const last = asks.at(-1);
  const { carrier, product } = delivery && !store ? deps.carrierFor({ delivery, location: work.location, weightGrams: 0 }) : { carrier: '', product: '' };
  return {
    id: wire('fulfilment', work.fulfilment), number: `${order.number}-${work.number}`, order: order.number, location: work.location, kind: store ? 'transfer' : 'ship', destination: work.destination,
    state: dialogue.state, submittedAt: dialogue.submittedAt, changedAt: dialogue.changedAt, expectedAt: dialogue.expectedAt, shipBy: work.dueAt, promisedBy: delivery?.promisedBy ?? null, service: { carrier, product },
    receiver: store ? { ...store.address, company: store.address.company ?? store.name } : contact?.address ? { ...contact.address, name: contact.address.name ?? contact.name } : null,
    email: store ? null : contact?.email ?? contacts.get(order.contact ?? '')?.email ?? null, language: store ? null : order.language,
    pickupPoint: delivery?.pickupPoint && !store ? { carrier: delivery.pickupPoint.carrier, id: delivery.pickupPoint.id } : null,
    lines: dialogue.lines.map(({ line, quantity }) => {
      const of = order.lines.get(line);
      const open = toSend(stream, dialogue, line);
      return { line, sku: of?.sku ?? '', gtins: gtins.get(of?.sku ?? '') ?? [], name: of?.name ?? '', weightGrams: of?.weightGrams ?? 0, quantity, open, asked: toStop(dialogue, line, open) };
    }),
    cancellation: last ? { ...last, lines: asks.flatMap(({ lines }) => lines) } : null,
  };
}

/** One work order as the warehouse sees it. */
export async function workOrder(deps: Deps, actor: Actor, fulfilment: Uuid): Promise<WorkOrder> {
  const found = await partnerWork(deps.database, actor, fulfilment);
  return view(deps, found, await around(deps.database, [found]));
}

/** Work orders of the account's locations: by default those that wait for the warehouse, the oldest first. What is answered leaves that list, so that nothing is missed by paging. */
export async function listWorkOrders(deps: Deps, actor: Actor, { after, limit, location, state, changedSince }: z.output<typeof WorkListQuery>): Promise<{ work: WorkOrder[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const rows = await deps.database.query<{ fulfilment_id: Uuid; order_id: Uuid }>(
    `select fulfilment_id, order_id from dialogue.work where ($1::text[] is null or location = any($1)) and ($2::text is null or location = $2) and ($3::text is null or state = $3)
       and ($4::timestamptz is null or changed_at >= $4) and ($3::text is not null or $4::timestamptz is not null or state = 'submitted' or state = 'cancellation_requested' or (state in ('accepted', 'cancellation_rejected') and open > 0))
       and ($5::uuid is null or fulfilment_id > $5) order by fulfilment_id limit $6`,
    [actor.locations === 'all' ? null : actor.locations, location ?? null, state ?? null, changedSince ?? null, cursor?.[0] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const streams = await loadStreams(deps.database, [...new Set(shown.map(({ order_id }) => order_id))]);
  const found = shown.flatMap(({ fulfilment_id: id, order_id }): PartnerWork[] => {
    const stream = streams.get(order_id);
    const work = stream && fold(stream, floorSlice).fulfilments.get(id);
    const dialogue = stream && fold(stream, dialogueSlice).get(id);
    return stream && work && dialogue ? [{ stream, work, dialogue }] : [];
  });
  const others = await around(deps.database, found);
  const last = shown.at(-1);
  return { work: found.map((one) => view(deps, one, others)), next: rows.length > limit && last ? encodeCursor([last.fulfilment_id]) : null };
}
