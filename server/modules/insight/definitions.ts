/** What each figure is: which facts it counts, against what, and the sentence that says so. One table for the server, its documentation and the screens. */
import type { Measure } from './types.ts';

type Count = 'n' | 'units' | 'amount';
/** Facts of a measure, of some reasons or without some, counted in one way. */
export interface Part { measure: Measure; of: Count; only?: readonly string[]; without?: readonly string[] }

export interface Figure {
  /** `share`: top ÷ bottom in hundredths of a percent. `seconds`: median, with the nine in ten. `money`: minor units. `count`: a number. */
  unit: 'count' | 'share' | 'seconds' | 'money';
  /** Whether it is of one location, or of whole orders only (then it cannot be asked per location). */
  scope: 'location' | 'order';
  top: readonly Part[];
  /** For a share: all of which `top` is a part. */
  bottom?: readonly Part[];
  /** Orders that a look behind the figure shows first: those that spoil it. Default: `top`. */
  behind?: readonly Part[];
  /** Parts whose reasons say why; where absent the figure cannot be asked by reason. */
  reasons?: Measure;
  definition: string;
}

const left: readonly Part[] = [{ measure: 'shipped', of: 'units' }, { measure: 'collected', of: 'units', without: ['carry_out'] }];
const nowhere: Part = { measure: 'cancelled', of: 'units', only: ['nowhere_in_stock'] };
const late = (measure: Measure): Part => ({ measure, of: 'n', only: ['late'] });
const punctual = (measure: Measure): Part => ({ measure, of: 'n', only: ['on_time'] });

export const FIGURES = {
  orders: { unit: 'count', scope: 'order', top: [{ measure: 'placed', of: 'n' }], definition: 'Orders taken, by the moment the customer ordered. Test orders and orders that were under way before Spil knew them count in no figure.' },
  units: { unit: 'count', scope: 'order', top: [{ measure: 'placed', of: 'units' }], definition: 'Pieces of goods ordered, with what was added to orders later.' },
  revenue: { unit: 'money', scope: 'order', top: [{ measure: 'placed', of: 'amount' }], reasons: 'placed', definition: 'Worth of the orders taken, with tax and charges, in the currency that most is sold in; by reason it stands per currency. What is cancelled or returned later is not taken off.' },
  fill_rate: { unit: 'share', scope: 'order', top: left, bottom: [...left, nowhere], behind: [nowhere], definition: 'Units that left for a customer or were collected, of these and the units that were cancelled because nobody had them. Sales that are taken along at the till do not count.' },
  rejection_rate: { unit: 'share', scope: 'location', top: [{ measure: 'rejected', of: 'units' }], bottom: [{ measure: 'rejected', of: 'units' }, { measure: 'prepared', of: 'units' }], reasons: 'rejected', definition: 'Units that a location could not deliver, of these and the units it made ready (packed, put in the van, or picked for a pickup).' },
  first_time_right: { unit: 'share', scope: 'location', top: [{ measure: 'worked', of: 'n', only: ['right'] }], bottom: [{ measure: 'worked', of: 'n' }], behind: [{ measure: 'worked', of: 'n', only: ['short'] }], definition: 'Work orders that a location finished without rejecting a single unit, of all that it finished. Work that was cancelled before anything was done does not count.' },
  split_rate: { unit: 'share', scope: 'order', top: [{ measure: 'sent', of: 'n', only: ['split'] }], bottom: [{ measure: 'sent', of: 'n' }], definition: 'Home deliveries that left from more than one location, of all home deliveries whose last unit has left.' },
  cancel_rate: { unit: 'share', scope: 'order', top: [{ measure: 'cancelled', of: 'units' }], bottom: [{ measure: 'cancelled', of: 'units' }, ...left], reasons: 'cancelled', definition: 'Units cancelled, for any reason, of these and the units that left for a customer or were collected.' },
  lead_time: { unit: 'seconds', scope: 'order', top: [{ measure: 'sent', of: 'n' }], definition: 'From the customer’s order until the last parcel of a home delivery left. Half are faster than the median, nine in ten faster than the second figure.' },
  accept_time: { unit: 'seconds', scope: 'location', top: [{ measure: 'accepted', of: 'n' }], definition: 'From the moment a location was given work until somebody there took it up.' },
  pickup_ready: { unit: 'seconds', scope: 'location', top: [{ measure: 'ready', of: 'n' }], definition: 'From the customer’s order until everything of a pickup was ready at the store.' },
  on_time: { unit: 'share', scope: 'order', top: [punctual('arrived'), punctual('ready')], bottom: [punctual('arrived'), punctual('ready'), late('arrived'), late('ready')], behind: [late('arrived'), late('ready')], definition: 'Deliveries that were with the customer (or at the pickup point, or ready in the store) by the moment promised, of all that had a promise and are there. Each counts on the day it was there.' },
  dispatch_on_time: { unit: 'share', scope: 'location', top: [punctual('shipped')], bottom: [punctual('shipped'), late('shipped')], behind: [late('shipped')], definition: 'Parcels that left by the collection they were due for, of all parcels that left and were due.' },
  returns: { unit: 'count', scope: 'location', top: [{ measure: 'returned', of: 'units' }], reasons: 'returned', definition: 'Units brought back, at the location that took them.' },
  return_rate: { unit: 'share', scope: 'order', top: [{ measure: 'returned', of: 'units' }], bottom: [{ measure: 'shipped', of: 'units' }, { measure: 'collected', of: 'units' }], reasons: 'returned', definition: 'Units brought back in the period, against the units that went to customers in the same period, sales at the till included. It may pass 100 % in a period with few sales.' },
  refund_time: { unit: 'seconds', scope: 'order', top: [{ measure: 'refunded', of: 'n' }], definition: 'From the moment a refund was asked for until the payment provider confirmed it.' },
  broken_reservations: { unit: 'count', scope: 'location', top: [{ measure: 'broken', of: 'units' }], definition: 'Reserved units whose goods turned out not to be there: a count, or a sale at the till, was first. They are planned again at once.' },
} as const satisfies Record<string, Figure>;
export type FigureName = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as [FigureName, ...FigureName[]];

export const figureOf = (name: FigureName): Figure => FIGURES[name];
/** Parts that a look behind a figure lists. */
export const behindOf = (name: FigureName): readonly Part[] => { const { behind, top } = figureOf(name); return behind ?? top; };
export const counts = ({ only, without }: Part, reason: string): boolean => (only === undefined || only.includes(reason)) && !(without?.includes(reason) ?? false);
