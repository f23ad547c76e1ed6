/** A small shop that lives through random steps by the real rules: in memory against the stock model, or in a database by real Changes, alone or with others in one town. */
import { Change, Contested } from '../../server/kernel/change.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import type { CommandContext } from '../../server/kernel/command.ts';
import { newId } from '../../server/kernel/ids.ts';
import { Refusal } from '../../server/kernel/problem.ts';
import { fold, newStream, openBooks } from '../../server/modules/books/index.ts';
import type { Balance, Books, NewEvent, Projection, Stream, StreamKind } from '../../server/modules/books/index.ts';
import { FULFILMENT_EVENTS } from '../../server/modules/fulfilment/types.ts';
import { fulfilmentProjection, planningProjection } from '../../server/modules/fulfilment/projections.ts';
import { DIALOGUE_EVENTS, dialogueProjection } from '../../server/modules/dialogue/index.ts';
import { EXPECTED_EVENTS } from '../../server/modules/inventory/expected.ts';
import { expectedProjection } from '../../server/modules/inventory/expected-rows.ts';
import { INVENTORY_EVENTS } from '../../server/modules/inventory/rules.ts';
import type { ShelfKey } from '../../server/modules/inventory/shelf.ts';
import { countedProjection } from '../../server/modules/inventory/shelf.ts';
import type { Counted } from '../../server/modules/inventory/shelf-rules.ts';
import { orderProjection } from '../../server/modules/orders/projections.ts';
import { refundRequestProjection } from '../../server/modules/orders/refunds.ts';
import { reservationProjection } from '../../server/modules/orders/reservations/projection.ts';
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
import type { TransferLine } from '../../server/modules/fulfilment/transfer-rules.ts';
import type { World } from '../../server/modules/sourcing/world.ts';

export const PROJECTIONS: readonly Projection[] = [orderProjection, paymentProjection, parcelProjection, loadProjection, fulfilmentProjection, { ...planningProjection, tables: ['locations.day_load'] }, returnProjection, refundRequestProjection, expectedProjection, dialogueProjection, reservationProjection, countedProjection];

export const KNOWN = new Set<string>([...ORDER_EVENTS, ...PAYMENT_EVENTS, ...SHIPPING_EVENTS, ...LOAD_EVENTS, ...SOURCING_EVENTS, ...FULFILMENT_EVENTS, ...RETURN_EVENTS, ...EXPECTED_EVENTS, ...INVENTORY_EVENTS, ...DIALOGUE_EVENTS]);

export const SKUS = ['shoe-40', 'shoe-41', 'boot-42', 'sock-1'] as const;
/** A warehouse, two stores, and a warehouse that somebody outside works. */
export const LOCATIONS = ['dc', 'delft', 'leiden', 'venlo'] as const;
export const PARTNER = 'venlo';

const DAY = { hours: [{ from: '09:00', until: '18:00' }], collection: '17:00' };
export const CALENDAR = { zone: 'Europe/Amsterdam', week: { monday: DAY, tuesday: DAY, wednesday: DAY, thursday: DAY, friday: DAY, saturday: DAY }, cutOff: '16:00', exceptions: [] };
const location = (code: string, kind: Location['kind'], latitude: number, capacity: number | null): Location => ({
  code, name: code, kind, size: 'medium', address: { country: 'NL', city: code, postalCode: '1000AA' } as Location['address'], latitude, longitude: 4.5,
  calendar: CALENDAR, capacity, capabilities: ['ship', 'pickup', 'return'], stock_authority: 'spil', tags: [], active: true,
});

/** Half of what is sold may be sold before it is there. */
const AHEAD: NonNullable<World['terms']> = new Map([['shoe-40', { backorder: true, releasedOn: null }], ['boot-42', { backorder: true, releasedOn: null }]]);

export const PLACES = [location('dc', 'warehouse', 52.1, null), location('delft', 'store', 52.0, 1000), location('leiden', 'store', 52.2, 1000), location(PARTNER, 'external_warehouse', 51.4, null)];

/** Where a shop keeps its stock: in the model, or in a database. */
export interface Storehouse {
  send(change: Change): Promise<void> | void;
  balances(): Promise<readonly Balance[]> | readonly Balance[];
  /** What is expected and not promised yet, and what is kept back for those who wait. */
  supply(): Promise<Pick<World, 'supply' | 'kept'>> | Pick<World, 'supply' | 'kept'>;
  /** Which shelves were counted after a moment, and what they had when they were counted. */
  countedSince(shelves: readonly ShelfKey[], at: string): Promise<ReadonlySet<string>> | ReadonlySet<string>;
  againstShelf(location: string, lines: readonly { sku: string; counted: number; at: string }[]): Promise<Counted[]> | Counted[];
  /** Takes one of the places for reservations that a customer has. */
  takePlace(change: Change, order: string, customer: string, most: number): Promise<void> | void;
  /** Refuses a reservation that takes more of the store's goods than may be kept for people who have not paid. */
  takeShare(shop: Shop, change: Change, stream: Stream, world: World, location: string): Promise<void> | void;
  /** The partner's report of what it has of a product: the difference is found and booked. */
  report(shop: Shop, sku: string, onHand: number, at: string): Promise<void>;
}

