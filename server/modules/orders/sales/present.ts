/** How a till's receipt is shown: what was taken along, what goes how, and what is to be given back. */
import { wire } from '../../../kernel/wire.ts';
import { fold, moneyOf, unitsIn, unitsOf } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import { BY_HAND } from '../../payments/index.ts';
import { assignedSlice } from '../../sourcing/index.ts';
import { presentHolds } from '../present.ts';
import { deliveryStatus, orderSlice, orderStatus } from '../state.ts';
import type { SaleView } from './contract.ts';
import { HERE } from './rules.ts';

/** Without pickup codes: they are kept nowhere, and answers are kept. */
export function presentSale(stream: Stream): SaleView {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const works = [...fold(stream, assignedSlice).fulfilments.values()];
  const refOf = (delivery: number): string | null => {
    const of = order.deliveries.get(delivery);
    return of === undefined || of.ref === HERE ? null : of.ref;
  };
  return {
    order: wire('order', stream.id), number: order.number, receipt: order.externalNumber ?? order.number, channel: order.channel, location: order.sale?.location ?? '', soldAt: order.placedAt, status: orderStatus(units), onHold: order.holds.size > 0, voided: order.voided, currency: order.currency,
    total: [...order.lines.values(), ...order.charges.values()].reduce((sum, { total }) => sum + total, 0),
    lines: [...order.lines.values()].map(({ line, ref, sku, name, quantity, delivery }) => {
      const stages = new Map<string, number>();
      for (const held of unitsIn(units, { line })) stages.set(held.stage, (stages.get(held.stage) ?? 0) + held.n);
      return { line, ref, sku: units.lines.get(line)?.sku ?? null, name, quantity, delivery: refOf(delivery), units: [...stages].map(([stage, n]) => ({ stage, quantity: n })) };
    }),
    deliveries: [...order.deliveries.values()].filter(({ ref }) => ref !== HERE).map(({ delivery, ref, kind, location, promisedBy }) => ({
      ref, delivery, kind, status: deliveryStatus(units, delivery), location, promisedBy, pickupCode: null,
      from: [...new Set(works.filter((work) => work.delivery === delivery && unitsIn(units, { holder: work.fulfilment }).length > 0).map((work) => work.location))],
    })),
    giveBack: [...moneyOf(stream).payments.values()].reduce((sum, payment) => sum + (BY_HAND.has(payment.operator) ? payment.refund_pending : 0), 0),
    holds: presentHolds(order),
  };
}
