/** Why an order's goods come from where they come: every decision made again from its kept inputs, and told in words. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { namesOf } from '../identity/index.ts';
import type { JournalEvent, Stream } from '../books/index.ts';
import { explainAgain, readDecisions } from '../sourcing/index.ts';
import type { KeptDecision } from '../sourcing/index.ts';
import { orderStream } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { orderProblems } from './problems.ts';

const amount = z.int();
const Item = z.object({ name: z.string(), amount });
const Placed = z.object({ location: z.string(), line: z.int(), quantity: z.int() });

export const DecisionView = z.object({
  id: WireId, at: z.string(), delivery: z.int(), by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  byHand: z.object({ location: z.string(), reason: z.string().nullable(), from: WireId }).nullable().describe('Who chose it by hand is `by`: where it should come from, why, and from which work it was taken'),
  cause: z.object({ kind: z.enum(['placed', 'short', 'hold_released', 'lines_added', 'address_changed', 'delivery_changed', 'reservation_broken', 'stock_available', 'by_hand', 'other']), sentence: z.string() }),
  strategy: z.object({ id: z.string(), version: z.int(), name: z.string().nullable() }),
  demand: z.object({ kind: z.string(), country: z.string(), store: z.string().nullable(), promisedBy: z.string().nullable(), lines: z.array(z.object({ line: z.int(), sku: z.string(), quantity: z.int() })) }),
  currency: z.string().nullable(), cost: amount, items: z.array(Item), allocations: z.array(Placed), unplaced: z.array(z.object({ line: z.int(), sku: z.string(), quantity: z.int(), reason: z.string() })),
  runnersUp: z.array(z.object({ cost: amount, unplaced: z.int(), allocations: z.array(Placed) })).describe('The next best ways, at most five'),
  counts: z.record(z.string(), z.int()).describe('Locations considered and kept, and how many each rule dropped'),
  exact: z.boolean().describe('False when a bound on work ended the search before it was proven that nothing cheaper exists'),
  verdicts: z.array(z.object({
    location: z.string(), name: z.string(), kilometres: z.number().nullable(), available: z.record(z.string(), z.int()),
    withheld: z.array(z.object({ sku: z.string(), quantity: z.int(), rule: z.object({ document: z.string(), version: z.int(), name: z.string() }).nullable().describe('The rule of selling that keeps it'), reason: z.enum(['waiting', 'excluded', 'unable']).nullable().describe('Where no rule of selling does: it is kept for orders that wait, the location is not asked for it for a time, or it cannot deliver so') })).describe('What lay free there besides and might not be taken'),
    dropped: z.object({ rule: z.string(), reason: z.string() }).nullable(),
    alone: z.object({ cost: amount, items: z.array(Item), covers: z.int() }).nullable().describe('What placing all it can there alone would cost'), chosen: z.boolean(),
  })).nullable().describe('Every location’s fate; null when what it was decided from is no longer kept'),
  sentences: z.array(z.string()),
  reproduced: z.boolean().describe('Whether making it again from the kept inputs came to exactly this outcome'),
});
export type DecisionView = z.infer<typeof DecisionView>;

export const ExplanationView = z.object({ order: WireId, decisions: z.array(DecisionView) });

/** The event of an order that a decision came to, by decision; in the order in which they were made. */
export function decisionsOf(stream: Stream): Map<Uuid, { event: JournalEvent; index: number }> {
  const found = new Map<Uuid, { event: JournalEvent; index: number }>();
  for (const [index, event] of stream.events.entries()) {
    const { decision, decisions = [] } = event.data as { decision?: Uuid; decisions?: Uuid[] };
    for (const id of decision === undefined ? decisions : [decision]) if (!found.has(id)) found.set(id, { event, index });
  }
  return found;
}

type Cause = DecisionView['cause'];

/** What made it be planned: said by the decision itself, or by the event before the ones that planning records. */
function causeOf(stream: Stream, index: number, { inputs }: KeptDecision): Cause {
  if (inputs.cause === 'stock_available') return { kind: 'stock_available', sentence: 'Stock became available.' };
  if (inputs.cause === 'delivery_changed') return { kind: 'delivery_changed', sentence: inputs.byHand ? 'The delivery goes elsewhere now; what was picked for it goes on from where it lies.' : 'The delivery goes elsewhere now.' };
  if (inputs.cause === 'by_hand') return { kind: 'by_hand', sentence: inputs.byHand?.reason == null ? 'It was assigned by hand.' : `It was assigned by hand: ${inputs.byHand.reason}` };
  for (let at = index; at >= 0; at -= 1) {
    const event = stream.events[at] as JournalEvent;
    const data = event.data as { location: string; quantity: number; sku: string; reason: string; note: string | null; decisions?: Uuid[] };
    switch (event.type) {
      case 'OrderPlaced': return { kind: 'placed', sentence: 'The order was placed.' };
      case 'ItemsShorted': return { kind: 'short', sentence: `${data.location} could not deliver ${data.quantity} × ${data.sku}: ${data.reason}${data.note === null ? '' : ` (${data.note})`}.` };
      case 'ReservationBroken': return { kind: 'reservation_broken', sentence: `${data.location} no longer had ${data.quantity} × ${data.sku} that were promised to this order.` };
      case 'HoldReleased': return { kind: 'hold_released', sentence: `The hold was released: ${data.reason}.` };
      case 'LinesAdded': return { kind: 'lines_added', sentence: 'Products were added to the order.' };
      case 'AddressChanged': return { kind: 'address_changed', sentence: 'The address was changed.' };
    }
  }
  return { kind: 'other', sentence: 'The open goods of the order were planned.' };
}