/** What those who live in one town have in common besides the shelves: orders, receipts and totes that any of them may touch, and the time. */
export class Town {
  readonly streams = new Map<string, Stream>();
  readonly orders: string[] = [];
  /** Orders of which something happened outside that leaves money owed: a chargeback, a refund in the dashboard, too little paid. */
  readonly owing = new Set<string>();
  /** Orders that were bought by a delivery option, with what it told. */
  readonly told = new Map<string, { promisedBy: string; complete: boolean }>();
  /** Who made which reservation. */
  readonly reservedBy = new Map<string, string>();
  /** Totes that stand open, by their way. */
  readonly totes = new Map<string, string>();
  readonly time: { minutes: number };
  /** When the clock last looked at the reservations. */
  looked = '';
  /** Whether others act on the same at the same moment, so that anything may be lost to a rival. */
  readonly rivals: boolean;
  constructor({ time = { minutes: 0 }, rivals = false }: { time?: { minutes: number }; rivals?: boolean } = {}) {
    this.time = time;
    this.rivals = rivals;
  }
}

/** An internal shipment that was asked for. */
export interface AskedTransfer { id: string; origin: string; destination: string; lines: TransferLine[] }

export class Shop {
  readonly books: Books = openBooks(PROJECTIONS, KNOWN);
  readonly counts = { done: 0, refused: 0, lost: 0 };
  readonly transfers: AskedTransfer[] = [];
  readonly town: Town;
  readonly store: Storehouse;
  readonly #unplaced: 'wait' | 'cancel';
  #beside: Stream[] = [];

  constructor(store: Storehouse, unplaced: 'wait' | 'cancel' = 'wait', town: Town = new Town()) {
    this.store = store;
    this.#unplaced = unplaced;
    this.town = town;
  }

  get streams(): Town['streams'] { return this.town.streams; }
  get orders(): Town['orders'] { return this.town.orders; }
  get owing(): Town['owing'] { return this.town.owing; }

  get context(): CommandContext {
    return { now: new Date(Date.UTC(2026, 2, 2, 9, this.town.time.minutes)).toISOString(), actor: SYSTEM, key: null };
  }

  get day(): string { return this.context.now.slice(0, 10); }

  async world(): Promise<World> {
    const channels = new Map([['shop', { code: 'shop', name: 'shop', kind: 'api', language: 'nl', settings: {} }]]);
    const strategies = [{ ...defaultStrategy(), unplaced: this.#unplaced }];
    return { master: { epoch: 0, locations: PLACES, strategies, selling: [], channels, times: USUAL_TIMES, prices: new Map() }, balances: (await this.store.balances()).filter((balance) => balance.state === 'sellable'), exclusions: [], load: new Map(), ...await this.store.supply(), terms: AHEAD };
  }

  /** Does something on a stream as a command does: on a copy, kept only when it could be sent. A refusal and a lost contest change nothing. Who lives alone loses no contest: what was decided on what is there can be sent. */
  async act(id: string, kind: StreamKind, decide: (change: Change, stream: Stream) => Promise<void> | void): Promise<'done' | 'refused' | 'lost'> {
    this.town.time.minutes += 1;
    const before = this.streams.get(id);
    const stream = before ? { ...before, loaded: before.seq, events: [...before.events], folded: new Map() } : newStream(kind, id);
    const change = new Change();
    this.#beside = [];
    let outcome: 'done' | 'refused' | 'lost' = 'done';
    try {
      await decide(change, stream);
      if (!change.isEmpty) await this.store.send(change);
      // One that was only looked at may have gone on by somebody else's hand meanwhile.
      for (const one of [stream, ...this.#beside]) if (one.seq > one.loaded) this.streams.set(one.id, one);
    } catch (error) {
      if (error instanceof Refusal) outcome = 'refused';
      else if (error instanceof Contested && this.town.rivals) outcome = 'lost';
      else throw error;
    }
    this.counts[outcome] += 1;
    return outcome;
  }

  record(change: Change, stream: Stream, events: readonly (NewEvent | null | undefined)[]): void {
    this.books.record(change, stream, events.filter((event) => event !== null && event !== undefined), this.context);
  }

  /** A second stream in the same change, e.g. a load beside its order: as it stands, or new. */
  also(id: string, kind: StreamKind): Stream {
    const known = this.#beside.find((one) => one.id === id);
    if (known) return known;
    const before = this.streams.get(id);
    const stream = before ? { ...before, loaded: before.seq, events: [...before.events], folded: new Map() } : newStream(kind, id);
    this.#beside.push(stream);
    return stream;
  }

  /** Records on a second stream in the same change. */
  beside(change: Change, id: string, kind: StreamKind, event: NewEvent): void {
    this.record(change, this.also(id, kind), [event]);
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
