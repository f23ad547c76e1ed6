/** Pure: what a channel may sell from a location and of the network, by the retailer's rules, each figure with the rules that made it. */
import type { Instant } from '../../../kernel/clock.ts';
import { dayIn } from '../../locations/index.ts';
import type { Location } from '../../locations/index.ts';
import { isComing } from '../coming.ts';
import { BoundRule, compileRule, isFor } from './conditions.ts';
import type { Rule, RuleName, SellingChannel, SellingDelivery, SellingPlace, SellingProduct } from './conditions.ts';
import { asked } from './askable.ts';
import type { Askable } from './askable.ts';
import type { EffectKind, SellingVersion } from './document.ts';
import type { Strategy } from '../types.ts';

/** The steps that rules make, in the order they are taken. */
export type SellingStep = 'not_for_sale' | 'cannot_deliver' | 'excluded_location' | 'pickup_only' | 'not_for_pickup' | 'ring_fenced' | 'safety_stock' | 'threshold' | 'expected' | 'channel_buffer';

/** Told per rule that took something away (or added: `expected`): `rule` is null where the location cannot do it at all. */
export type Tell = (step: SellingStep, rule: RuleName | null, quantity: number) => void;

/** One location's stock of an article: `available` may still be promised by the books; `sellable` lies there, promised or not. */
export interface PlaceStock { available: number; sellable: number }

export interface SellingBecause { step: SellingStep; rule: RuleName | null; quantity: number }

/** What is to be known for one figure. `store`: the customer collects there; when it is another place than `location`, the goods are brought to it. */
export interface SellingQuestion { channel: string; delivery: SellingDelivery; product: SellingProduct; location: string; available: number; sellable?: number; store?: string | null }

/** How many stores a customer who wants to collect is shown, and where "near" is taken from. */
export interface NearestStores { count: number; by: 'ip' | 'place'; rule: RuleName }

/** What rules are made for: where they stand in force, the locations they name and the channels they are for. */
export interface SellingMaster { selling: readonly SellingVersion[]; /** In the order in which they are tried. */ strategies?: readonly Strategy[]; locations: readonly Location[]; channels: ReadonlyMap<string, { code: string; name: string; kind: string; language: string }> }

/** Two articles of one key are the same to every rule. */
export const productKey = ({ sku, tags }: SellingProduct): string => (tags.length === 0 ? sku : `${sku}\t${tags.join('\t')}`);

type Bound = { [Kind in EffectKind]: BoundRule<Kind>[] };

const sized = ({ units, percent }: { units?: number | undefined; percent?: number | undefined }, of: number): number => units ?? Math.ceil((of * (percent ?? 0)) / 100);

/** The rules as they stand for one channel and one kind of delivery. */
export class SellingView {
  readonly #bound: Bound;
  readonly #channel: string;
  readonly #delivery: SellingDelivery;
  /** Nothing is changed by any rule: the quick way out. */
  readonly isFree: boolean;

  /** Which locations are never asked for such a delivery, by their row, whatever the article. */
  readonly #asked: Askable;

  constructor(bound: Bound, channel: string, delivery: SellingDelivery, ask: Askable) {
    this.#bound = bound;
    this.#asked = ask;
    this.#channel = channel;
    this.#delivery = delivery;
    this.isFree = delivery !== 'pickup' && ask.all && Object.values(bound).every((rules) => rules.length === 0);
  }

