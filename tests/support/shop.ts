/** A small shop that lives through random steps by the real rules: in memory against the stock model, or in a database by real Changes. */
import { Change, Contested } from '../../server/kernel/change.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import type { CommandContext } from '../../server/kernel/command.ts';
import { newId } from '../../server/kernel/ids.ts';
import { Refusal } from '../../server/kernel/problem.ts';
import { fold, newStream, openBooks } from '../../server/modules/books/index.ts';
import type { Balance, Books, NewEvent, Projection, Stream, StreamKind } from '../../server/modules/books/index.ts';
import { FULFILMENT_EVENTS } from '../../server/modules/fulfilment/types.ts';
import { fulfilmentProjection, planningProjection } from '../../server/modules/fulfilment/projections.ts';
import { EXPECTED_EVENTS } from '../../server/modules/inventory/expected.ts';
import { expectedProjection } from '../../server/modules/inventory/expected-rows.ts';
import { orderProjection } from '../../server/modules/orders/projections.ts';
import { refundRequestProjection } from '../../server/modules/orders/refunds.ts';
import { moneyEvents } from '../../server/modules/orders/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { ORDER_EVENTS } from '../../server/modules/orders/types.ts';
import { paymentProjection } from '../../server/modules/payments/projections.ts';
import { PAYMENT_EVENTS } from '../../server/modules/payments/types.ts';
import { returnProjection } from '../../server/modules/returns/projections.ts';
import { RETURN_EVENTS } from '../../server/modules/returns/rules.ts';
import { LOAD_EVENTS, loadProjection } from '../../server/modules/shipping/loads.ts';
import { parcelProjection } from '../../server/modules/shipping/projections.ts';
import { SHIPPING_EVENTS } from '../../server/modules/shipping/types.ts';
import { SOURCING_EVENTS } from '../../server/modules/sourcing/events.ts';
import { USUAL_TIMES } from '../../server/modules/sourcing/delivery-times.ts';
import { defaultStrategy } from '../../server/modules/sourcing/strategy.ts';
import type { Location } from '../../server/modules/locations/index.ts';
import type { World } from '../../server/modules/sourcing/world.ts';

export const PROJECTIONS: readonly Projection[] = [orderProjection, paymentProjection, parcelProjection, loadProjection, fulfilmentProjection, { ...planningProjection, tables: ['locations.day_load'] }, returnProjection, refundRequestProjection, expectedProjection];

const KNOWN = new Set<string>([...ORDER_EVENTS, ...PAYMENT_EVENTS, ...SHIPPING_EVENTS, ...LOAD_EVENTS, ...SOURCING_EVENTS, ...FULFILMENT_EVENTS, ...RETURN_EVENTS, ...EXPECTED_EVENTS, 'StockReceived', 'StockCounted']);

export const SKUS = ['shoe-40', 'shoe-41', 'boot-42', 'sock-1'] as const;
export const LOCATIONS = ['dc', 'delft', 'leiden'] as const;

const CALENDAR = { zone: 'Europe/Amsterdam', week: {}, cutOff: null, exceptions: [] };
const location = (code: string, kind: Location['kind'], latitude: number, capacity: number | null): Location => ({
  code, name: code, kind, size: 'medium', address: { country: 'NL', city: code, postalCode: '1000AA' } as Location['address'], latitude, longitude: 4.5,
  calendar: CALENDAR, capacity, capabilities: ['ship', 'pickup', 'return'], stock_authority: 'spil', tags: [], active: true,
});

/** Half of what is sold may be sold before it is there. */
const AHEAD: NonNullable<World['terms']> = new Map([['shoe-40', { backorder: true, releasedOn: null }], ['boot-42', { backorder: true, releasedOn: null }]]);

export const PLACES = [location('dc', 'warehouse', 52.1, null), location('delft', 'store', 52.0, 1000), location('leiden', 'store', 52.2, 1000)];

