/** Pure: how a basket can come to its customer: plans for each kind of delivery, made by the function that plans the order afterwards. */
import type { Instant } from '../../../kernel/clock.ts';
import type { Minor } from '../../../kernel/money.ts';
import { openingOn, zoneDate } from '../../locations/index.ts';
import type { Location } from '../../locations/index.ts';
import { arrivesFrom } from '../arrival.ts';
import { priceOf, pricesFor } from '../delivery-prices.ts';
import type { PricedKind } from '../delivery-prices.ts';
import { metresBetween } from '../distance.ts';
import { prepare, without } from '../prepare.ts';
import type { Prepared } from '../prepare.ts';
import { workBegins } from '../release.ts';
import type { RuleName } from '../selling/conditions.ts';
import { sellingOf } from '../selling/selling.ts';
import type { NearestStores } from '../selling/selling.ts';
import type { Candidate, Coordinates, CostItem, Demand, DemandLine, Plan } from '../types.ts';
import { prepareWhole } from '../whole.ts';
import type { Whole } from '../whole.ts';
import { candidatesOf } from '../world.ts';
import type { World } from '../world.ts';
import { Offers } from './offer.ts';
import type { OwnStock } from './offer.ts';

export const OPTION_KINDS = ['home', 'store', 'pickup_point', 'mixed'] as const;
export type OptionKind = (typeof OPTION_KINDS)[number];

/** A carrier's point, as far as planning goes: where it is. */
export interface PointPlace { carrier: string; id: string; country: string; coordinates: Coordinates | null }

export interface OptionsQuestion {
  channel: string;
  country: string;
  /** Where a parcel home goes, as coarse as orders keep it. */
  destination: Coordinates | null;
  /** Where the customer is: by what they gave, and by their IP address. */
  here: Coordinates | null;
  byIp: Coordinates | null;
  lines: readonly DemandLine[];
  tags: readonly string[];
  kinds: ReadonlySet<OptionKind>;
  /** Stores to offer at most, and the one that is asked for alone. */
  stores: number;
  store: string | null;
  points: readonly PointPlace[];
  /** When more of a SKU is expected: local dates with quantities, the first one first. */
  expected?: ReadonlyMap<string, readonly { on: string; quantity: number }[]>;
  /** What the order that asks has reserved, free in the world it is asked in. */
  own?: OwnStock;
  /** What other orders want that has no place yet, by SKU: it counts as sold. */
  placeless?: ReadonlyMap<string, number>;
}

/** A way of delivering, with what it is made of. */
export interface Offered {
  /** When it is there, and what is promised when it is bought. */
  promisedBy: Instant;
  /** Local date of that, where the goods arrive. */
  date: string;
  price: Minor;
  lines: { line: number; quantity: number }[];
  /** Whether it brings everything that was asked. */
  complete: boolean;
  locations: number;
  /** What it costs the retailer, by the strategy. */
  cost: Minor;
  items: CostItem[];
}
export interface HomeOffer extends Offered { service: 'standard' | 'express' }
export interface StoreOffer extends Offered { store: Location; metres: number | null; today: { from: Instant; until: Instant }[]; brought: boolean; here: { line: number; quantity: number }[] }
export interface PointOffer extends Offered { point: PointPlace }
export interface MixedOffer { store: StoreOffer; home: HomeOffer; price: Minor }

export interface OptionsFound {
  currency: string;
  home: HomeOffer[];
  stores: StoreOffer[];
  points: PointOffer[];
  mixed: MixedOffer[];
  /** Of each line: what may be sold of it, and when more is expected where that is not enough. */
  lines: { line: number; available: number; expectedOn: string | null }[];
  /** Why a kind has no options. */
  reasons: Partial<Record<OptionKind, string>>;
  /** The rule that shows only the nearest stores, and by what they were near. */
  nearest: { count: number; by: 'ip' | 'place' | null; rule: string } | null;
}

/** The zone in which a parcel's day is told where the carrier's own is not known. */
const ZONE = 'Europe/Amsterdam';
/** Stores tried for one answer: a plan takes a quarter of a millisecond at 500 locations. */
const MOST_PLANS = 25;
const MOST_MIXED = 2;
/** Days earlier than the cheapest way that are tried for express. */
const EXPRESS_TRIES = 3;

/** One question being answered: the candidates are made once for all plans whose work begins at the same moment. */
class Answering {
  readonly question: OptionsQuestion;
  readonly world: World;
  readonly now: Instant;
  readonly offers: Offers;
  /** By the moment at which the work begins: a day of release makes it another one. */
  readonly #candidates = new Map<Instant, Candidate[]>();

