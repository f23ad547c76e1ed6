/** The addresses of the orders room. */
import { z } from 'zod';
import { table } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { fold } from '../books/index.ts';
import { proveParts, proveTotals } from '../channels/index.ts';
import { changeAddress } from './address.ts';
import { cancelOrder, hold, orderFor, orderStream, place, releaseHold, tag } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { addLines, changeQuantity } from './edit.ts';
import { AddLinesBody, AddressBody, CancelBody, HoldBody, NoteBody, OrderDeliveryParams, OrderHoldParams, OrderLineParams, OrderParams, PlaceBody, QuantityBody, ReleaseBody, TagsBody } from './contract.ts';
import { ExplanationView, explainOrder } from './explanation.ts';
import { CHANGERS, READERS, seesChannel } from './permissions.ts';
import { EventView, OrderView, PlacedView, presentEvents, presentOrder, presentPlaced } from './present.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import { notesOf } from './queries.ts';
import { orderListRoutes } from './routes-list.ts';
import { holdRoutes } from './routes-holds.ts';
import { namingRoutes } from './routes-naming.ts';
import { refundRoutes } from './routes-refunds.ts';
import { sellRoutes } from './sell.ts';
import { consequenceRoutes } from './consequences.ts';

const shown = { 200: { description: 'The order as it is now', schema: OrderView }, 404: { description: 'No such order', schema: Problem }, 409: { description: 'It cannot be done any more', schema: Problem } };
const NoteView = z.object({ id: z.string(), text: z.string(), by: z.string(), at: z.string() });
const NOTE = table('orders.note', 'id');