/** Where a shop keeps its stock: in the model, or in a database. */
export interface Storehouse {
  send(change: Change): Promise<void> | void;
  balances(): Promise<readonly Balance[]> | readonly Balance[];
  /** What is expected and not promised yet, and what is kept back for those who wait. */
  supply(): Promise<Pick<World, 'supply' | 'kept'>> | Pick<World, 'supply' | 'kept'>;
}

export class Shop {
  readonly books: Books = openBooks(PROJECTIONS, KNOWN);
  readonly streams = new Map<string, Stream>();
  readonly orders: string[] = [];
  /** Orders of which something happened outside that leaves money owed: a chargeback, a refund in the dashboard, too little paid. */
  readonly owing = new Set<string>();
  readonly counts = { done: 0, refused: 0, lost: 0 };
  readonly #store: Storehouse;
  readonly #unplaced: 'wait' | 'cancel';
  #minutes = 0;
  #beside: Stream[] = [];

  constructor(store: Storehouse, unplaced: 'wait' | 'cancel' = 'wait') {
    this.#store = store;
    this.#unplaced = unplaced;
  }

  get context(): CommandContext {
    return { now: new Date(Date.UTC(2026, 2, 2, 9, this.#minutes)).toISOString(), actor: SYSTEM, key: null };
  }

  get day(): string { return this.context.now.slice(0, 10); }

  async world(): Promise<World> {
    const channels = new Map([['shop', { code: 'shop', name: 'shop', kind: 'api', language: 'nl', settings: {} }]]);
    const strategies = [{ ...defaultStrategy(), unplaced: this.#unplaced }];
    return { master: { epoch: 0, locations: PLACES, strategies, selling: [], channels, times: USUAL_TIMES, prices: new Map() }, balances: (await this.#store.balances()).filter((balance) => balance.state === 'sellable'), exclusions: [], load: new Map(), ...await this.#store.supply(), terms: AHEAD };
  }

  /** Does something on a stream as a command does: on a copy, kept only when it could be sent. A refusal and a lost contest change nothing. */
  async act(id: string, kind: StreamKind, decide: (change: Change, stream: Stream) => Promise<void> | void): Promise<'done' | 'refused' | 'lost'> {
    this.#minutes += 1;
    const before = this.streams.get(id);
    const stream = before ? { ...before, loaded: before.seq, events: [...before.events], folded: new Map() } : newStream(kind, id);
    const change = new Change();
    this.#beside = [];
    let outcome: 'done' | 'refused' | 'lost' = 'done';
    try {
      await decide(change, stream);
      if (!change.isEmpty) await this.#store.send(change);
      for (const one of [stream, ...this.#beside]) this.streams.set(one.id, one);
    } catch (error) {
      if (error instanceof Refusal) outcome = 'refused';
      else if (error instanceof Contested && (error.kind === 'stock' || error.kind === 'lock')) outcome = 'lost';
      else throw error;
    }
    this.counts[outcome] += 1;
    return outcome;
  }

  record(change: Change, stream: Stream, events: readonly (NewEvent | null | undefined)[]): void {
    this.books.record(change, stream, events.filter((event) => event !== null && event !== undefined), this.context);
  }

  /** Records on a second stream in the same change, e.g. a load beside its order. */
  beside(change: Change, id: string, kind: StreamKind, event: NewEvent): void {
    const before = this.streams.get(id);
    const stream = before ? { ...before, loaded: before.seq, events: [...before.events], folded: new Map() } : newStream(kind, id);
    this.record(change, stream, [event]);
    this.#beside.push(stream);
  }

  /** Something on an order, after which its money is closed as every command does. */
  onOrder(id: string, decide: (change: Change, stream: Stream) => Promise<void> | void, settle = true): Promise<'done' | 'refused' | 'lost'> {
    return this.act(id, 'order', async (change, stream) => {
      const seq = stream.seq;
      await decide(change, stream);
      if (settle && stream.seq > seq && !fold(stream, orderSlice).opening) this.record(change, stream, moneyEvents(stream, 'test', newId));
    });
  }
}
