/** Assigning: the only maker of work orders. It plans the open units of a delivery, reserves by moving them, and keeps the decision. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, fold, leaveBehind, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, HeldUnits, NewEvent, RecordContext, Slice, Stream, UnitMove } from '../books/index.ts';
import type { FulfilmentAssigned } from './events.ts';
import { arrivesFrom } from './arrival.ts';
import type { Prepared } from './prepare.ts';
import { notBefore } from './release.ts';
import { sellingOf } from './selling/selling.ts';
import type { Candidate, Demand, Plan, Strategy, Withheld } from './types.ts';
import { takeable } from './world.ts';
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
  /** `builtIn`: the strategy of the code, kept with the master data; else a version of a document. */
  strategy: { id: string; version: number; builtIn?: true };
  epoch: number;
  /** Hash of the master data it was made from. */
  master?: string;
  /** What made it be planned, where the events before it do not say so. */
  cause?: DecisionCause;
  /** Where somebody wanted it to come from, and why; it is then planned there and nowhere else. */
  byHand?: ByHand;
  /** Moment of shipping ('' where none) → locations. */
  ships: Record<string, string[]>;
  /** Orders given to limited locations that day. */
  load: Record<string, number>;
  /** SKU → location → available. */
  stock: Record<string, Record<string, number>>;
  /** What lay free at a location and might not be taken, and why; left out where nothing did. */
  withheld?: Record<string, readonly Withheld[]>;
}

/** Why something was planned that no event of the order itself asked for. */
export type DecisionCause = 'stock_available' | 'by_hand' | 'delivery_changed';

/** A person's choice: the location, the reason in their own words, and the work order that it was taken from. */
export interface ByHand { location: string; reason: string | null; from: Uuid }

/** A decision's outcome as it is kept. */
export interface DecisionOutcome {
  cost: number;
  items: Plan['items'];
  /** Location → [line, quantity] pairs. */
  allocations: Record<string, [number, number][]>;
  unplaced: Plan['unplaced'];
  runnersUp: { allocations: Record<string, [number, number][]>; cost: number; unplaced: number }[];
  counts: Plan['counts'];
  exact: boolean;
}

export interface AssignOptions {
  cause?: DecisionCause;
  /** It was planned at this location only, whatever the rules say; the new work order names the one it comes from. */
  byHand?: ByHand;
  /** A plan that places nothing leaves no trace: nothing changes by it, and it will be made again. */
  onlyIfPlaced?: boolean;
}

export interface Assignment {
  plan: Plan;
  strategy: Strategy;
  decision: Uuid;
  assigned: FulfilmentAssigned[];
  /** What nobody could take, still where it was in the units book. */
  unplaced: Plan['unplaced'];
}

