/** Laws for when what was begun is ended: what was found in totes is booked into every order it names, and all work of the external warehouse was given to it. */
import { expect } from 'vitest';
import { fold, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import { dialogueSlice } from '../../server/modules/dialogue/index.ts';
import type { FulfilmentEvents } from '../../server/modules/fulfilment/types.ts';
import { floorSlice } from '../../server/modules/fulfilment/types.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { loadSlice } from '../../server/modules/shipping/loads.ts';
import { PARTNER } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';
import { loadsOf } from '../support/steps-totes.ts';

const sum = (of: readonly { quantity: number }[]): number => of.reduce((total, { quantity }) => total + quantity, 0);

/** So many of a line arrived, or did not, by one receipt of a load. */
function booked(stream: Stream, receipt: string | null, type: 'ItemsReceived' | 'ItemsShorted', line: number, reason?: string): number {
  return stream.events.filter((event) => event.type === type && (event.data as { receipt?: string }).receipt === receipt).reduce((total, { data }) => {
    if (type === 'ItemsReceived') return total + sum((data as FulfilmentEvents['ItemsReceived']).lines.filter((one) => one.line === line));
    const short = data as FulfilmentEvents['ItemsShorted'];
    return total + (short.line === line && short.reason === reason ? short.quantity : 0);
  }, 0);
}

/** What was noted of each load is what its orders have of it. */
export function expectTotesBooked(shop: Shop): void {
  for (const load of loadsOf(shop)) {
    const { receipts, goods } = fold(load, loadSlice);
    for (const [sku, n] of goods) expect(n, `of ${sku} in load ${load.id}, which was looked into`).toBe(0);
    for (const { receipt, lines } of receipts) {
      for (const { order, line } of lines) {
        const stream = shop.streams.get(order);
        if (!stream) continue;
        const noted = (of: 'good' | 'damaged' | 'missing'): number => lines.reduce((total, one) => total + (one.order === order && one.line === line ? one[of] : 0), 0);
        expect([booked(stream, receipt, 'ItemsReceived', line), booked(stream, receipt, 'ItemsShorted', line, 'damaged_in_load'), booked(stream, receipt, 'ItemsShorted', line, 'missing_in_load')], `of line ${line} of ${order} in load ${load.id}`).toEqual([noted('good'), noted('damaged'), noted('missing')]);
      }
    }
  }
}

/** What the external warehouse has on its shelves for an order that nobody holds, it knows of. */
export function expectGiven(stream: Stream): void {
  if (fold(stream, orderSlice).holds.size > 0) return;
  for (const { fulfilment, kind, location, notYet } of fold(stream, floorSlice).fulfilments.values()) {
    if (location !== PARTNER || kind === 'pickup' || notYet === true) continue;
    const there = unitsIn(unitsOf(stream), { holder: fulfilment, stage: 'allocated' });
    if (there.length > 0) expect(fold(stream, dialogueSlice).has(fulfilment), `work ${fulfilment} of ${stream.id} was given to ${PARTNER}`).toBe(true);
  }
}
