/** Changing where a delivery goes, by the customer or by staff: what is read for it, what it costs, and where else it could go. */
import { Change } from '../../kernel/change.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Address } from '../../kernel/address.ts';
import type { Instant } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { fold, loadStream, moneyOf, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { vatRate } from '../catalogue/index.ts';
import { readContacts, writeContact } from '../customers/index.ts';
import { zoneDate } from '../locations/index.ts';
import { askedOf, askPayment, goOnWhenPaid, holdUntilPaid, isPaidInShop, linesAdded, onOrder, owedOf, orderProblems, orderSlice, undoOf, worldOf } from '../orders/index.ts';
import type { Order, OrderCharge, OrderDelivery, Undo } from '../orders/index.ts';
import { isCovered } from '../payments/index.ts';
import { metresBetween } from '../sourcing/index.ts';
import type { Coordinates, RuleName, World } from '../sourcing/index.ts';
import { changeDelivery, changing, openedUp } from './change-delivery.ts';
import type { ChangeWish, Destination } from './change-delivery.ts';
import { mayGo, questionOf } from './change-offers.ts';
import type { Whereabouts } from './change-offers.ts';
import { mine } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { pickupPolicy } from './pickup-policy.ts';
import { fulfilmentProblems } from './problems.ts';

const PLACE = ['name', 'company', 'street', 'houseNumber', 'addition', 'line2', 'postalCode', 'city', 'country'] as const;
/** Whether two addresses are one door with one name on it, however they were typed. */
const sameAddress = (one: Address | null, other: Address): boolean => one !== null && PLACE.every((field) => plain(one[field]) === plain(other[field]));
const plain = (text: string | null): string => (text ?? '').replaceAll(/\s/g, '').toLowerCase();

/** Where it should go: a store by its code, or a home by its address. */
export type Wish = { location: string } | { address: Address };
/** From where the nearest stores are counted: a postal code that was given, and where the customer's connection is. */
export interface From { near: { country: string; postalCode: string } | null; byIp: Coordinates | null }
export interface ChangeRequest extends From {
  order: Uuid; delivery: number; wish: Wish; by: 'customer' | 'staff';
  /** Of a home delivery, VAT included, in minor units; null is the policy's. */
  price: number | null;
  /** Why staff go against a rule of selling. */
  reason: string | null;
}

const CHARGE = { nl: 'Thuisbezorgen', en: 'Home delivery' };

/** The order of a delivery that this account may change: a store those that are collected with it, the office all, the customer their own. */
async function changeable({ database }: FloorDeps, actor: Actor, order: Uuid, delivery: number, by: 'customer' | 'staff'): Promise<Stream> {
  const stream = await loadStream(database, order);
  const of = stream && fold(stream, orderSlice).deliveries.get(delivery);
  const office = by === 'customer' || actor.locations === 'all';
  if (!stream || stream.kind !== 'order' || (!office && !(of?.kind === 'pickup' && of.location !== null && mine(actor, of.location)))) throw orderProblems.unknown({ detail: `There is no delivery ${delivery} of this order for this account.`, found: delivery });
  return stream;
}

/** What is charged for a home delivery: VAT by the country's standard rate today, within or on top as the order has its prices. */
async function chargeOf({ database }: FloorDeps, order: Order, delivery: number, country: string, total: number, now: Instant): Promise<OrderCharge> {
  const rate = await vatRate(database, country, 'standard', zoneDate(now, 'Europe/Amsterdam')) ?? 0;
  const tax = total - Math.round((total * 1_000_000) / (1_000_000 + rate));
  return {
    ref: `delivery ${newId()}`, kind: 'shipping', name: order.language?.startsWith('nl') === true ? CHARGE.nl : CHARGE.en, delivery, total, discount: 0, subtotal: order.pricesIncludeTax ? total : total - tax,
    taxes: [{ name: 'VAT', rate, amount: tax, country }],
  };
}

/** Sends a delivery elsewhere. What it costs more is to be paid before its work goes on; what it costs less goes back. */
export const changeDestination = <T>(deps: FloorDeps, context: CommandContext, { order, delivery, wish, by, price, reason, ...from }: ChangeRequest, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => changeable(deps, context.actor, order, delivery, by), async (change, stream) => {
    const state = fold(stream, orderSlice);
    const [world, policy] = await Promise.all([worldOf(deps, stream, context.now), pickupPolicy(deps.database)]);
    const to: Destination = 'location' in wish ? { kind: 'pickup', location: wish.location } : { kind: 'ship', contact: null, country: wish.address.country, coordinates: located(deps, wish.address) };
    if (to.kind === 'ship' && 'address' in wish) to.contact = writeContact(change, { name: wish.address.name, email: wish.address.email, phone: wish.address.phone, language: state.language, address: wish.address });
    const wanted: ChangeWish = { delivery, to, by, reason };
    const standing = askedOf(stream);
    const before = standing === null ? [] : undoOf(standing);
    const asked = changing(stream, wanted, world, policy);
    if ('address' in wish && asked.of.contact !== null && asked.of.kind === 'ship' && sameAddress((await readContacts(deps.database, [asked.of.contact])).get(asked.of.contact)?.address ?? null, wish.address)) throw fulfilmentProblems.same_destination({ detail: 'It is sent to this address already.', field: 'address' });
    const rule = mayGo(questionOf(stream, asked.of, asked, whereabouts(deps, world, asked.of, from)), asked, wanted, mayOverrule(context.actor), context.now);
    const goes = changeDelivery(deps.books, change, stream, world, deps.worlds.day(context.now), wanted, asked, rule, context);
    // What is sent home already has its shipping.
    const total = price ?? (asked.of.kind === 'ship' ? 0 : policy.homePrice);
    const charge = to.kind === 'ship' && total > 0 ? await chargeOf(deps, state, goes, to.country, total, context.now) : null;
    if (charge) {
      deps.books.record(change, stream, [linesAdded([], [charge])], context);
      refuseUnpayable(deps, stream, by, total);
      holdUntilPaid(deps, change, stream, context);
    }
    // What an earlier change of it asked for, and is owed still, is asked with it; undone it goes where it was paid for.
    const earlier = before.find((one) => one.kind === 'delivery' && one.delivery === goes);
    if (charge || (earlier && to.kind === 'ship')) {
      const undo: Undo = { kind: 'delivery', delivery: goes, back: earlier?.kind === 'delivery' ? earlier.back : placeFor(asked.of), charges: [...(earlier?.charges ?? []), ...(charge ? [charge.ref] : [])] };
      askPayment(deps, change, stream, { delivery: goes, undo, before: before.filter((one) => one !== earlier), hours: policy.payHours }, context);
    }
    goOnWhenPaid(deps.books, change, stream, 'Nothing more is owed', context);
    return 'delivery_changed';
  }, present);

/** Where a delivery goes, to send it there again. */
const placeFor = ({ kind, location, contact, country, coordinates }: OrderDelivery): Extract<Undo, { kind: 'delivery' }>['back'] => (kind === 'pickup' && location !== null ? { location } : { contact, country, coordinates });

/** Refuses a price that nobody could take: a shop that holds the money itself, or no way to pay for a customer. */
function refuseUnpayable(deps: FloorDeps, stream: Stream, by: ChangeWish['by'], total: number): void {
  const { owed, operator } = owes(deps, stream);
  if (!isCovered(moneyOf(stream)) && isPaidInShop(stream)) throw fulfilmentProblems.cannot_pay_more({ detail: 'This order was paid in a shop that holds the money itself, and that cannot take the price of a home delivery later. Send it without a price, or leave it as it is.', found: total, expected: 0, field: 'price' });
  if (owed > 0 && operator === null && by === 'customer') throw fulfilmentProblems.cannot_pay_more({ detail: 'There is no way to pay the price of a home delivery here.', found: total, expected: 0, field: 'price' });
}

/** What is owed of an order, and through whom it could be paid. */
function owes(deps: FloorDeps, stream: Stream): { owed: number; operator: string | null } {
  return { owed: owedOf(stream), operator: deps.startsPayments([...moneyOf(stream).payments.values()].map(({ operator }) => operator)) };
}

/** The order as it stands, to try something on. */
export const copyOf = (stream: Stream): Stream => ({ ...stream, events: [...stream.events], folded: new Map() });

function located({ geocoder }: FloorDeps, { country, postalCode, city }: Address): Coordinates | null {
  const found = geocoder.locate({ country, postalCode, city });
  return found && coarse(found);
}

/** As coarse as orders keep it. */
const coarse = ({ latitude, longitude }: Coordinates): Coordinates => ({ latitude: Math.round(latitude * 100) / 100, longitude: Math.round(longitude * 100) / 100 });

/** A store it could be collected at instead. `here`: all of it is on its own shelf; else the rest is brought. */
export interface StoreOption { /** The rule of selling by which it would not be offered; who gives a reason may choose it all the same. */ breaks: RuleName | null; location: string; name: string; street: string; postalCode: string; city: string; metres: number | null; here: boolean; readyBy: Instant | null }
/** `sent`: it is sent home now, so that home is another address; `part`: something of it has left or is packed and stays, and this is about the rest. */
export interface ChangeOptions { sent: boolean; part: boolean; stores: StoreOption[]; home: { price: number; arrivesBy: Instant | null } | null; currency: string }

/** Stores asked at most: the nearest. */
const NEAREST = 12;

/** Where else a delivery could go: what a new order of it would be offered, each tried on the order as it stands by the rule that would do it, and thrown away. Who may go against a rule sees the others too. */
export async function changeOptions(deps: FloorDeps, context: Pick<CommandContext, 'now' | 'actor'>, { order, delivery, by, ...given }: Pick<ChangeRequest, 'order' | 'delivery' | 'by' | 'near' | 'byIp'>): Promise<ChangeOptions> {
  const stream = await changeable(deps, context.actor, order, delivery, by);
  const state = fold(stream, orderSlice);
  const of = state.deliveries.get(delivery);
  if (!of) throw orderProblems.delivery_unknown({ detail: `The order has no delivery ${delivery}; it has ${[...state.deliveries.keys()].join(', ')}.`, found: delivery, field: 'delivery' });
  const [world, policy] = await Promise.all([worldOf(deps, stream, context.now), pickupPolicy(deps.database)]);
  const where = whereabouts(deps, world, of, given);
  const from = where.here ?? where.byIp;
  const whole = openedUp(stream, of, world);
  const question = questionOf(stream, of, whole, where);
  const overrules = by === 'staff' && mayOverrule(context.actor);
  const tried = (to: Destination): Tried | null => {
    const copy = copyOf(stream);
    const wish: ChangeWish = { delivery, to, by, reason: overrules ? '' : null };
    try {
      const asked = changing(copy, wish, world, policy);
      const breaks = mayGo(question, asked, wish, overrules, context.now);
      const goes = changeDelivery(deps.books, new Change(), copy, world, deps.worlds.day(context.now), wish, asked, breaks, context);
      return { breaks, promisedBy: fold(copy, orderSlice).deliveries.get(goes)?.promisedBy ?? null, elsewhere: unitsIn(unitsOf(copy), { delivery: goes }).some((held) => held.stage !== 'cancelled' && held.location !== (to.kind === 'pickup' ? to.location : held.location)) };
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  };
  const stores = world.master.locations.filter(({ code, active, capabilities }) => active && code !== of.location && capabilities.includes('pickup'))
    .map((store) => ({ store, metres: from && store.latitude !== null && store.longitude !== null ? metresBetween(from, { latitude: store.latitude, longitude: store.longitude }) : null }))
    .sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || (a.store.code < b.store.code ? -1 : 1)).slice(0, NEAREST);
  const options = stores.flatMap(({ store: { code, name, address }, metres }): StoreOption[] => {
    const outcome = tried({ kind: 'pickup', location: code });
    if (!outcome) return [];
    return [{ breaks: outcome.breaks, location: code, name, street: `${address.street} ${address.houseNumber}${address.addition === null ? '' : ` ${address.addition}`}`, postalCode: address.postalCode, city: address.city, metres, here: !outcome.elsewhere, readyBy: outcome.promisedBy }];
  });
  const home = tried({ kind: 'ship', contact: null, country: given.near?.country ?? of.country, coordinates: where.here });
  const price = of.kind === 'ship' ? 0 : policy.homePrice;
  const payable = by === 'staff' || price === 0 || owes(deps, stream).operator !== null;
  return { sent: of.kind === 'ship', part: whole.part, stores: options, home: home && payable ? { price, arrivesBy: home.promisedBy } : null, currency: state.currency };
}

interface Tried { breaks: RuleName | null; promisedBy: Instant | null; elsewhere: boolean }

/** Going against a rule of selling is for the office, as giving work to another location by hand is; a store keeps to what is offered. */
const mayOverrule = ({ locations }: Actor): boolean => locations === 'all';

/** From where the nearest stores are: what was given, else where it goes now. */
function whereabouts({ geocoder }: FloorDeps, world: World, of: OrderDelivery, { near, byIp }: From): Whereabouts {
  const here = (near && geocoder.locate({ ...near, city: null })) ?? of.coordinates ?? placeOf(world, of.location);
  return { here: here && coarse(here), byIp };
}

function placeOf(world: World, location: string | null): Coordinates | null {
  const place = world.master.locations.find(({ code }) => code === location);
  return place && place.latitude !== null && place.longitude !== null ? { latitude: place.latitude, longitude: place.longitude } : null;
}