  constructor(question: OptionsQuestion, world: World, now: Instant) {
    this.question = question;
    this.world = world;
    this.now = now;
    this.offers = new Offers(world, now, question);
  }

  demand(kind: Demand['kind'], lines: readonly DemandLine[], place: Partial<Demand> = {}): Demand {
    const { channel, country, destination, tags } = this.question;
    return { delivery: '1', kind, channel, country, destination: kind === 'pickup' ? null : destination, store: null, lines, promisedBy: null, tags, excluded: [], ...place };
  }

  /** Where no rule of selling says from where, the candidates of one delivery are those of every other. `after`: what another delivery of the order takes first. */
  prepared(demand: Demand, after: Plan | null = null): Whole {
    const world = after === null ? this.world : without(this.world, after);
    return prepareWhole(demand, world, this.now, (part) => this.#planned(part, world, after));
  }

  #planned(demand: Demand, world: World, after: Plan | null): Prepared {
    if (sellingOf(world.master).bindsOrders) return prepare(demand, world, this.now);
    const from = workBegins(demand, this.world, this.now);
    let candidates = this.#candidates.get(from);
    if (!candidates) this.#candidates.set(from, (candidates = candidatesOf(this.world, from, demand)));
    return prepare(demand, world, this.now, { candidates: after === null ? candidates : candidates.map((candidate) => less(candidate, after)) });
  }

  price(kind: PricedKind, country = this.question.country): Minor | null {
    const worth = this.question.lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
    return priceOf(pricesFor(this.world.master.prices, this.question.channel), kind, country, worth);
  }

  /** Lines with no more than may be offered of them; lines of one SKU share what there is. */
  offered(lines: readonly DemandLine[]): DemandLine[] {
    const left = new Map<string, number>();
    return lines.flatMap((line) => {
      const there = left.get(line.sku) ?? this.offers.of(line.sku).home;
      const quantity = Math.min(line.quantity, there);
      left.set(line.sku, there - quantity);
      return quantity > 0 ? [{ ...line, quantity }] : [];
    });
  }
}

/** A candidate with what a plan leaves there. */
function less(candidate: Candidate, { allocations }: Plan): Candidate {
  const taken = allocations.filter(({ location }) => location === candidate.location);
  if (taken.length === 0) return candidate;
  const stock = Object.assign(Object.create(null) as Record<string, number>, candidate.stock);
  for (const { sku, quantity } of taken) stock[sku] = (stock[sku] ?? 0) - quantity;
  return { ...candidate, stock };
}

const unitsOf = (lines: readonly DemandLine[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

function offeredOf({ plan, claims, arrivesAt }: Whole, wanted: readonly DemandLine[], price: Minor | null, zone: string): Offered | null {
  const given = [...plan.allocations, ...claims];
  if (given.length === 0 || arrivesAt === null || price === null) return null;
  const lines = new Map<number, number>();
  for (const { line, quantity } of given) lines.set(Number(line), (lines.get(Number(line)) ?? 0) + quantity);
  const placed = given.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    promisedBy: arrivesAt, date: zoneDate(arrivesAt, zone), price, lines: [...lines].map(([line, quantity]) => ({ line, quantity })), complete: placed === unitsOf(wanted),
    locations: new Set(given.map(({ location }) => location)).size, cost: plan.cost, items: plan.items,
  };
}

/** Home by the cheapest way; null when nothing can be sent there. `after`: what another delivery of the order takes first. */
function standardOffer(answering: Answering, wanted: readonly DemandLine[], after: Plan | null = null): { offer: HomeOffer; made: Whole } | null {
  const lines = answering.offered(wanted);
  if (lines.length === 0) return null;
  const made = answering.prepared(answering.demand('ship', lines), after);
  const offered = offeredOf(made, wanted, answering.price('home'), zoneOf(answering));
  return offered && { offer: { ...offered, service: 'standard' }, made };
}

const zoneOf = ({ world: { master: { times } }, question: { country } }: Answering): string => times.carriers[times.carrier]?.countries[country]?.zone ?? ZONE;

/** Home by the cheapest way and, where some location is sooner with all of it, on that day. Earliest first. */
function homeOffers(answering: Answering, wanted: readonly DemandLine[]): HomeOffer[] {
  const cheapest = standardOffer(answering, wanted);
  if (cheapest === null) return [];
  const { offer: standard, made } = cheapest;
  const express = answering.price('express');
  if (express === null) return [standard];
  const { lines } = made.demand;
  const sooner = [...new Set(made.candidates.flatMap((candidate) => {
    const there = lines.some(({ sku }) => (candidate.stock[sku] ?? 0) > 0) ? arrivesFrom(candidate, made.demand) : null;
    return there !== null && there < standard.promisedBy ? [there] : [];
  }))].sort().slice(0, EXPRESS_TRIES);
  for (const moment of sooner) {
    const offered = offeredOf(answering.prepared({ ...answering.demand('ship', lines), promisedBy: moment, express: true }), wanted, express, zoneOf(answering));
    if (!offered || offered.promisedBy > moment || unitsIn(offered) < unitsIn(standard)) continue;
    return [{ ...offered, service: 'express' }, standard];
  }
  return [standard];
}

const unitsIn = ({ lines }: Offered): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

interface Near { location: Location; metres: number | null }

/** Stores that hand out orders, the nearest first; without a place by their code. */
function storesNear({ master }: World, from: Coordinates | null): Near[] {
  const stores = master.locations.filter(({ kind, active, capabilities }) => kind === 'store' && active && capabilities.includes('pickup'));
  const near = stores.map((location): Near => ({ location, metres: from === null || location.latitude === null || location.longitude === null ? null : metresBetween(from, { latitude: location.latitude, longitude: location.longitude }) }));
  return near.sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || (a.location.code < b.location.code ? -1 : 1));
}

