/** Pure: how much of each line a channel may offer, to homes and in each store, by the retailer's rules of selling. */
import { availableOf } from '../../books/index.ts';
import type { Balance } from '../../books/index.ts';
import { productKey, sellingOf } from '../selling/selling.ts';
import type { SellingBecause } from '../selling/selling.ts';
import type { RuleName, SellingProduct } from '../selling/conditions.ts';
import type { DemandLine } from '../types.ts';
import type { World } from '../world.ts';

/** What may be offered of one SKU. */
export interface Offer {
  /** Sent from anywhere. */
  home: number;
  /** Brought to a store from anywhere else, over all locations. */
  brought: number;
  /** By store: what may be collected of what lies there. */
  here: ReadonlyMap<string, number>;
  /** By location: what it may send to another store. */
  from: ReadonlyMap<string, number>;
}

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
  readonly #balances = new Map<string, Balance[]>();
  readonly #offers = new Map<string, Offer>();

  constructor(world: World, channel: string, lines: readonly DemandLine[], own: OwnStock = new Map()) {
    this.#own = own;
    this.#world = world;
    this.#channel = channel;
    this.#lines = lines;
    const active = new Set(world.master.locations.flatMap(({ code, active: open }) => (open ? [code] : [])));
    const excluded = new Set(world.exclusions.map(({ location, sku }) => `${sku} ${location}`));
    for (const balance of world.balances) {
      if (!active.has(balance.location) || excluded.has(`${balance.sku} ${balance.location}`)) continue;
      const of = this.#balances.get(balance.sku);
      if (of) of.push(balance);
      else this.#balances.set(balance.sku, [balance]);
    }
  }

  #product(sku: string): SellingProduct {
    return { sku, kind: 'goods', tags: this.#lines.find((line) => line.sku === sku)?.tags ?? [] };
  }

  of(sku: string): Offer {
    const known = this.#offers.get(sku);
    if (known) return known;
    const selling = sellingOf(this.#world.master);
    const product = this.#product(sku);
    const key = productKey(product);
    const [sent, collected] = [selling.for(this.#channel, 'ship'), selling.for(this.#channel, 'pickup')];
    let [home, brought, mine] = [0, 0, 0];
    const here = new Map<string, number>();
    const from = new Map<string, number>();
    for (const balance of this.#balances.get(sku) ?? []) {
      const place = selling.places.get(balance.location);
      if (!place) continue;
      const stock = { available: availableOf(balance), sellable: balance.quantity };
      const own = Math.min(stock.available, this.#own.get(ownKey(sku, balance.location)) ?? 0);
      mine += own;
      home += Math.max(own, sent.quantity(product, key, place, stock));
      here.set(place.code, collected.quantity(product, key, place, stock));
      const away = Math.max(own, collected.quantity(product, key, place, stock, true));
      from.set(place.code, away);
      brought += away;
    }
    home = Math.max(mine, home - (sent.buffer(product, key, home)?.quantity ?? 0));
    brought = Math.max(mine, brought - (collected.buffer(product, key, brought)?.quantity ?? 0));
    const offer: Offer = { home, brought, here, from };
    this.#offers.set(sku, offer);
    return offer;
  }

  /** Whether a line can be collected in a store: what lies there may be sold, or enough may be brought and no rule keeps the product from being collected there. */
  collectable(line: DemandLine, store: string): boolean {
    const { here, brought, from } = this.of(line.sku);
    if ((here.get(store) ?? 0) >= line.quantity) return true;
    return !this.#keptOut(line.sku, store).some(({ step }) => NOT_HERE.has(step)) && (here.get(store) ?? 0) + brought - (from.get(store) ?? 0) >= line.quantity;
  }

  /** The rule by which a line that is not collectable in a store is not; null when there is simply not enough. */
  ruleAgainst(line: DemandLine, store: string): RuleName | null {
    if (this.collectable(line, store)) return null;
    const because = this.#keptOut(line.sku, store);
    return (because.find(({ step }) => NOT_HERE.has(step)) ?? because[0])?.rule ?? null;
  }

  /** The rules that bear on collecting a product in a store, as if at least one lay there. */
  #keptOut(sku: string, store: string): SellingBecause[] {
    const balance = this.#balances.get(sku)?.find(({ location }) => location === store);
    const available = Math.max(1, balance === undefined ? 0 : availableOf(balance));
    return sellingOf(this.#world.master).at({ channel: this.#channel, delivery: 'pickup', product: this.#product(sku), location: store, available, sellable: Math.max(available, balance?.quantity ?? 0), store }).because;
  }
}
