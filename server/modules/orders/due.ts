/** Pure: when something of an order is due, and which locations have units of it; kept as indexed columns of the list. */
import type { Instant } from '../../kernel/clock.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Stage, Stream, Units } from '../books/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import { assignedSlice } from '../sourcing/index.ts';
import { orderSlice } from './state.ts';

/** Stages in which the company still has something to do. What is ready waits for the customer. */
const TO_DO: readonly Stage[] = ['open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer'];
const WITH_A_LOCATION: readonly Stage[] = ['allocated', 'picked', 'packed', 'in_transfer', 'ready'];

/**
 * The earliest moment at which something that is still here must leave (its work order's), or was promised to be there (its delivery's);
 * null when nothing is here, or nobody said when.
 */
export function dueOf(stream: Stream): Instant | null {
  const units = unitsOf(stream);
  const here = unitsIn(units, { stage: TO_DO });
  if (here.length === 0) return null;
  const work = fold(stream, assignedSlice).fulfilments;
  const parcels = fold(stream, parcelsSlice);
  const { deliveries } = fold(stream, orderSlice);
  const moments = here.flatMap((held) => {
    const holder = held.holder === null ? null : held.stage === 'packed' ? parcels.get(held.holder)?.fulfilment ?? null : held.stage === 'allocated' || held.stage === 'picked' ? held.holder : null;
    return [holder === null ? null : work.get(holder)?.dueAt ?? null, deliveries.get(held.delivery)?.promisedBy ?? null];
  }).filter((moment) => moment !== null);
  return moments.reduce<Instant | null>((first, moment) => (first === null || Date.parse(moment) < Date.parse(first) ? moment : first), null);
}

/** Codes of the locations that have units of it now, in alphabetical order. */
export const locationsOf = (units: Units): string[] => [...new Set(unitsIn(units, { stage: WITH_A_LOCATION }).flatMap((held) => (held.location === null || held.location === '' ? [] : [held.location])))].sort();