/** Collecting some lines in a store; null when they cannot all be there, or the store does not open. */
function storeOffer(answering: Answering, { location, metres }: Near, lines: readonly DemandLine[]): { offer: StoreOffer; prepared: Whole } | null {
  const prepared = answering.prepared(answering.demand('pickup', lines, { store: location.code }));
  const offered = offeredOf(prepared, lines, answering.price('store', location.address.country), location.calendar.zone);
  if (!offered?.complete) return null;
  const here = new Map<number, number>();
  for (const { line, location: from, quantity } of prepared.plan.allocations) if (from === location.code) here.set(Number(line), (here.get(Number(line)) ?? 0) + quantity);
  const there = [...here].map(([line, quantity]) => ({ line, quantity }));
  return {
    prepared,
    offer: {
      ...offered, store: location, metres, today: openingOn(location.calendar, zoneDate(answering.now, location.calendar.zone)).hours,
      brought: there.reduce((sum, { quantity }) => sum + quantity, 0) < unitsOf(lines), here: there,
    },
  };
}

/** The stores in which all of it can be collected, the nearest first, no more than the rules of selling show. */
function storeOffers(answering: Answering, near: readonly Near[], most: number): StoreOffer[] {
  const found: StoreOffer[] = [];
  let plans = 0;
  for (const one of near) {
    if (found.length >= most || plans >= MOST_PLANS) break;
    if (!answering.offers.collectable(answering.question.lines, one.location.code)) continue;
    plans += 1;
    const made = storeOffer(answering, one, answering.question.lines);
    if (made) found.push(made.offer);
  }
  return found;
}

/** Some lines in a store that has them, the rest home: two deliveries of one order, planned one after the other as the order will be. */
function mixedOffers(answering: Answering, near: readonly Near[], most: number): MixedOffer[] {
  const { lines } = answering.question;
  const found: MixedOffer[] = [];
  let plans = 0;
  for (const one of near) {
    if (found.length >= most || plans >= MOST_PLANS) break;
    const there = lines.filter((line) => answering.offers.lieIn(lines.filter(({ sku }) => sku === line.sku), one.location.code));
    if (there.length === 0 || there.length === lines.length) continue;
    plans += 1;
    const store = storeOffer(answering, one, there);
    if (!store || store.offer.brought) continue;
    const rest = lines.filter((line) => !there.includes(line));
    const home = standardOffer(answering, rest, store.prepared.plan)?.offer;
    if (home?.complete) found.push({ store: store.offer, home, price: store.offer.price + home.price });
  }
  return found;
}

function pointOffers(answering: Answering): PointOffer[] {
  const lines = answering.offered(answering.question.lines);
  if (lines.length === 0) return [];
  return answering.question.points.flatMap((point): PointOffer[] => {
    const offered = offeredOf(answering.prepared(answering.demand('pickup_point', lines, { country: point.country, destination: point.coordinates })), answering.question.lines, answering.price('pickup_point', point.country), ZONE);
    return offered ? [{ ...offered, point }] : [];
  });
}

