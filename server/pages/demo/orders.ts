/** What became of an order that a visitor placed: found by the shop's number, left alone by the robots, with the ways to go on from it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import type { Followed, Shop } from './contract.ts';
import type { Simulators } from './simulators.ts';
import type { z } from 'zod';

export interface OrdersDeps {
  database: Database;
  simulators: Simulators;
  /** The account that works at a location; null where there is none. */
  accountOf(location: string): string | null;
  /** The customer's page of an order. */
  pageOf(order: Uuid): Promise<string>;
}

/** The channel in which each shop's orders arrive. */
export const CHANNEL: Readonly<Record<Shop, string>> = { webshop: 'webshop', outlet: 'outlet', app: 'api' };

async function idOf(database: Database, shop: Shop, number: string): Promise<Uuid | null> {
  const [row] = await database.query<{ id: Uuid }>('select id from orders.order where external_number = $2 and channel = $1 order by id desc limit 1', [CHANNEL[shop], number]);
  return row?.id ?? null;
}

/** How long an order is waited for, and how often it is looked for: the outlet is asked for its orders only now and then. */
const LOOKS = 240;
const EVERY = 500;

/** Tells the robots to leave an order to the visitor, as soon as it reached Spil. They never hurry, so this comes in time. */
export async function leaveToVisitor({ database, simulators }: OrdersDeps, shop: Shop, number: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const id = await idOf(database, shop, number);
    if (id !== null) {
      await simulators.robots({ leave: [wire('order', id)] });
      return;
    }
    await wait(EVERY);
  }
}

interface Row { number: string; status: string; on_hold: boolean }

/** The order with who works on it, and the customer's page; null until it reached Spil. */
export async function followPlaced({ database, accountOf, pageOf }: OrdersDeps, shop: Shop, number: string): Promise<z.infer<typeof Followed>> {
  const id = await idOf(database, shop, number);
  if (id === null) return { order: null };
  const [[row], work, parcels, page] = await Promise.all([
    database.query<Row>('select number, status, on_hold from orders.order where id = $1', [id]),
    database.query<{ id: Uuid; location: string; name: string; kind: string; status: string }>(`select f.id, f.location, l.name, f.kind, f.status from fulfilment.fulfilment f join locations.location l on l.code = f.location where f.order_id = $1 and f.status <> 'cancelled' order by f.id`, [id]),
    database.query<{ barcode: string | null; status: string }>(`select barcode, status from shipping.parcel where order_id = $1 and status <> 'unpacked' order by id`, [id]),
    pageOf(id),
  ]);
  if (!row) return { order: null };
  return { order: { id: wire('order', id), number: row.number, status: row.status, onHold: row.on_hold, page, work: work.map((one) => ({ ...one, id: wire('fulfilment', one.id), email: accountOf(one.location) })), parcels } };
}