/** Carries out a plan for units that stand in `open` or `waiting`: records a work order per location, and keeps the decision with its inputs. */
export function assign(books: Books, change: Change, stream: Stream, { demand, strategy, candidates, plan: made }: Prepared, world: World, context: RecordContext, day: string, options: AssignOptions = {}): Assignment {
  const { byHand } = options;
  const decision = newId();
  const events: NewEvent[] = [];
  const assigned: FulfilmentAssigned[] = [];
  let number = fold(stream, assignedSlice).count;

  const free = unitsIn(unitsOf(stream), { delivery: Number(demand.delivery), stage: ['open', 'waiting'] }).map((held) => ({ ...held }));
  const from = notBefore(demand, world, context.now);
  // What a person moves was opened a moment ago; units that wait for stock stay where they are.
  if (byHand) free.sort((a, b) => a.line - b.line || Number(a.stage === 'waiting') - Number(b.stage === 'waiting'));
  for (const [code, allocations] of byLocation(made)) {
    number += 1;
    const fulfilment = newId();
    const moves: UnitMove[] = [];
    // What came and is kept for units that waited for it is theirs. Then those that were opened a moment ago: what waits keeps its place, first what waits here.
    const came = (held: HeldUnits): boolean => held.location === code && (world.kept ?? []).some(({ cause, location }) => cause === held.holder && location === code);
    const inTurn = byHand ? free : [...free].sort((a, b) => Number(came(b)) - Number(came(a)) || Number(a.stage === 'waiting') - Number(b.stage === 'waiting') || Number(b.location === code) - Number(a.location === code));
    for (const allocation of allocations) {
      let left = allocation.quantity;
      for (const held of inTurn) {
        if (held.line !== Number(allocation.line) || held.n === 0 || left === 0) continue;
        const n = Math.min(left, held.n);
        moves.push({ line: held.line, delivery: held.delivery, n, from: bucketOf(held), to: { stage: 'allocated', holder: fulfilment, location: code } });
        held.n -= n;
        left -= n;
      }
    }
    const candidate = candidates.find((one) => one.location === code);
    const elsewhere = demand.kind === 'pickup' && demand.store !== code;
    const arrivesAt = candidate && demand.arrivals ? arrivesFrom(candidate, demand) : null;
    const data: FulfilmentAssigned = {
      fulfilment, number: `F${number}`, location: code, delivery: Number(demand.delivery),
      kind: demand.kind === 'pickup' ? (elsewhere ? 'transfer' : 'pickup') : 'ship', destination: elsewhere ? demand.store : null,
      lines: merged(moves), decision, dueAt: candidate?.shipsAt ?? null, capacityDay: candidate && candidate.capacity !== null ? day : null,
      ...(arrivesAt === null ? {} : { arrivesAt }), ...(byHand ? { parent: byHand.from } : {}), ...(from === null ? {} : { notBefore: from }),
    };
    assigned.push(data);
    events.push({ type: 'FulfilmentAssigned', data, moves: { units: moves } });
  }
  books.record(change, stream, events, context);
  leaveForOthers(change, demand, world, made);
  const changesNothing = made.allocations.length === 0 && (options.onlyIfPlaced === true || (strategy.unplaced === 'wait' && free.every((held) => held.stage === 'waiting')));
  if (!changesNothing) {
    const inputs: DecisionInputs = { ...packed(demand, strategy, world, candidates), ...(options.cause ? { cause: options.cause } : {}), ...(byHand ? { byHand } : {}) };
    change.insert(DECISION, { id: decision, order_id: stream.id, delivery: Number(demand.delivery), at: context.now, inputs, outcome: outcomeOf(made) });
  }
  return { plan: made, strategy, decision, assigned, unplaced: made.unplaced };
}

/** What was planned beside stock of other channels is reserved only while theirs stays: the database sees to it when two come at once. */
function leaveForOthers(change: Change, demand: Demand, world: World, { allocations }: Plan): void {
  if (!sellingOf(world.master).bindsOrders) return;
  for (const { sku, location } of allocations) {
    const balance = world.balances.find((one) => one.sku === sku && one.location === location);
    if (balance) leaveBehind(change, { sku, location, n: takeable(world.master, demand, balance).leave });
  }
}

const byLocation = (made: Plan): [string, Plan['allocations']][] => {
  const groups = new Map<string, Plan['allocations']>();
  for (const allocation of made.allocations) groups.set(allocation.location, [...(groups.get(allocation.location) ?? []), allocation]);
  return [...groups];
};

/** A plan as it is kept with its decision. */
export function outcomeOf({ cost, items, allocations, unplaced, runnersUp, counts, exact }: Plan): DecisionOutcome {
  return { cost, items, allocations: short(allocations), unplaced, runnersUp: runnersUp.slice(0, 5).map((option) => ({ allocations: short(option.allocations), cost: option.cost, unplaced: option.unplaced })), counts, exact };
}

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
  const withheld: Record<string, readonly Withheld[]> = {};
  for (const candidate of candidates) {
    if (candidate.withheld) withheld[candidate.location] = candidate.withheld;
    (ships[candidate.shipsAt ?? ''] ??= []).push(candidate.location);
    if (candidate.load > 0) load[candidate.location] = candidate.load;
    for (const [sku, available] of Object.entries(candidate.stock)) (stock[sku] ??= {})[candidate.location] = available;
  }
  const builtIn = strategy === world.master.strategies.at(-1);
  return {
    demand, strategy: { id: strategy.id, version: strategy.version, ...(builtIn ? { builtIn: true as const } : {}) },
    epoch: world.master.epoch, ...(world.master.hash === undefined ? {} : { master: world.master.hash }), ships, load, stock, ...(Object.keys(withheld).length > 0 ? { withheld } : {}),
  };
}
