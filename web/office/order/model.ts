/** Pure: what the page reads from an order: how far the units of a line are and where, and how far each work order is. */
import type { Answer } from '../../api/client.ts';

export type Order = Answer<'getOrder'>;
export type Around = Answer<'getOrderAround'>;
export type Line = Order['lines'][number];
export type Delivery = Order['deliveries'][number];
export type Work = Order['fulfilments'][number];
export type Parcel = Order['parcels'][number];
export type Decision = Answer<'explainOrder'>['decisions'][number];
export type Options = Answer<'listReassignOptions'>;
export type Entry = Answer<'getOrderTimeline'>['entries'][number];

/** The parts of the bar of a line, in the order in which units go through them. */
export const PARTS = ['todo', 'picked', 'packed', 'transfer', 'ready', 'way', 'delivered', 'returned', 'lost', 'cancelled'] as const;
export type Part = (typeof PARTS)[number];

const PART_OF: Readonly<Record<string, Part>> = {
  open: 'todo', waiting: 'todo', allocated: 'todo', picked: 'picked', packed: 'packed', in_transfer: 'transfer', ready: 'ready', shipped: 'way', at_pickup_point: 'way', returning: 'way',
  delivered: 'delivered', collected: 'delivered', returned: 'returned', lost: 'lost', cancelled: 'cancelled',
};

export interface Step { part: Part; quantity: number; /** Stages within the part, each with its units and the locations where they are. */ stages: { stage: string; quantity: number; locations: string[] }[] }

/** Units of a line by part; parts without units are left out. */
export function stepsOf({ units }: Pick<Line, 'units'>): Step[] {
  return PARTS.flatMap((part): Step[] => {
    const held = units.filter(({ stage }) => (PART_OF[stage] ?? 'todo') === part);
    if (held.length === 0) return [];
    const stages = new Map<string, { quantity: number; locations: Set<string> }>();
    for (const { stage, quantity, location } of held) {
      const before = stages.get(stage) ?? { quantity: 0, locations: new Set<string>() };
      before.quantity += quantity;
      if (location !== null && part !== 'cancelled') before.locations.add(location);
      stages.set(stage, before);
    }
    return [{ part, quantity: held.reduce((sum, { quantity }) => sum + quantity, 0), stages: [...stages].map(([stage, { quantity, locations }]) => ({ stage, quantity, locations: [...locations] })) }];
  });
}

export type WorkState = 'assigned' | 'picking' | 'picked' | 'packed' | 'in_transfer' | 'ready' | 'done' | 'moved' | 'cancelled';
export interface WorkShown { work: Work; state: WorkState; units: number; /** Per line, how many this work has. */ lines: { line: number; quantity: number }[]; parcels: Parcel[]; /** Where it went, when it was given away by hand. */ movedTo: string[] }

const GONE = new Set(['shipped', 'at_pickup_point', 'returning', 'delivered', 'collected', 'lost', 'returned']);

/** How far one work order is, from the units that it and its parcels hold. Units in a van stand under the load, so they are found by where they go. */
export function workShown(order: Order, work: Work): WorkShown {
  const parcels = order.parcels.filter(({ fulfilment, status }) => fulfilment === work.id && status !== 'unpacked');
  const own = new Set([work.id, ...parcels.map(({ id }) => id)]);
  const known = new Set([...order.fulfilments.map(({ id }) => id), ...order.parcels.map(({ id }) => id)]);
  const counts = new Map<string, number>();
  const lines = new Map<number, number>();
  for (const { line, units } of order.lines) {
    for (const { stage, delivery, holder, location, quantity } of units) {
      const travels = work.kind === 'transfer' && stage === 'in_transfer' && delivery === work.delivery && location === work.destination && holder !== null && !known.has(holder);
      if (stage === 'cancelled' || !(travels || (holder !== null && own.has(holder)))) continue;
      counts.set(stage, (counts.get(stage) ?? 0) + quantity);
      lines.set(line, (lines.get(line) ?? 0) + quantity);
    }
  }
  const n = (stage: string): number => counts.get(stage) ?? 0;
  const gone = [...counts].some(([stage]) => GONE.has(stage));
  const movedTo = [...new Set(order.fulfilments.filter(({ parent }) => parent === work.id).map(({ location }) => location))];
  const state: WorkState = n('allocated') > 0 ? (n('picked') > 0 ? 'picking' : 'assigned')
    : n('picked') > 0 ? 'picked' : n('in_transfer') > 0 ? 'in_transfer' : n('packed') > 0 ? 'packed' : n('ready') > 0 ? 'ready' : gone ? 'done' : movedTo.length > 0 ? 'moved' : 'cancelled';
  return { work, state, units: [...lines.values()].reduce((sum, quantity) => sum + quantity, 0), lines: [...lines].map(([line, quantity]) => ({ line, quantity })), parcels, movedTo };
}

/** Units of a line that have not left and can be cancelled: not those in a van between two locations. */
export const cancellable = ({ units }: Pick<Line, 'units'>): number => units.reduce((sum, { stage, quantity }) => sum + (['open', 'waiting', 'allocated', 'picked', 'packed', 'ready'].includes(stage) ? quantity : 0), 0);

/** Units of a line that the customer has, or that are on the way back. */
export const returnable = ({ units, kind }: Pick<Line, 'units' | 'kind'>): number => (kind === 'goods' ? units.reduce((sum, { stage, quantity }) => sum + (['delivered', 'collected', 'shipped', 'returning', 'lost'].includes(stage) ? quantity : 0), 0) : 0);

/** Units of a work order that can be given to another location, by line: on the shelf, and in hand. */
export function movable(order: Order, work: string): { line: Line; shelf: number; hand: number }[] {
  return order.lines.flatMap((line) => {
    const n = (stage: string): number => line.units.reduce((sum, unit) => sum + (unit.holder === work && unit.stage === stage ? unit.quantity : 0), 0);
    const [shelf, hand] = [n('allocated'), n('picked')];
    return shelf + hand > 0 ? [{ line, shelf, hand }] : [];
  });
}

/** Names of locations by code; a code that is not known stands for itself. */
export const namesOf = (around: Around | undefined): ((code: string) => string) => {
  const names = new Map((around?.locations ?? []).map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? code;
};

/** Carriers as they write themselves; one that is not known keeps its code. */
const CARRIERS: Readonly<Record<string, string>> = { postnl: 'PostNL', dhl: 'DHL', dpd: 'DPD', ups: 'UPS', gls: 'GLS' };
export const carrierName = (code: string): string => CARRIERS[code] ?? code;

/** One dialog or drawer is open at a time; the address names it: `cancel`, `move-ful_…`, `address-1`. */
export interface Shown { what: string; of: string | null }
export function shownIn(show: string | undefined): Shown | null {
  if (show === undefined || show === '') return null;
  const [what = '', of] = show.split('-');
  return { what, of: of ?? null };
}
