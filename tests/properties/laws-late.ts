/** Laws about what does not come in time: it is said when it is late and not before, no more often than there is something new, and nobody promises a day that nobody knows. */
import { expect } from 'vitest';
import { fold, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { JournalEvent, Stream } from '../../server/modules/books/index.ts';
import { floorSlice } from '../../server/modules/fulfilment/types.ts';
import { zoneDate } from '../../server/modules/locations/index.ts';
import type { OrderEvents } from '../../server/modules/orders/index.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import type { LoadEvents } from '../../server/modules/shipping/loads.ts';
import { CALENDAR } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';

const HOUR = 3_600_000;
/** From when on a load counts as late, and from when on nobody knows when it comes. */
const LATE = [4 * HOUR, 48 * HOUR] as const;

/** A load is called late twice at most, each time after its moment, and never once all of it was received. */
export function expectLateLoads(shop: Shop, load: Stream, since: number): void {
  const said = load.events.filter((event): event is JournalEvent & { data: LoadEvents['LoadOverdue'] } => event.type === 'LoadOverdue');
  for (const [index, { seq, data, recordedAt }] of said.entries()) {
    if (seq <= since) continue;
    expect(Date.parse(recordedAt) - Date.parse(data.expectedAt), `how late load ${load.id} is, said for the ${index + 1}th time`).toBeGreaterThan(LATE[index] ?? Number.NaN);
    const received = load.events.findLast(({ seq: at, type }) => at < seq && type === 'LoadReceived')?.data as LoadEvents['LoadReceived'] | undefined;
    expect(received?.outstanding, `load ${load.id} is called late and was received`).not.toBe(0);
    if (index === 0) continue;
    for (const id of shop.orders) {
      const order = shop.streams.get(id);
      if (!order) continue;
      for (const { line, delivery } of unitsIn(unitsOf(order), { holder: load.id, stage: 'in_transfer' })) {
        // Of what two vans bring the later counts; of what came along unasked, the latest van of the delivery.
        const vans = [...fold(order, floorSlice).fulfilments.values()].filter((work) => work.delivery === delivery && work.kind === 'transfer');
        const asked = vans.filter((work) => work.lines.some((of) => of.line === line));
        const later = (asked.length > 0 ? asked : vans).some((work) => !(Date.parse(work.arrivesAt ?? '') <= Date.parse(data.expectedAt)));
        if (!later) expectNoDay(order, delivery);
      }
    }
  }
}

function expectNoDay(order: Stream, delivery: number): void {
  expect(fold(order, orderSlice).deliveries.get(delivery)?.promisedBy, `promised of delivery ${delivery} of ${order.id}, of which nobody knows when it comes`).toBeNull();
}

/** Who waits for a supplier is told once that a day of it is gone, after that day, and is promised none. */
export function expectLateSupply(stream: Stream, since: number): void {
  for (const event of stream.events) {
    if (event.seq <= since || event.type !== 'SupplyOverdue') continue;
    const { receipt, expectedOn, lines } = event.data as OrderEvents['SupplyOverdue'];
    expect(expectedOn < zoneDate(event.recordedAt, CALENDAR.zone), `${stream.id} is told on ${event.recordedAt} that what comes on ${expectedOn} is late`).toBe(true);
    for (const { line, delivery } of lines) {
      // A day is said when it begins to wait, and when another one is.
      const days = ({ type, data }: JournalEvent): readonly { receipt: string; line: number; delivery: number }[] => (type === 'ItemsWaiting' ? (data as OrderEvents['ItemsWaiting']).supply ?? [] : type === 'ExpectedDateMoved' ? (data as OrderEvents['ExpectedDateMoved']).lines : []);
      const again = stream.events.findLast((one) => one.seq < event.seq && days(one).some((of) => of.receipt === receipt && of.line === line && of.delivery === delivery))?.seq ?? 0;
      const told = stream.events.filter(({ seq, type, data }) => seq > again && seq < event.seq && type === 'SupplyOverdue' && (data as OrderEvents['SupplyOverdue']).receipt === receipt && (data as OrderEvents['SupplyOverdue']).lines.some((one) => one.line === line && one.delivery === delivery));
      expect(told.length, `how often ${stream.id} was told before that ${receipt} is late`).toBe(0);
      if (stream.events.at(-1)?.recordedAt === event.recordedAt && unitsIn(unitsOf(stream), { line, delivery, holder: receipt, stage: 'waiting' }).length > 0) expectNoDay(stream, delivery);
    }
  }
}