/** When enough more of a SKU is expected; null when nobody said so. */
function expectedOn({ expected }: OptionsQuestion, sku: string, lacking: number): string | null {
  let coming = 0;
  for (const { on, quantity } of expected?.get(sku) ?? []) {
    coming += quantity;
    if (coming >= lacking) return on;
  }
  return null;
}

/** Why a kind has no options, in a sentence for who asks. */
function reasonsOf(answering: Answering, nothing: boolean, { home, stores, points }: Pick<OptionsFound, 'home' | 'stores' | 'points'>): OptionsFound['reasons'] {
  const { question: { kinds, country, store, points: near }, world: { master } } = answering;
  const reasons: OptionsFound['reasons'] = {};
  const why = (kind: PricedKind, otherwise: string): string => {
    if (nothing) return 'None of it may be sold now.';
    if (kind !== 'store' && master.times.carriers[master.times.carrier]?.countries[country] === undefined) return `No carrier brings parcels to ${country} by the delivery times in force.`;
    return answering.price(kind) === null ? `This kind of delivery has no price for ${country}.` : otherwise;
  };
  if (kinds.has('home') && home.length === 0) reasons.home = why('home', 'No location can send any of it.');
  if (kinds.has('store') && stores.length === 0) reasons.store = why('store', store === null ? 'In no store that may be shown all of it can be collected.' : 'In this store not all of it can be collected, or the rules of selling do not show it.');
  if (kinds.has('pickup_point') && points.length === 0 && near.length > 0) reasons.pickup_point = why('pickup_point', 'No location can send any of it.');
  return reasons;
}

/** Stores in the order in which they are offered, and the rule that shows only some. */
function storesFor({ world, question: { channel, here, byIp } }: Answering): { rule: NearestStores | null; from: Coordinates | null; near: Near[]; shown: number | null } {
  const rule = sellingOf(world.master).nearestStores(channel);
  const from = rule?.by === 'ip' ? byIp ?? here : here ?? byIp;
  // Nobody can say which stores are nearest to a customer whose place is not known: then none is hidden, as in the figures.
  return { rule, from, near: storesNear(world, from), shown: rule === null || from === null ? null : rule.count };
}

/** The rule of selling by which a basket is not offered in a store; null when none stands against it, though it may have no plan. */
export function ruleAgainst(question: OptionsQuestion, store: string, world: World, now: Instant): RuleName | null {
  const answering = new Answering(question, world, now);
  const against = answering.offers.ruleAgainst(question.lines, store);
  if (against) return against;
  const { rule, near, shown } = storesFor(answering);
  const there = near.find(({ location }) => location.code === store);
  if (rule === null || shown === null || there === undefined || storeOffer(answering, there, question.lines) === null) return null;
  return storeOffers(answering, near, shown).some((offer) => offer.store.code === store) ? null : rule.rule;
}

/** Everything that can be offered of a basket, by the same plans that an order placed at this moment would get. */
export function deliveryOptions(question: OptionsQuestion, world: World, now: Instant): OptionsFound {
  const answering = new Answering(question, world, now);
  const { kinds, lines, store: asked } = question;
  const { rule, from, near, shown } = storesFor(answering);
  // A store that is asked for by name must still be one of those that the rule shows.
  const stores = !kinds.has('store') ? [] : shown !== null
    ? storeOffers(answering, near, asked === null ? Math.min(question.stores, shown) : shown).filter(({ store }) => asked === null || store.code === asked)
    : storeOffers(answering, near.filter(({ location }) => asked === null || location.code === asked), question.stores);
  const found = { stores, home: kinds.has('home') ? homeOffers(answering, lines) : [], points: kinds.has('pickup_point') ? pointOffers(answering) : [] };
  const wanted = Offers.together(lines);
  const told = lines.map(({ line, sku }) => {
    const { home: available, homeNow } = answering.offers.of(sku);
    const lacking = (wanted.get(sku) ?? 0) - homeNow;
    return { line: Number(line), available, expectedOn: lacking > 0 ? expectedOn(question, sku, lacking) : null };
  });
  return {
    ...found, currency: pricesFor(world.master.prices, question.channel).currency,
    mixed: kinds.has('mixed') && lines.length > 1 ? mixedOffers(answering, near, Math.min(MOST_MIXED, shown ?? MOST_MIXED)) : [],
    reasons: reasonsOf(answering, told.every(({ available }) => available === 0), found), lines: told,
    nearest: rule ? { count: rule.count, by: from === null ? null : from === question.byIp ? 'ip' : 'place', rule: rule.rule.name } : null,
  };
}
