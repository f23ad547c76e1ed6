/** The stock book in memory, written from its laws and not from its SQL: the model that long random runs are held against. */
import type { Change } from '../../server/kernel/change.ts';
import { Contested } from '../../server/kernel/change.ts';
import { stockLane } from '../../server/modules/books/index.ts';
import type { Balance, StockState } from '../../server/modules/books/index.ts';

export class StockModel {
  readonly balances = new Map<string, Balance>();
  /** Σ movements per key. */
  readonly moved = new Map<string, number>();

  /** Applies the stock of a change, all or nothing. */
  send(change: Change): void {
    change.finish();
    const next: Balance[] = [];
    for (const delta of change.lanes.get(stockLane)?.values() ?? []) {
      const { sku, location, state } = delta as { sku: string; location: string; state: StockState };
      const quantity = Number(delta.quantity);
      const wanted = Number(delta.reserved);
      const before = this.balances.get(`${sku} ${location} ${state}`) ?? { sku, location, state, quantity: 0, reserved: 0, broken: 0, kept_back: 0 };
      const after = before.quantity + quantity;
      const promised = before.reserved + before.broken + wanted;
      if (after < 0 || promised < 0) throw new Contested('stock', 'stock');
      const isNewPromise = wanted > Math.max(0, quantity);
      if (isNewPromise && after - before.reserved - before.broken - before.kept_back < wanted) throw new Contested('stock', 'stock');
      const broken = Math.max(0, promised - after);
      if (delta.fact !== true && broken > before.broken) throw new Contested('stock', 'stock');
      next.push({ ...before, quantity: after, reserved: promised - broken, broken });
    }
    for (const balance of next) this.balances.set(`${balance.sku} ${balance.location} ${balance.state}`, balance);
    for (const { row } of change.rows.get('books.stock_movement')?.entries.values() ?? []) {
      for (const [location, state, sign] of [[row.from_location, row.from_state, -1], [row.to_location, row.to_state, 1]] as const) {
        if (location === '') continue;
        const key = `${String(row.sku)} ${String(location)} ${String(state)}`;
        this.moved.set(key, (this.moved.get(key) ?? 0) + sign * Number(row.quantity));
      }
    }
  }
}
