/** The stock book in memory, written from its laws and not from its SQL: the model that long random runs are held against. */
import type { Change } from '../../server/kernel/change.ts';
import { Contested, table } from '../../server/kernel/change.ts';
import { newId } from '../../server/kernel/ids.ts';
import { stockLane } from '../../server/modules/books/index.ts';
import type { Row } from '../../server/kernel/database.ts';
import type { Balance, Kept, StockState } from '../../server/modules/books/index.ts';
import { corrected, refuseMoreThanThere } from '../../server/modules/inventory/rules.ts';
import { shelfKey } from '../../server/modules/inventory/shelf.ts';
import type { ShelfKey } from '../../server/modules/inventory/shelf.ts';
import type { Counted } from '../../server/modules/inventory/shelf-rules.ts';
import { freePlace, refuseShare, wantedOf } from '../../server/modules/orders/reservations/limits.ts';
import type { World } from '../../server/modules/sourcing/world.ts';
import { PARTNER } from './shop.ts';
import type { Shop, Storehouse } from './shop.ts';
import { POLICY, reservedAt } from './steps-reserve.ts';

export class StockModel {
  readonly balances = new Map<string, Balance>();
  /** Σ movements per key. */
  readonly moved = new Map<string, number>();
  /** What receipts keep for those who wait, by cause and SKU. */
  readonly kept = new Map<string, Kept>();
  /** Lines of expected receipts, and units that wait for them, as the rows of the changes say. */
  readonly #expected = new Map<string, Row>();
  readonly #waiting = new Map<string, Row>();
  /** When which shelf was counted, and all that came onto or left a shelf. */
  readonly #counted: { sku: string; location: string; at: string }[] = [];
  readonly #shelf: { sku: string; location: string; change: number; occurredAt: string; recordedAt: string; soldUncounted: boolean }[] = [];
  /** Places for reservations by customer, and which reservations are over. */
  readonly #places: { subject: string; n: number; order: string }[] = [];
  readonly #ended = new Set<string>();

  /** Applies the stock of a change, all or nothing. */
  send(change: Change): void {
    change.finish();
    const after_ = this.#after(change);
    const next: Balance[] = [];
    for (const delta of change.lanes.get(stockLane)?.values() ?? []) {
      const { sku, location, state } = delta as { sku: string; location: string; state: StockState };
      const quantity = Number(delta.quantity);
      const wanted = Number(delta.reserved);
      const kept = Number(delta.kept ?? 0);
      const before = this.balances.get(`${sku} ${location} ${state}`) ?? { sku, location, state, quantity: 0, reserved: 0, broken: 0, kept_back: 0 };
      const after = before.quantity + quantity;
      const promised = before.reserved + before.broken + wanted;
      if (after < 0 || promised < 0) throw new Contested('stock', 'stock');
      // What a fact was decided on: that nobody counted the shelf since, and that a sale beyond the books emptied it.
      if (typeof delta.uncounted === 'string' && this.countedSince([{ sku, location }], delta.uncounted).size > 0) throw new Contested('stock', 'stock');
      if (delta.empties === true && after !== 0) throw new Contested('stock', 'stock');
      if (before.kept_back + kept < 0) throw new Contested('stock', 'stock');
      // What is expected is promised receipt by receipt, below; what was kept for somebody is theirs without further room.
      const isNewPromise = state !== 'expected' && wanted > Math.max(0, quantity) + Math.max(0, -kept);
      if (isNewPromise && after - before.reserved - before.broken - before.kept_back - kept < wanted) throw new Contested('stock', 'stock');
      const broken = Math.max(0, promised - after);
      if (delta.fact !== true && broken > before.broken) throw new Contested('stock', 'stock');
      next.push({ ...before, quantity: after, reserved: promised - broken, broken, kept_back: before.kept_back + kept });
    }
    after_();
    for (const balance of next) this.balances.set(`${balance.sku} ${balance.location} ${balance.state}`, balance);
    for (const { row } of change.rows.get('books.stock_movement')?.entries.values() ?? []) {
      for (const [location, state, sign] of [[row.from_location, row.from_state, -1], [row.to_location, row.to_state, 1]] as const) {
        if (location === '') continue;
        const key = `${String(row.sku)} ${String(location)} ${String(state)}`;
        this.moved.set(key, (this.moved.get(key) ?? 0) + sign * Number(row.quantity));
        const soldUncounted = row.from_state === 'found' && change.rows.get('books.event')?.entries.get(`${String(row.stream_id)} ${String(row.seq)}`)?.row.stream_kind === 'order';
        if (state === 'sellable') this.#shelf.push({ sku: String(row.sku), location: String(location), change: sign * Number(row.quantity), occurredAt: String(row.occurred_at), recordedAt: String(row.recorded_at), soldUncounted });
      }
    }
    for (const { row } of change.rows.get('inventory.counted')?.entries.values() ?? []) this.#counted.push({ sku: String(row.sku), location: String(row.location), at: String(row.counted_at) });
    for (const { row } of change.rows.get('orders.reservation_place')?.entries.values() ?? []) this.#places.push({ subject: String(row.subject), n: Number(row.n), order: String(row.order_id) });
    for (const { row } of change.rows.get('orders.reservation')?.entries.values() ?? []) if (row.state !== 'open') this.#ended.add(String(row.order_id));
  }

