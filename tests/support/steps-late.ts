/** Steps of a shop's life with what does not come in time: days go by, vans that should have arrived and suppliers whose day is gone are looked at, and those who wait are told. */
import { fold, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import { overdueLoad } from '../../server/modules/fulfilment/overdue.ts';
import { zoneDate } from '../../server/modules/locations/index.ts';
import { recordPromises } from '../../server/modules/orders/promise.ts';
import { boundUnits, dateMoved, overdue } from '../../server/modules/orders/waiting.ts';
import { ordersWith } from './act.ts';
import type { Act } from './act.ts';
import { CALENDAR } from './shop.ts';
import type { Shop } from './shop.ts';
import { lookAtAll } from './steps-reserve.ts';
import { receiptsOf } from './steps-supply.ts';
import { loadsOf } from './steps-totes.ts';

/** The clock looks at the loads that are late: the promises of their orders first, then the load itself. */
async function lookAtLoads(shop: Shop): Promise<void> {
  const { now } = shop.context;
  for (const load of loadsOf(shop).filter((one) => overdueLoad(one, now) !== null)) {
    for (const { id } of ordersWith(shop, (stream) => unitsIn(unitsOf(stream), { holder: load.id, stage: 'in_transfer' }).length > 0)) {
      await shop.onOrder(id, async (change, stream) => recordPromises(shop.books, change, stream, await shop.world(), 'missed', shop.context), false);
    }
    await shop.act(load.id, 'load', (change, stream) => shop.record(change, stream, [overdueLoad(stream, shop.context.now)]));
  }
}

/** What of receipts is late at a moment: its day is gone, it has not come, and nothing of it is kept for who waits. */
async function lateSupply(shop: Shop): Promise<{ receipt: string; sku: string }[]> {
  const { kept = [] } = await shop.world();
  const today = zoneDate(shop.context.now, CALENDAR.zone);
  return receiptsOf(shop).flatMap(({ stream, expected }) => [...expected.lines]
    .filter(([sku, { outstanding, expectedOn }]) => outstanding > 0 && expectedOn < today && !kept.some((one) => one.cause === stream.id && one.sku === sku && one.promised > 0))
    .map(([sku]) => ({ receipt: stream.id, sku })));
}

/** Who waits for a supplier is told of another day, as soon as it was said; and, when that is gone, that nobody knows when. */
async function lookAtSupplies(shop: Shop): Promise<void> {
  const late = await lateSupply(shop);
  const days = receiptsOf(shop).flatMap(({ stream, expected }) => [...expected.lines].map(([sku, { expectedOn }]) => ({ receipt: stream.id, sku, expectedOn })));
  for (const { id } of ordersWith(shop, (stream) => boundUnits(stream).length > 0)) {
    await shop.onOrder(id, async (change, stream) => {
      shop.record(change, stream, days.flatMap(({ receipt, sku, expectedOn }) => dateMoved(stream, receipt, sku, expectedOn, () => null) ?? []));
      const events = overdue(stream, late);
      shop.record(change, stream, events);
      if (events.length > 0) recordPromises(shop.books, change, stream, await shop.world(), 'supply', shop.context);
    }, false);
  }
}

export const LATE_STEPS: Readonly<Record<string, Act>> = {
  /** A day to three, in which nobody does anything but the clock. */
  daysPass: async (shop, a) => {
    shop.town.time.minutes += 1440 * (1 + (a % 3));
    await lookAtAll(shop);
    await lookAtLoads(shop);
    await lookAtSupplies(shop);
  },
};
