/** The lists of orders, deliveries, holds and waiting demand, kept as indexed rows in the same transaction as the events. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { fold, unitsIn, unitsOf, waitsSomewhere } from '../books/index.ts';
import type { Projection, Stream } from '../books/index.ts';
import { dueOf, locationsOf } from './due.ts';
import { deliveryStatus, orderSlice, orderStatus, readyAt } from './state.ts';
import type { Hold, OrderEvents, OrderPlaced } from './types.ts';
import { waitingSlice } from './waiting.ts';

const ORDER = table('orders.order', 'id');
const DELIVERY = table('orders.delivery', 'order_id', 'delivery');
const HOLD = table('orders.hold', 'id');
const WAITING = table('orders.waiting', 'order_id', 'line', 'delivery');
const REF = table('orders.external_ref', 'channel', 'external_id');

export const orderProjection: Projection = {
  stream: 'order', name: 'orders.order', version: 1, tables: ['orders.order', 'orders.delivery', 'orders.hold', 'orders.waiting', 'orders.external_ref'],
  apply: (change, stream, event) => {
    switch (event.type) {
      case 'OrderPlaced': {
        const { channel, externalId } = event.data as OrderPlaced;
        if (externalId !== null) change.insert(REF, { channel, external_id: externalId, order_id: stream.id });
        return;
      }
      case 'HoldPlaced': {
        const { hold, reason, owner, placedAt } = event.data as Hold;
        change.insert(HOLD, { id: hold, order_id: stream.id, reason, owner, placed_at: placedAt });
        return;
      }
      case 'HoldReleased': change.patch(HOLD, { id: (event.data as OrderEvents['HoldReleased']).hold, released_at: event.recordedAt });
    }
  },
  settle: (change, stream) => {
    const order = fold(stream, orderSlice);
    const units = unitsOf(stream);
    change.put(ORDER, {
      id: stream.id, number: order.number, channel: order.channel, external_id: order.externalId, external_number: order.externalNumber, placed_at: order.placedAt,
      status: orderStatus(units), on_hold: order.holds.size > 0, currency: order.currency,
      total: [...order.lines.values(), ...order.charges.values()].reduce((sum, part) => sum + part.total, 0),
      contact_id: order.contact, tags: order.tags, units: [...units.lines.values()].reduce((sum, line) => sum + line.ordered, 0), seq: stream.seq,
      due_at: dueOf(stream), locations: locationsOf(units),
    }, stream.loaded === 0);
    for (const delivery of order.deliveries.values()) {
      change.put(DELIVERY, {
        order_id: stream.id, delivery: delivery.delivery, kind: delivery.kind, location: delivery.location, status: deliveryStatus(units, delivery.delivery), promised_by: delivery.promisedBy,
        ready_at: readyAt(stream, delivery.delivery),
      }, stream.loaded === 0);
    }
    waiting(change, stream);
  },
};

function waiting(change: Change, stream: Stream): void {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const { queue } = fold(stream, waitingSlice);
  const isNew = stream.loaded === 0;
  for (const line of order.lines.values()) {
    if (line.kind !== 'goods' || line.sku === null) continue;
    for (const delivery of order.deliveries.keys()) {
      const wanted = unitsIn(units, { line: line.line, delivery, stage: ['open', 'waiting'] });
      const quantity = wanted.reduce((sum, held) => sum + held.n, 0);
      const promised = wanted.reduce((sum, held) => sum + (waitsSomewhere(held) ? held.n : 0), 0);
      const key = { order_id: stream.id, line: line.line, delivery };
      if (quantity > 0) change.put(WAITING, { ...key, sku: line.sku, quantity, promised, priority: queue, since: order.placedAt }, isNew);
      else if (!isNew) change.remove(WAITING, key);
    }
  }
}
