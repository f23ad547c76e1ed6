/** Pure: how much of each line a channel may offer, to homes and in each store, by the retailer's rules of selling. */
import type { Instant } from '../../../kernel/clock.ts';
import { availableOf } from '../../books/index.ts';
import type { Balance } from '../../books/index.ts';
import { maySellAhead } from '../release.ts';
import { productKey, sellingOf } from '../selling/selling.ts';
import type { SellingBecause, SellingView } from '../selling/selling.ts';
import type { RuleName, SellingProduct } from '../selling/conditions.ts';
import { stillComing } from '../supply.ts';
import type { DemandLine, Supply } from '../types.ts';
import type { World } from '../world.ts';

/** What may be offered of one SKU. */
export interface Offer {
  /** Sent from anywhere, and what of it lies there now: the rest is expected. */
  home: number;
  homeNow: number;
  /** By store: what may be collected of what lies there, and no more than may be collected in all stores together. */
  here: ReadonlyMap<string, number>;
  /** By store: what may be collected there, of what lies there, is expected there, and may be brought from everywhere else. */
  inStore(store: string): number;
}

/** What rules are asked of a location, where goods lie or are expected. */
interface At { collected: number; away: number }

/** Reasons for which a store sells none of a product for pickup, whatever is brought. */
const NOT_HERE: ReadonlySet<string> = new Set(['not_for_pickup', 'excluded_location', 'threshold']);

/** What an order has reserved already, by SKU and location: its own goods are kept from it by no rule about how much is offered. */
export type OwnStock = ReadonlyMap<string, number>;
export const ownKey = (sku: string, location: string): string => `${sku} ${location}`;

export class Offers {
  readonly #world: World;
  readonly #channel: string;
  readonly #lines: readonly DemandLine[];
  readonly #own: OwnStock;
  readonly #placeless: ReadonlyMap<string, number>;
  readonly #balances = new Map<string, Balance[]>();
  readonly #coming: ReadonlyMap<string, Supply[]>;
  readonly #now: Instant;
  readonly #offers = new Map<string, Offer>();

  /** `placeless`: what orders want that has no place yet, by SKU; it counts as sold. */
  constructor(world: World, now: Instant, { channel, lines, own = new Map(), placeless = new Map() }: { channel: string; lines: readonly DemandLine[]; own?: OwnStock | undefined; placeless?: ReadonlyMap<string, number> | undefined }) {
    this.#own = own;
    this.#world = world;
    this.#channel = channel;
    this.#lines = lines;
    this.#placeless = placeless;
    this.#now = now;
    const active = new Set(world.master.locations.flatMap(({ code, active: open }) => (open ? [code] : [])));
    const excluded = new Set(world.exclusions.map(({ location, sku }) => ownKey(sku, location)));
    const sells = ({ sku, location }: { sku: string; location: string }): boolean => active.has(location) && !excluded.has(ownKey(sku, location));
    for (const balance of world.balances) {
      if (!sells(balance)) continue;
      const of = this.#balances.get(balance.sku);
      if (of) of.push(balance);
      else this.#balances.set(balance.sku, [balance]);
    }
    this.#coming = Map.groupBy(stillComing(world, now).filter((one) => sells(one) && maySellAhead(world.terms?.get(one.sku), now)), ({ sku }) => sku);
  }

  #product(sku: string): SellingProduct {
    return { sku, kind: 'goods', tags: this.#lines.find((line) => line.sku === sku)?.tags ?? [] };
  }