export function orderRoutes(deps: OrderDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/orders', operation: 'placeOrder', tag: 'Orders', summary: 'Take an order',
      description: 'Takes an order of a channel: proves its totals to the minor unit, plans it, reserves the stock and makes the work orders, all in one transaction. The same channel and externalId again is answered with the order there is (200).',
      access: ['channel', 'service', 'operations'], body: PlaceBody,
      answers: { 201: { description: 'Taken', schema: PlacedView }, 200: { description: 'Was taken before', schema: PlacedView }, 403: { description: 'Not a channel of this key', schema: Problem }, 422: { description: 'It does not add up, or names what does not exist', schema: Problem } },
      handle: async ({ body, context, actor }) => {
        const { channel, ...snapshot } = body;
        if (!seesChannel(actor, channel)) throw orderProblems.channel_not_yours({ detail: `"${actor.name}" is bound to ${actor.channels?.join(', ') ?? ''}; it brings no orders of "${channel}".`, found: channel, expected: actor.channels, field: 'channel' });
        const reasons = proveTotals(snapshot);
        if (reasons.length > 0) throw orderProblems.does_not_add_up({ detail: `${reasons.join('; ')}. Nothing was taken; correct the amounts and send it again.`, field: 'totals', errors: reasons.map((detail) => ({ field: 'totals', detail })) });
        const { status, answer } = await place(deps, context, channel, snapshot, ({ stream }) => presentPlaced(stream, actor));
        return { status, body: answer };
      },
    }),
    ...orderListRoutes(deps), ...refundRoutes(deps), ...sellRoutes(deps), ...consequenceRoutes(deps), ...holdRoutes(deps), ...namingRoutes(deps),
    route({
      method: 'GET', path: '/orders/{order}', operation: 'getOrder', tag: 'Orders', summary: 'One order with its lines, units, deliveries and money', access: READERS, params: OrderParams, answers: shown,
      handle: async ({ params, actor }) => {
        const stream = await orderFor(deps.database, actor, params.order);
        return ok(presentOrder(stream, actor), { etag: `"${stream.seq}"` });
      },
    }),
    route({
      method: 'GET', path: '/orders/{order}/events', operation: 'getOrderEvents', tag: 'Orders', summary: 'Everything that happened to an order, oldest first', access: READERS, params: OrderParams,
      answers: { 200: { description: 'The journal of the order', schema: z.object({ events: z.array(EventView) }) }, 404: { description: 'No such order', schema: Problem } },
      handle: async ({ params, actor }) => ok({ events: presentEvents(await orderFor(deps.database, actor, params.order)) }),
    }),
    route({
      method: 'GET', path: '/orders/{order}/explanation', operation: 'explainOrder', tag: 'Orders', summary: 'Why the goods of an order come from where they come',
      description: 'Every decision made for the order, made again from its kept inputs: which locations were considered, which rule dropped each, what each would have cost, and why this one won. An account of a store sees its own part.',
      access: ['operations', 'service', 'viewer', 'store'], params: OrderParams,
      answers: { 200: { description: 'The decisions, oldest first', schema: ExplanationView }, 404: { description: 'No such order', schema: Problem } },
      handle: async ({ params, actor }) => ok(await explainOrder(deps, actor, params.order)),
    }),
    route({
      method: 'POST', path: '/orders/{order}/cancel', operation: 'cancelOrder', tag: 'Orders', summary: 'Cancel an order or some of its units, until the goods have left', access: CHANGERS, params: OrderParams, body: CancelBody, answers: shown,
      handle: async ({ params, body, context, actor }) => ok((await cancelOrder(deps, context, params.order, body.lines, body.reason, body.note, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/holds', operation: 'holdOrder', tag: 'Orders', summary: 'Hold an order: its stock stays reserved, its work is not released', access: [...CHANGERS, 'finance'], params: OrderParams, body: HoldBody, answers: shown,
      handle: async ({ params, body, context, actor }) => ok((await hold(deps, context, params.order, body.reason, body.owner, body.note, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/holds/{hold}/release', operation: 'releaseHold', tag: 'Orders', summary: 'Release a hold; with the last one the work goes to the shop floor', access: [...CHANGERS, 'finance'], params: OrderHoldParams, body: ReleaseBody, answers: shown,
      handle: async ({ params, body, context, actor }) => ok((await releaseHold(deps, context, params.order, params.hold, body.reason, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/address', operation: 'changeAddress', tag: 'Orders', summary: 'Send a delivery to another address, while nothing of it is packed', access: CHANGERS, params: OrderDeliveryParams, body: AddressBody, answers: shown,
      handle: async ({ params, body, context, actor }) => ok((await changeAddress(deps, context, params.order, params.delivery, body.address, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/lines', operation: 'addLines', tag: 'Orders', summary: 'Add lines or charges; what is not paid yet holds the work', access: CHANGERS, params: OrderParams, body: AddLinesBody, answers: shown,
      handle: async ({ params, body, context, actor }) => {
        const { pricesIncludeTax, currency } = fold(await orderStream(deps.database, params.order), orderSlice);
        const reasons = proveParts([...body.lines, ...body.charges], pricesIncludeTax, currency);
        if (reasons.length > 0) throw orderProblems.does_not_add_up({ detail: `${reasons.join('; ')}. Nothing was added.`, field: 'lines', errors: reasons.map((detail) => ({ field: 'lines', detail })) });
        return ok((await addLines(deps, context, params.order, body, (stream) => presentOrder(stream, actor))).answer);
      },
    }),
    route({
      method: 'POST', path: '/orders/{order}/lines/{line}/quantity', operation: 'changeQuantity', tag: 'Orders', summary: 'Change how many of a line are wanted, while they have not left', access: CHANGERS, params: OrderLineParams, body: QuantityBody, answers: shown,
      handle: async ({ params, body, context, actor }) => ok((await changeQuantity(deps, context, params.order, { line: params.line, quantity: body.quantity }, body.reason, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/tags', operation: 'tagOrder', tag: 'Orders', summary: 'Set the tags of an order', access: CHANGERS, params: OrderParams, body: TagsBody, answers: shown,
      handle: async ({ params, body, context, actor }) => ok((await tag(deps, context, params.order, body.tags, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/notes', operation: 'noteOrder', tag: 'Orders', summary: 'Write a note on an order', access: [...CHANGERS, 'finance'], params: OrderParams, body: NoteBody,
      answers: { 201: { description: 'Written', schema: NoteView }, 404: { description: 'No such order', schema: Problem } },
      handle: async ({ params, body, context, actor }) => {
        const outcome = await execute(deps.database, context, async (change) => {
          const stream = await orderStream(deps.database, params.order);
          const note = newId();
          deps.books.record(change, stream, [{ type: 'NoteAdded', data: { note } }], context);
          change.insert(NOTE, { id: note, order_id: stream.id, text: body.text, created_by: actor.name, created_at: context.now });
          return { status: 201, answer: { id: wire('note', note), text: body.text, by: actor.name, at: context.now } };
        });
        return { status: outcome.status, body: outcome.answer };
      },
    }),
    route({
      method: 'GET', path: '/orders/{order}/notes', operation: 'listNotes', tag: 'Orders', summary: 'Notes of an order, newest first', access: READERS, params: OrderParams,
      answers: { 200: { description: 'Notes', schema: z.object({ notes: z.array(NoteView) }) } },
      handle: async ({ params, actor }) => ok({ notes: (await notesOf(deps.database, (await orderFor(deps.database, actor, params.order)).id)).map((note) => ({ id: wire('note', note.id), text: note.text, by: note.created_by, at: note.created_at })) }),
    }),
  ];
}
