/** Assigning: the only maker of work orders. It plans the open units of a delivery, reserves by moving them, and keeps the decision. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, NewEvent, RecordContext, Slice, Stream, UnitMove } from '../books/index.ts';
import type { FulfilmentAssigned } from './events.ts';
import { chooseStrategy, plan } from './rules.ts';
import type { Candidate, Demand, Plan, Strategy } from './types.ts';
import { candidatesOf } from './world.ts';
import type { World } from './world.ts';

const DECISION = table('sourcing.decision', 'id');

/** How many work orders an order has had; they are numbered for people. */
export const assignedSlice: Slice<{ count: number; fulfilments: Map<Uuid, FulfilmentAssigned> }> = {
  name: 'assigned',
  initial: () => ({ count: 0, fulfilments: new Map() }),
  evolve: (state, event) => {
    if (event.type !== 'FulfilmentAssigned') return state;
    const assigned = event.data as FulfilmentAssigned;
    state.count += 1;
    state.fulfilments.set(assigned.fulfilment, assigned);
    return state;
  },
};

/** A decision's inputs as they are kept: with the master data of the epoch they make the same plan again. */
export interface DecisionInputs {
  demand: Demand;
  strategy: { id: string; version: number };
  epoch: number;
  /** Moment of shipping ('' where none) → locations. */
  ships: Record<string, string[]>;
  /** Orders given to limited locations that day. */
  load: Record<string, number>;
  /** SKU → location → available. */
  stock: Record<string, Record<string, number>>;
}

export interface Assignment {
  plan: Plan;
  strategy: Strategy;
  decision: Uuid;
  assigned: FulfilmentAssigned[];
  /** What nobody could take, still where it was in the units book. */
  unplaced: Plan['unplaced'];
}

/** Plans a demand whose units stand in `open` or `waiting`, records a work order per location, and keeps the decision with its inputs. */
export function assign(books: Books, change: Change, stream: Stream, demand: Demand, world: World, context: RecordContext, day: string): Assignment {
  const { strategy } = chooseStrategy(demand, world.master.strategies, context.now);
  if (!strategy) throw new Error('no strategy applies, not even the default one');
  const candidates = candidatesOf(world, context.now);
  const made = plan(demand, candidates, strategy, context.now);
  const decision = newId();
  const events: NewEvent[] = [];
  const assigned: FulfilmentAssigned[] = [];
  let number = fold(stream, assignedSlice).count;

  const free = unitsIn(unitsOf(stream), { delivery: Number(demand.delivery), stage: ['open', 'waiting'], holder: null }).map((held) => ({ ...held }));
  for (const [code, allocations] of byLocation(made)) {
    number += 1;
    const fulfilment = newId();
    const moves: UnitMove[] = [];
    for (const allocation of allocations) {
      let left = allocation.quantity;
      for (const held of free) {
        if (held.line !== Number(allocation.line) || held.n === 0 || left === 0) continue;
        const n = Math.min(left, held.n);
        moves.push({ line: held.line, delivery: held.delivery, n, from: { stage: held.stage, holder: null, location: null }, to: { stage: 'allocated', holder: fulfilment, location: code } });
        held.n -= n;
        left -= n;
      }
    }
    const candidate = candidates.find((one) => one.location === code);
    const elsewhere = demand.kind === 'pickup' && demand.store !== code;
    const data: FulfilmentAssigned = {
      fulfilment, number: `F${number}`, location: code, delivery: Number(demand.delivery),
      kind: demand.kind === 'pickup' ? (elsewhere ? 'transfer' : 'pickup') : 'ship', destination: elsewhere ? demand.store : null,
      lines: merged(moves), decision, dueAt: candidate?.shipsAt ?? null, capacityDay: candidate && candidate.capacity !== null ? day : null,
    };
    assigned.push(data);
    events.push({ type: 'FulfilmentAssigned', data, moves: { units: moves } });
  }
  books.record(change, stream, events, context);
  change.insert(DECISION, {
    id: decision, order_id: stream.id, delivery: Number(demand.delivery), at: context.now,
    inputs: packed(demand, strategy, world, candidates),
    outcome: { cost: made.cost, items: made.items, allocations: short(made.allocations), unplaced: made.unplaced, runnersUp: made.runnersUp.slice(0, 5).map(({ allocations, cost, unplaced }) => ({ allocations: short(allocations), cost, unplaced })), counts: made.counts, exact: made.exact },
  });
  return { plan: made, strategy, decision, assigned, unplaced: made.unplaced };
}

const byLocation = (made: Plan): [string, Plan['allocations']][] => {
  const groups = new Map<string, Plan['allocations']>();
  for (const allocation of made.allocations) groups.set(allocation.location, [...(groups.get(allocation.location) ?? []), allocation]);
  return [...groups];
};

/** Allocations as they are kept: location → [line, quantity] pairs. */
function short(allocations: Plan['allocations']): Record<string, [number, number][]> {
  const kept: Record<string, [number, number][]> = {};
  for (const { line, location, quantity } of allocations) (kept[location] ??= []).push([Number(line), quantity]);
  return kept;
}

function merged(moves: readonly UnitMove[]): { line: number; quantity: number }[] {
  const lines = new Map<number, number>();
  for (const move of moves) lines.set(move.line, (lines.get(move.line) ?? 0) + move.n);
  return [...lines].map(([line, quantity]) => ({ line, quantity }));
}

/** What the plan was made from, small: what was available per SKU and location, when each location would ship, the rest by name and version. */
function packed(demand: Demand, strategy: Strategy, world: World, candidates: readonly Candidate[]): DecisionInputs {
  const ships: Record<string, string[]> = {};
  const load: Record<string, number> = {};
  const stock: Record<string, Record<string, number>> = {};
  for (const candidate of candidates) {
    (ships[candidate.shipsAt ?? ''] ??= []).push(candidate.location);
    if (candidate.load > 0) load[candidate.location] = candidate.load;
    for (const [sku, available] of Object.entries(candidate.stock)) (stock[sku] ??= {})[candidate.location] = available;
  }
  return { demand, strategy: { id: strategy.id, version: strategy.version }, epoch: world.master.epoch, ships, load, stock };
}