  of(sku: string): Offer {
    const known = this.#offers.get(sku);
    if (known) return known;
    const product = this.#product(sku);
    const key = productKey(product);
    const selling = sellingOf(this.#world.master);
    const [sent, collected] = [selling.for(this.#channel, 'ship'), selling.for(this.#channel, 'pickup')];
    let [home, gathered, away, mine] = [0, 0, 0, 0];
    const here = new Map<string, number>();
    const at = new Map<string, At>();
    for (const balance of this.#balances.get(sku) ?? []) {
      const place = selling.places.get(balance.location);
      if (!place) continue;
      const stock = { available: availableOf(balance), sellable: balance.quantity };
      const own = Math.min(stock.available, this.#own.get(ownKey(sku, balance.location)) ?? 0);
      mine += own;
      home += Math.max(own, sent.quantity(product, key, place, stock));
      const one = { collected: collected.quantity(product, key, place, stock), away: Math.max(own, collected.quantity(product, key, place, stock, true)) };
      here.set(place.code, one.collected);
      at.set(place.code, one);
      gathered += one.collected;
      away += one.away;
    }
    const now = home;
    for (const { location, free, expectedOn } of this.#coming.get(sku) ?? []) {
      const place = selling.places.get(location);
      if (!place) continue;
      const balance = this.#balances.get(sku)?.find((one) => one.location === location);
      const available = Math.max(0, balance === undefined ? 0 : availableOf(balance));
      const may = (view: SellingView, bringing = false): number => (view.sellsExpected(product, key, place, available, { on: expectedOn, now: this.#now }, bringing) === null ? 0 : free);
      home += may(sent);
      const there = at.get(location) ?? { collected: 0, away: 0 };
      const [coming, brought] = [may(collected), may(collected, true)];
      at.set(location, { collected: there.collected + coming, away: there.away + brought });
      gathered += coming;
      away += brought;
    }
    /** Less what is wanted without a place, and what is held back from the channel; what is the order's own already is kept from it by neither. */
    const offered = (view: SellingView, units: number): number => {
      const left = units - (this.#placeless.get(sku) ?? 0);
      return Math.max(mine, left - (view.buffer(product, key, left)?.quantity ?? 0));
    };
    const together = offered(collected, gathered);
    for (const [code, quantity] of here) here.set(code, Math.min(quantity, together));
    const offer: Offer = {
      home: offered(sent, home), homeNow: offered(sent, now), here,
      inStore: (store) => { const one = at.get(store); return Math.max(here.get(store) ?? 0, offered(collected, (one?.collected ?? 0) + away - (one?.away ?? 0))); },
    };
    this.#offers.set(sku, offer);
    return offer;
  }

  /** What may be had of lines where some units of a SKU are there for all of them. */
  static together(lines: readonly DemandLine[]): Map<string, number> {
    const wanted = new Map<string, number>();
    for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
    return wanted;
  }

  /** Whether lines can be collected in a store: what lies there may be sold, or enough may be brought and no rule keeps a product from being collected there. */
  collectable(lines: readonly DemandLine[], store: string): boolean {
    return [...Offers.together(lines)].every(([sku, wanted]) => this.#collectable(sku, wanted, store));
  }

  /** Whether lines can be collected in a store of what lies there. */
  lieIn(lines: readonly DemandLine[], store: string): boolean {
    return [...Offers.together(lines)].every(([sku, wanted]) => (this.of(sku).here.get(store) ?? 0) >= wanted);
  }

  #collectable(sku: string, wanted: number, store: string): boolean {
    const { here, inStore } = this.of(sku);
    return (here.get(store) ?? 0) >= wanted || (inStore(store) >= wanted && !this.#keptOut(sku, store).some(({ step }) => NOT_HERE.has(step)));
  }

  /** The rule by which lines that are not collectable in a store are not; null when there is simply not enough. */
  ruleAgainst(lines: readonly DemandLine[], store: string): RuleName | null {
    for (const [sku, wanted] of Offers.together(lines)) {
      if (this.#collectable(sku, wanted, store)) continue;
      const because = this.#keptOut(sku, store);
      const rule = (because.find(({ step }) => NOT_HERE.has(step)) ?? because[0])?.rule;
      if (rule) return rule;
    }
    return null;
  }

  /** The rules that bear on collecting a product in a store, as if at least one lay there. */
  #keptOut(sku: string, store: string): SellingBecause[] {
    const balance = this.#balances.get(sku)?.find(({ location }) => location === store);
    const available = Math.max(1, balance === undefined ? 0 : availableOf(balance));
    return sellingOf(this.#world.master).at({ channel: this.#channel, delivery: 'pickup', product: this.#product(sku), location: store, available, sellable: Math.max(available, balance?.quantity ?? 0), store }).because;
  }
}