  countedSince(shelves: readonly ShelfKey[], at: string): ReadonlySet<string> {
    return new Set(shelves.filter(({ sku, location }) => this.#counted.some((one) => one.sku === sku && one.location === location && one.at > at)).map(shelfKey));
  }

  /** Of what was sold beyond the books, what was found for it lay there before, uncounted. */
  againstShelf(location: string, lines: readonly { sku: string; counted: number; at: string }[]): Counted[] {
    return lines.map(({ sku, counted, at }) => ({
      sku, counted, now: this.balances.get(`${sku} ${location} sellable`)?.quantity ?? 0, superseded: this.countedSince([{ sku, location }], at).size > 0,
      since: this.#shelf.reduce((sum, one) => sum + (one.sku === sku && one.location === location && one.occurredAt > at && !one.soldUncounted ? one.change : 0), 0),
    }));
  }

  takePlace(change: Change, order: string, customer: string, most: number): void {
    const taken = this.#places.filter((one) => one.subject === customer && !this.#ended.has(one.order)).map(({ n }) => n);
    change.insert(table('orders.reservation_place', 'subject', 'n'), { subject: customer, n: freePlace(taken, most, 'this e-mail address'), order_id: order });
  }

  /** The figure is taken over: what is more was found, what is less is missing. */
  async report(shop: Shop, sku: string, onHand: number): Promise<void> {
    await shop.act(newId(), 'stock', (change, stream) => {
      const [sellable, picked] = (['sellable', 'picked'] as const).map((state) => this.balances.get(`${sku} ${PARTNER} ${state}`)?.quantity ?? 0) as [number, number];
      const difference = onHand - sellable - picked;
      if (difference === 0) return;
      const lines = [{ sku, from: 'sellable' as const, to: difference > 0 ? 'found' as const : 'missing' as const, quantity: Math.abs(difference) }];
      refuseMoreThanThere(lines, new Map([[`${sku} sellable`, sellable]]));
      shop.record(change, stream, [corrected(PARTNER, lines, 'Report of the external warehouse')]);
    });
  }

  /** The model as a shop's storehouse. */
  storehouse(): Storehouse {
    return {
      send: (change) => this.send(change), balances: () => [...this.balances.values()], supply: () => this.supply(), countedSince: (shelves, at) => this.countedSince(shelves, at),
      againstShelf: (location, lines) => this.againstShelf(location, lines), takePlace: (change, order, customer, most) => this.takePlace(change, order, customer, most),
      takeShare: (shop, _change, stream, world, location) => refuseShare(wantedOf(stream), reservedAt(shop, location), world, location, POLICY), report: (shop, sku, onHand) => this.report(shop, sku, onHand),
    };
  }

  /** What the change makes of what is kept and expected; throws where more is promised of a receipt than comes. Answers how it is taken over. */
  #after(change: Change): () => void {
    const [expected, waiting, kept] = [new Map(this.#expected), new Map(this.#waiting), new Map(this.kept)];
    for (const [table, rows] of [['inventory.expected_line', expected], ['books.unit', waiting]] as const) {
      for (const [key, { mode, row }] of change.rows.get(table)?.entries ?? []) {
        if (mode === 'remove' || (table === 'books.unit' && row.stage !== 'waiting')) rows.delete(key);
        else rows.set(key, row);
      }
    }
    const lane = (name: string): Row[] => [...change.lanes].flatMap(([of, deltas]) => (of.name === name ? [...deltas.values()] : []));
    for (const row of lane('kept back')) {
      const { cause, sku, location, promised, others } = row as unknown as Kept;
      const before = kept.get(`${cause} ${sku}`) ?? { cause, sku, location, promised: 0, others: 0 };
      const next = { ...before, promised: before.promised + promised, others: before.others + others };
      if (next.promised < 0 || next.others < 0) throw new Contested('stock', 'stock kept back');
      if (next.promised + next.others === 0) kept.delete(`${cause} ${sku}`);
      else kept.set(`${cause} ${sku}`, next);
    }
    const waits = (receipt: unknown, sku: unknown): number => [...waiting.values()].reduce((sum, unit) => sum + (unit.holder_id === receipt && unit.sku === sku ? Number(unit.quantity) : 0), 0);
    const comes = (receipt: unknown, sku: unknown): number => Number([...expected.values()].find((line) => line.stock_id === receipt && line.sku === sku)?.outstanding ?? 0) + (kept.get(`${String(receipt)} ${String(sku)}`)?.promised ?? 0);
    for (const { receipt, sku, rule } of lane('expected supply')) {
      const most = rule === 'outstanding' ? comes(receipt, sku) : Number(String(rule).slice(5));
      if (waits(receipt, sku) > most) throw new Contested('stock', 'stock expected');
    }
    return () => {
      for (const [mine, next] of [[this.#expected, expected], [this.#waiting, waiting]] as const) { mine.clear(); for (const [key, row] of next) mine.set(key, row); }
      this.kept.clear();
      for (const [key, one] of kept) this.kept.set(key, one);
    };
  }

  /** What of each receipt is not promised yet, and what is kept. */
  supply(): Pick<World, 'supply' | 'kept'> {
    const free = ({ stock_id: receipt, sku, outstanding }: Row): number => Number(outstanding) + (this.kept.get(`${String(receipt)} ${String(sku)}`)?.promised ?? 0)
      - [...this.#waiting.values()].reduce((sum, unit) => sum + (unit.holder_id === receipt && unit.sku === sku ? Number(unit.quantity) : 0), 0);
    return {
      kept: [...this.kept.values()],
      supply: [...this.#expected.values()].filter(({ outstanding }) => Number(outstanding) > 0).map((line) => ({ receipt: String(line.stock_id), reference: String(line.stock_id), sku: String(line.sku), location: String(line.location), expectedOn: String(line.expected_on), free: free(line) })),
    };
  }
}
