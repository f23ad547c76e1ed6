/** A shop's stock in a real database: changes are sent as commands send them, and what may be promised is read as planning reads it. */
import { commit } from '../../server/kernel/change.ts';
import type { Database } from '../../server/kernel/database.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import { newId } from '../../server/kernel/ids.ts';
import { openBooks } from '../../server/modules/books/index.ts';
import type { Balance } from '../../server/modules/books/index.ts';
import { INVENTORY_EVENTS } from '../../server/modules/inventory/rules.ts';
import { againstShelf, countedProjection, countedSince } from '../../server/modules/inventory/shelf.ts';
import { freeEnded, takePlace, takeShare } from '../../server/modules/orders/reservations/commands.ts';
import { bookDifference, takeReport } from '../../server/modules/partners/stock-reports.ts';
import { worldSource } from '../../server/modules/sourcing/world.ts';
import { LOCATIONS, PARTNER, PLACES, SKUS } from './shop.ts';
import type { Storehouse } from './shop.ts';
import { POLICY } from './steps-reserve.ts';

/** The places and products that commands look for by name. */
export async function furnish(database: Database): Promise<void> {
  for (const { code, kind, address, calendar } of PLACES) await database.query('insert into locations.location (code, name, kind, address, calendar) values ($1, $1, $2, $3, $4)', [code, kind, JSON.stringify(address), JSON.stringify(calendar)]);
  await database.query(`insert into catalogue.product (code, name) values ('shoe', 'Shoe')`);
  for (const sku of SKUS) await database.query(`insert into catalogue.variant (sku, product, name, weight_grams) values ($1, 'shoe', $1, 800)`, [sku]);
}

/** `mine`: whether an expected receipt belongs to this shop's town; several may live in one database, and each waits for its own suppliers. */
export function storehouseOf(database: Database, mine: (receipt: string) => boolean = () => true): Storehouse {
  const worlds = worldSource();
  const partner = { database, books: openBooks([countedProjection], new Set(INVENTORY_EVENTS)) };
  return {
    send: (change) => commit(database, change),
    balances: () => database.query<Balance>('select sku, location, state, quantity, reserved, broken, kept_back from books.stock_balance where location = any($1)', [LOCATIONS]),
    supply: async () => {
      const { supply = [], kept = [] } = await worlds.load(database, SKUS, '2026-03-02T09:00:00.000Z');
      return { supply: supply.filter(({ receipt }) => mine(receipt)), kept: kept.filter(({ cause }) => mine(cause)) };
    },
    countedSince: (shelves, at) => countedSince(database, shelves, at),
    againstShelf: (location, lines) => againstShelf(database, location, lines),
    takePlace: async (change, order, customer, most) => {
      await freeEnded(database, [customer]);
      await takePlace(database, change, order, { subject: customer, most, whose: 'this e-mail address' });
    },
    takeShare: (_shop, change, stream, world, location) => takeShare(database, change, stream, world, location, POLICY),
    report: async (shop, sku, onHand, at) => {
      const context = { ...shop.context, key: null };
      const report = { reference: newId(), location: PARTNER, countedAt: at, includes: null, complete: false, rows: [{ sku, onHand, damaged: null, quarantine: null }] };
      await takeReport(partner, context, report);
      for (const { id } of await database.query<{ id: string }>(`select id from partners.stock_difference where reference = $1 and status = 'open'`, [report.reference])) await bookDifference(partner, { ...context, actor: SYSTEM }, id);
    },
  };
}