const placed = (allocations: Readonly<Record<string, readonly (readonly [number, number])[]>>): z.infer<typeof Placed>[] =>
  Object.entries(allocations).flatMap(([location, lines]) => lines.map(([line, quantity]) => ({ location, line, quantity })));

function viewOf(stream: Stream, kept: KeptDecision, { event, index }: { event: JournalEvent; index: number }, names: ReadonlyMap<string, string>): DecisionView {
  const { inputs: { demand, strategy, byHand }, outcome } = kept;
  const again = explainAgain(kept);
  return {
    id: wire('decision', kept.id), at: kept.at, delivery: kept.delivery, by: { ...event.by, name: names.get(event.by.id) ?? null }, byHand: byHand && kept.inputs.cause !== 'delivery_changed' ? { location: byHand.location, reason: byHand.reason, from: wire('fulfilment', byHand.from) } : null, cause: causeOf(stream, index, kept),
    strategy: { id: strategy.id, version: strategy.version, name: kept.strategy?.name ?? null },
    demand: { kind: demand.kind, country: demand.country, store: demand.store, promisedBy: demand.promisedBy, lines: demand.lines.map(({ line, sku, quantity }) => ({ line: Number(line), sku, quantity })) },
    currency: kept.strategy?.cost.currency ?? null, cost: outcome.cost, items: outcome.items, allocations: placed(outcome.allocations), unplaced: outcome.unplaced.map((one) => ({ ...one, line: Number(one.line) })),
    runnersUp: outcome.runnersUp.map(({ cost, unplaced, allocations }) => ({ cost, unplaced, allocations: placed(allocations) })), counts: outcome.counts, exact: outcome.exact,
    verdicts: again === null ? null : Array.from(again.verdicts, (verdict) => ({ ...verdict, available: { ...verdict.available }, withheld: [...verdict.withheld] })),
    sentences: again?.sentences ?? ['What this was decided from is no longer kept; what was decided stands above.'],
    reproduced: again?.same ?? false,
  };
}

/** What a store may know of a decision: its own part of it. What others were asked, or would have cost, is theirs. */
function ownPart(view: DecisionView, locations: readonly string[]): DecisionView | null {
  const own = (one: { location: string }): boolean => locations.includes(one.location);
  const allocations = view.allocations.filter(own);
  if (allocations.length === 0) return null;
  const units = allocations.reduce((sum, one) => sum + one.quantity, 0);
  const elsewhere = view.cause.kind === 'short' || view.cause.kind === 'reservation_broken';
  const cause = elsewhere ? { kind: view.cause.kind, sentence: 'Another location could not deliver.' } : view.cause;
  return {
    ...view, cause, byHand: null, cost: 0, items: [], allocations, unplaced: [], runnersUp: [], counts: {}, verdicts: view.verdicts?.filter(own) ?? null,
    sentences: [cause.sentence, `${units} of this order ${units === 1 ? 'was' : 'were'} given to this location.`],
  };
}

/** Every decision of an order, oldest first. An account of some locations sees its own part only; an order without any does not exist for it. */
export async function explainOrder(deps: OrderDeps, actor: Actor, order: Uuid): Promise<z.infer<typeof ExplanationView>> {
  const stream = await orderStream(deps.database, order);
  const found = decisionsOf(stream);
  const [kept, names] = await Promise.all([readDecisions(deps.database, [...found.keys()]), namesOf(deps.database, [...found.values()].map(({ event }) => event.by))]);
  const views = kept.flatMap((decision) => {
    const where = found.get(decision.id);
    return where ? [viewOf(stream, decision, where, names)] : [];
  });
  if (actor.locations === 'all') return { order: wire('order', order), decisions: views };
  const { locations } = actor;
  const own = views.flatMap((view) => ownPart(view, locations) ?? []);
  if (own.length === 0) throw orderProblems.unknown({ detail: `There is no order ${wire('order', order)} for this account.` });
  return { order: wire('order', order), decisions: own };
}
