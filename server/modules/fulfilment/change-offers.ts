/** Where a delivery may go instead: what a new basket of its lines would be offered, with the goods it has reserved counted as its own. */
import type { Instant } from '../../kernel/clock.ts';
import { unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { demandFor } from '../orders/index.ts';
import type { OrderDelivery } from '../orders/index.ts';
import { deliveryOptions, isServed, ownKey, ruleAgainst } from '../sourcing/index.ts';
import type { Coordinates, OptionsQuestion, RuleName, World } from '../sourcing/index.ts';
import type { Changing, ChangeWish } from './change-delivery.ts';
import { fulfilmentProblems } from './problems.ts';

/** Where the customer is: by what they gave or where it goes now, and by their IP address. */
export interface Whereabouts { here: Coordinates | null; byIp: Coordinates | null }

/** The question that a shop would ask of these lines. Null when nothing of them is reserved: what nobody has is offered nowhere. */
export function questionOf(stream: Stream, of: OrderDelivery, { held }: Pick<Changing, 'held'>, { here, byIp }: Whereabouts): OptionsQuestion | null {
  const reserved = held.filter(({ location, stage }) => location !== null && stage !== 'waiting');
  const demand = demandFor(stream, of, (line) => reserved.reduce((sum, one) => sum + (one.line === line ? one.n : 0), 0));
  if (demand === null) return null;
  const own = new Map<string, number>();
  for (const { line, location, n } of reserved) {
    const key = ownKey(unitsOf(stream).lines.get(line)?.sku ?? '', location ?? '');
    own.set(key, (own.get(key) ?? 0) + n);
  }
  const { channel, country, lines, tags } = demand;
  return { channel, country, destination: here, here, byIp, lines, tags, kinds: new Set(['home', 'store']), stores: Infinity, store: null, points: [], own };
}

const offered = (question: OptionsQuestion, opened: World, to: ChangeWish['to'], now: Instant): boolean => (to.kind === 'pickup'
  ? deliveryOptions({ ...question, kinds: new Set(['store']), store: to.location }, opened, now).stores.length > 0
  : deliveryOptions({ ...question, kinds: new Set(['home']), country: to.country, destination: to.coordinates }, opened, now).home.some(({ complete }) => complete));

/** Refuses what is not offered. Who may go against a rule (`overrules`) says why: answers the rule they go against. */
export function mayGo(question: OptionsQuestion | null, { of, opened }: Pick<Changing, 'of' | 'opened'>, { to, by, reason }: ChangeWish, overrules: boolean, now: Instant): RuleName | null {
  // What is sent to a country already goes there, whatever is known of its days.
  if (to.kind === 'ship' && !(of.kind === 'ship' && of.country === to.country) && !isServed(opened.master.times, to.country)) throw fulfilmentProblems.not_offered({ detail: `Nothing can be promised of a parcel to ${to.country}: the delivery times of the carrier do not name that country. Choose another address, or let operations add it to the delivery times.`, found: to.country, field: 'address' });
  const rule = question === null || to.kind !== 'pickup' ? null : ruleAgainst(question, to.location, opened, now);
  const refused = by === 'customer' ? question === null || !offered(question, opened, to, now) : rule !== null && !overrules;
  const where = to.kind === 'pickup' ? to.location : to.country;
  if (refused) throw fulfilmentProblems.not_offered({ detail: `A new order of this would not be offered ${to.kind === 'pickup' ? `a pickup at ${where}` : 'a home delivery there'}${rule === null ? '' : `, by rule "${rule.name}" of ${rule.document}`}. Choose one of the options${by === 'staff' ? ', or ask customer service' : ''}.`, found: where, field: 'to' });
  if (rule && reason === null) throw fulfilmentProblems.reason_needed({ detail: `By rule "${rule.name}" of ${rule.document} (version ${rule.version}) a new order of this would not be offered a pickup at ${where}. Say why it is done all the same.`, found: rule.name, field: 'reason' });
  return rule;
}
