/** A shop's stock in a real database: changes are sent as commands send them, and what may be promised is read as planning reads it. */
import { commit } from '../../server/kernel/change.ts';
import type { Database } from '../../server/kernel/database.ts';
import type { Balance } from '../../server/modules/books/index.ts';
import { worldSource } from '../../server/modules/sourcing/world.ts';
import { SKUS } from './shop.ts';
import type { Storehouse } from './shop.ts';

/** `mine`: whether an expected receipt belongs to this shop; several shops may live in one database, and each waits for its own suppliers. */
export function storehouseOf(database: Database, mine: (receipt: string) => boolean = () => true): Storehouse {
  const worlds = worldSource();
  return {
    send: (change) => commit(database, change),
    balances: () => database.query<Balance>('select sku, location, state, quantity, reserved, broken, kept_back from books.stock_balance'),
    supply: async () => {
      const { supply = [], kept = [] } = await worlds.load(database, SKUS, '2026-03-02T09:00:00.000Z');
      return { supply: supply.filter(({ receipt }) => mine(receipt)), kept: kept.filter(({ cause }) => mine(cause)) };
    },
  };
}