  /** Whether a rule keeps the location out of it altogether. `bringing`: its goods are brought to another store. */
  #barredBy(product: SellingProduct, key: string, place: SellingPlace, available: number, bringing: boolean): { step: SellingStep; rule: RuleName | null } | null {
    for (const one of this.#bound.excluded) if (one.applies(product, key, place, available)) return { step: 'excluded_location', rule: one.rule.tag };
    const collected = this.#delivery === 'pickup' && !bringing;
    if (!collected) {
      for (const one of this.#bound.pickup_only) if (one.applies(product, key, place, available)) return { step: 'pickup_only', rule: one.rule.tag };
      return null;
    }
    if (!place.capabilities.includes('pickup')) return { step: 'not_for_pickup', rule: null };
    for (const one of this.#bound.not_for_pickup) if (one.applies(product, key, place, available)) return { step: 'not_for_pickup', rule: one.rule.tag };
    return null;
  }

  /** Units of what lies free that are for other channels alone. Fences are filled in the order of their rules, each from what is left. */
  fenced(product: SellingProduct, key: string, place: SellingPlace, { available, sellable }: PlaceStock, tell?: Tell): number {
    let rest = Math.max(0, available);
    let others = 0;
    for (const one of this.#bound.ring_fence) {
      if (rest === 0) break;
      if (!one.applies(product, key, place, available)) continue;
      const held = Math.min(rest, sized(one.rule.effect, sellable));
      rest -= held;
      if (held === 0 || one.rule.effect.channels.includes(this.#channel)) continue;
      others += held;
      tell?.('ring_fenced', one.rule.tag, held);
    }
    return others;
  }

  /** What may be sold from a location: never below zero, never more than is available. */
  quantity(product: SellingProduct, key: string, place: SellingPlace, stock: PlaceStock, bringing = false, tell?: Tell): number {
    const { available } = stock;
    if (available <= 0) return 0;
    if (product.active === false) {
      tell?.('not_for_sale', null, available);
      return 0;
    }
    if (this.isFree) return available;
    const never = this.#asked.never(place.row, bringing);
    if (never !== null) {
      tell?.('cannot_deliver', never.rule, available);
      return 0;
    }
    const barred = this.#barredBy(product, key, place, available, bringing);
    if (barred) {
      tell?.(barred.step, barred.rule, available);
      return 0;
    }
    let left = available - this.fenced(product, key, place, stock, tell);
    let safety: BoundRule<'safety_stock'> | null = null;
    for (const one of this.#bound.safety_stock) if (one.rule.effect.units > (safety?.rule.effect.units ?? 0) && one.applies(product, key, place, available)) safety = one;
    if (safety && left > 0) {
      const kept = Math.min(left, safety.rule.effect.units);
      left -= kept;
      tell?.('safety_stock', safety.rule.tag, kept);
    }
    if (left === 0) return 0;
    for (const one of this.#bound.threshold) {
      if (available >= one.rule.effect.below || !one.applies(product, key, place, available)) continue;
      tell?.('threshold', one.rule.tag, left);
      return 0;
    }
    return left;
  }

  /** What planning may take for an order of this channel: rules of who may have it, none of how much is offered. */
  takeable(product: SellingProduct, key: string, place: SellingPlace, stock: PlaceStock, bringing: boolean, tell?: Tell): number {
    const { available } = stock;
    if (available <= 0 || this.isFree) return available;
    const barred = this.#barredBy(product, key, place, available, bringing);
    if (barred === null || barred.step === 'not_for_pickup') return available - this.fenced(product, key, place, stock, tell);
    tell?.(barred.step, barred.rule, available);
    return 0;
  }

  /** Whether goods that are expected at a location may be promised to an order: rules of who may have it, none of how much; what is expected lies in no fence. */
  mayAwait(product: SellingProduct, key: string, place: SellingPlace, bringing: boolean): boolean {
    const barred = this.#barredBy(product, key, place, 0, bringing);
    return barred === null || barred.step === 'not_for_pickup';
  }

  /** The rule by which what is expected at a location on a local day may be sold; null when it may not. `available`: what lies free there. */
  sellsExpected(product: SellingProduct, key: string, place: SellingPlace, available: number, { on, now }: { on: string; now: Instant }, bringing = false): RuleName | null {
    let far: BoundRule<'expected'> | null = null;
    for (const one of this.#bound.expected) if (one.rule.effect.days > (far?.rule.effect.days ?? 0) && one.applies(product, key, place, available)) far = one;
    if (product.active === false || this.#asked.never(place.row, bringing) !== null) return null;
    return far === null || !isComing(on, dayIn(place.zone, now), far.rule.effect.days) || this.#barredBy(product, key, place, available, bringing) ? null : far.rule.tag;
  }

  /** What is held back from the channel of `left` units over the network, by the rule that holds back most. */
  buffer(product: SellingProduct, key: string, left: number): { rule: RuleName; quantity: number } | null {
    let most: { rule: RuleName; quantity: number } | null = null;
    for (const one of this.#bound.channel_buffer) {
      const quantity = Math.min(Math.max(0, left), sized(one.rule.effect, Math.max(0, left)));
      if (quantity > (most?.quantity ?? 0) && one.applies(product, key, null, 0)) most = { rule: one.rule.tag, quantity };
    }
    return most;
  }

  get hasExpected(): boolean {
    return this.#bound.expected.length > 0;
  }
}

/** Effects that planning obeys. */
const BINDING: ReadonlySet<EffectKind> = new Set(['excluded', 'pickup_only', 'ring_fence']);

const nobody = (code: string): SellingChannel => ({ code, name: code, kind: '', language: '' });

/** The rules in force over one state of the master data. Keeps what it has worked out: make it once, ask it often. */
export class Selling {
  readonly #versions: readonly SellingVersion[];
  readonly #rules: readonly Rule[][];
  readonly #channels: SellingMaster['channels'];
  readonly #strategies: readonly Strategy[];
  readonly #locations: readonly Location[];
  readonly #views = new Map<string, SellingView>();
  readonly places: ReadonlyMap<string, SellingPlace>;

  constructor({ selling, strategies = [], locations, channels }: SellingMaster) {
    this.#strategies = strategies;
    this.#locations = locations;
    this.#versions = [...selling].sort((a, b) => a.body.priority - b.body.priority || (a.name < b.name ? -1 : 1));
    this.#rules = this.#versions.map((version) => version.body.rules.map((rule) => compileRule(version, rule)));
    this.#channels = channels;
    this.bindsOrders = this.#rules.some((rules) => rules.some(({ effect }) => BINDING.has(effect.kind)));
    this.places = new Map(locations.map(({ code, name, kind, size, address, calendar, capabilities, tags }, row) => [code, { row, code, name, kind, size, country: address.country, capabilities, tags, zone: calendar.zone }]));
  }

  /** Whether any rule says from where an order may be delivered; the others say only how much is offered. */
  readonly bindsOrders: boolean;

  #rulesFor(channel: SellingChannel): Rule[] {
    return this.#versions.flatMap((version, index) => (isFor(version, channel) ? this.#rules[index] as Rule[] : []));
  }

  for(channel: string, delivery: SellingDelivery): SellingView {
    const name = `${delivery} ${channel}`;
    let view = this.#views.get(name);
    if (view) return view;
    const facts = this.#channels.get(channel) ?? nobody(channel);
    const rules = this.#rulesFor(facts);
    const of = <Kind extends EffectKind>(kind: Kind): BoundRule<Kind>[] => rules.filter((rule) => rule.effect.kind === kind).map((rule) => new BoundRule(rule as unknown as Rule<Kind>, facts, delivery, this.places.size)).filter((bound) => !bound.never);
    view = new SellingView({
      safety_stock: of('safety_stock'), threshold: of('threshold'), channel_buffer: of('channel_buffer'), excluded: of('excluded'), pickup_only: of('pickup_only'),
      not_for_pickup: delivery === 'pickup' ? of('not_for_pickup') : [], ring_fence: of('ring_fence'), expected: of('expected'), nearest: [],
    }, channel, delivery, asked(this.#strategies, this.#locations, channel, delivery));
    this.#views.set(name, view);
    return view;
  }

  /** All that a channel's figures depend on besides the stock, as text: the same text means that no figure is another because of rules or locations. */
  signature(channel: string, active: ReadonlySet<string>): string {
    const facts = this.#channels.get(channel) ?? nobody(channel);
    const versions = this.#versions.filter((version) => isFor(version, facts)).map(({ name, version }) => `${name} ${version}`);
    const never = asked(this.#strategies, this.#locations, channel, 'ship');
    return JSON.stringify([facts, versions, [...this.places.values()].map(({ row, ...place }) => ({ ...place, active: active.has(place.code), asked: never.never(row, false) === null }))]);
  }

  /** What a channel may sell of an article from one location, and why not more. Units over the whole network (a buffer, waiting orders) are no part of it. */
  at({ channel, delivery, product, location, available, sellable = available, store = null }: SellingQuestion): { quantity: number; because: SellingBecause[] } {
    const because: SellingBecause[] = [];
    const place = this.places.get(location);
    if (!place) return { quantity: 0, because };
    const quantity = this.for(channel, delivery).quantity(product, productKey(product), place, { available, sellable }, isBringing(store, location), (step, rule, n) => because.push({ step, rule, quantity: n }));
    return { quantity, because };
  }

  /** What planning may take for an order, and how much of what lies free must stay for other channels. */
  takeable({ channel, delivery, product, location, available, sellable = available, store = null }: SellingQuestion, tell?: Tell): { quantity: number; leave: number } {
    const place = this.places.get(location);
    if (!place) return { quantity: available, leave: 0 };
    const view = this.for(channel, delivery);
    const key = productKey(product);
    return { quantity: view.takeable(product, key, place, { available, sellable }, isBringing(store, location), tell), leave: view.fenced(product, key, place, { available, sellable }) };
  }

  /** How many stores a customer of this channel is shown to collect in; the rule that shows fewest. Null: all of them. */
  nearestStores(channel: string): NearestStores | null {
    const facts = this.#channels.get(channel) ?? nobody(channel);
    let fewest: NearestStores | null = null;
    for (const rule of this.#rulesFor(facts)) {
      if (rule.effect.kind !== 'nearest' || rule.effect.stores >= (fewest?.count ?? Infinity)) continue;
      if (new BoundRule(rule, facts, 'pickup', 0).applies(null, '', null, 0)) fewest = { count: rule.effect.stores, by: rule.effect.by, rule: rule.tag };
    }
    return fewest;
  }
}

const isBringing = (store: string | null, location: string): boolean => store !== null && store !== location;

const kept = new WeakMap<SellingMaster, Selling>();

/** The rules of a state of the master data; worked out once per state. */
export function sellingOf(master: SellingMaster): Selling {
  let selling = kept.get(master);
  if (!selling) kept.set(master, (selling = new Selling(master)));
  return selling;
}
