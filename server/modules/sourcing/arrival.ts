/** Pure: when what leaves a location is with the customer, by the carrier's days, or lies ready in the store of pickup. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import { momentOf, openAfter, openingOn, WEEKDAYS, zoneDate } from '../locations/index.ts';
import type { Calendar, Weekday } from '../locations/index.ts';
import type { DeliveryTimes } from './delivery-times.ts';
import type { Arrivals, Candidate, Demand, Plan } from './types.ts';

/** Days looked ahead for one on which anything is brought. */
const HORIZON_DAYS = 120;

/** So many days on after a date, counting only those that `counts`; with none to count the first such day from the date itself. Null beyond the horizon. */
function daysOn(date: string, days: number, counts: (date: Temporal.PlainDate) => boolean): string | null {
  let day = Temporal.PlainDate.from(date);
  let left = days;
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead += 1) {
    if (ahead > 0) day = day.add({ days: 1 });
    if (!counts(day)) continue;
    if (ahead > 0) left -= 1;
    if (left <= 0) return day.toString();
  }
  return null;
}

const isOn = (on: readonly Weekday[], date: Temporal.PlainDate): boolean => on.includes(WEEKDAYS[date.dayOfWeek - 1] as Weekday);

/** Whether anybody can say when a parcel is in a country. */
export const isServed = ({ carriers, carrier }: DeliveryTimes, country: string): boolean => carriers[carrier]?.countries[country] !== undefined;

/** When a parcel that leaves at a moment is in a country: the end of the day on which the carrier brings it. Null when nothing can be said. */
export function parcelArrives(times: DeliveryTimes, country: string, leaves: Instant): Instant | null {
  const carrier = times.carriers[times.carrier];
  const way = carrier?.countries[country];
  if (!carrier || !way) return null;
  const closed = (date: Temporal.PlainDate): boolean => { const text = date.toString(); return carrier.closed.includes(text) || carrier.closed.includes(text.slice(5)); };
  const after = (days: number): Instant | null => {
    const date = daysOn(zoneDate(leaves, way.zone), days, (day) => isOn(way.on, day) && !closed(day));
    return date === null ? null : momentOf(date, way.until, way.zone);
  };
  const there = after(way.days);
  // What leaves after the carrier's hour of a same-day delivery is there with the next one.
  return there !== null && there < leaves ? after(way.days + 1) : there;
}

/** When goods that leave another location at a moment lie ready in a store: the van's day on which the store is open, and the work there. */
export function broughtReady({ transfer, preparation }: DeliveryTimes, store: Calendar, leaves: Instant): Instant | null {
  const after = (days: number): Instant | null => {
    const date = daysOn(zoneDate(leaves, store.zone), days, (day) => isOn(transfer.on, day) && openingOn(store, day.toString()).open);
    return date === null ? null : momentOf(date, transfer.at, store.zone);
  };
  const today = after(transfer.days);
  // What leaves after the hour of a same-day van is there with the next one.
  const there = today !== null && today < leaves ? after(transfer.days + 1) : today;
  return there === null ? null : openAfter(store, there, preparation.arrived);
}

/** When goods of a delivery would be there, for every moment at which one of these candidates would leave. */
export function arrivalsOf(demand: Pick<Demand, 'kind' | 'country'>, candidates: readonly Pick<Candidate, 'shipsAt'>[], times: DeliveryTimes, store: Calendar | null, now: Instant): Arrivals {
  const leaving: Record<Instant, Instant> = {};
  const seen = new Set<Instant>();
  for (const { shipsAt } of candidates) {
    if (shipsAt === null || seen.has(shipsAt)) continue;
    seen.add(shipsAt);
    const there = demand.kind === 'pickup' ? (store === null ? null : broughtReady(times, store, shipsAt)) : known(times, demand.country, shipsAt);
    if (there !== null) leaving[shipsAt] = there;
  }
  return { leaving, store: demand.kind === 'pickup' && store !== null ? openAfter(store, now, times.preparation.store) : null };
}

/** Few moments of leaving are asked for again and again: the answers are kept while the same times are in force. */
const answers = new WeakMap<DeliveryTimes, Map<string, Instant | null>>();
const MOST_ANSWERS = 2000;

function known(times: DeliveryTimes, country: string, leaves: Instant): Instant | null {
  let of = answers.get(times);
  if (!of || of.size > MOST_ANSWERS) answers.set(times, (of = new Map()));
  const key = `${country} ${leaves}`;
  const before = of.get(key);
  if (before !== undefined) return before;
  const answer = parcelArrives(times, country, leaves);
  of.set(key, answer);
  return answer;
}

/** When goods of a location would be with the customer. A demand without arrivals, as decisions kept before there were any, goes by the moment of leaving. */
export function arrivesFrom({ location, shipsAt }: Pick<Candidate, 'location' | 'shipsAt'>, { kind, store, arrivals }: Pick<Demand, 'kind' | 'store' | 'arrivals'>): Instant | null {
  if (!arrivals) return shipsAt;
  if (kind === 'pickup' && location === store) return arrivals.store;
  return shipsAt === null ? null : arrivals.leaving[shipsAt] ?? null;
}

/** The last of several moments; null when there is none, or nobody can say one of them. */
export const lastOf = (moments: readonly (Instant | null)[]): Instant | null =>
  moments.length === 0 ? null : moments.reduce((last, moment) => (last === null || moment === null ? null : Date.parse(moment) > Date.parse(last) ? moment : last));

/** When the last part of a plan would be there; null when nothing is placed, or of a part nobody can say. */
export function arrivalOf({ allocations }: Pick<Plan, 'allocations'>, candidates: readonly Candidate[], demand: Demand): Instant | null {
  return lastOf([...new Set(allocations.map(({ location }) => location))].map((code) => {
    const candidate = candidates.find(({ location }) => location === code);
    return candidate ? arrivesFrom(candidate, demand) : null;
  }));
}
