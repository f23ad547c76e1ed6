/** What people do with an order in quarantine: take it as it is, with the difference named; repair it; or reject it. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { newId, toWire } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { proveTotals } from '../channels/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { adjusted } from './adjust.ts';
import { keep } from './messages.ts';
import { ownRefs } from './money.ts';
import { intakeProblems } from './problems.ts';
import { quarantined } from './queries.ts';
import type { QuarantineRow } from './queries.ts';
import { markStock } from './stock.ts';
import { closeQuarantine } from './tables.ts';
import { take } from './take.ts';
import type { IntakeDeps, Taken } from './types.ts';

async function open(deps: IntakeDeps, id: Uuid): Promise<QuarantineRow> {
  const row = await quarantined(deps.orders.database, id);
  if (!row) throw intakeProblems.quarantine_unknown({ detail: `There is no order ${wire('quarantine', id)} in quarantine.`, found: id });
  if (row.state !== 'open') throw intakeProblems.closed({ detail: `It was ${row.state} by ${row.closed_by ?? 'somebody'} at ${row.closed_at ?? 'some time'}.`, found: row.state, expected: 'open' });
  return row;
}

/** Takes the order as it is: the difference becomes a line of its own named after the reason, so that the books add up. Refused where no line could do that. */
export async function releaseQuarantined(deps: IntakeDeps, context: CommandContext, id: Uuid, reason: string): Promise<Taken> {
  const row = await open(deps, id);
  if (row.snapshot === null) throw intakeProblems.not_readable({ detail: `The document could not be read: ${row.reasons.join('; ')}. Send it as it should be (repair), or reject it.`, found: row.reasons });
  const booked = adjusted(row.snapshot, reason);
  refuseWrong(proveTotals(booked));
  return take(deps, row.channel, row.snapshot, { booked, decision: { state: 'released', by: context.actor.name, note: reason, quarantine: id, accepted: proveTotals(row.snapshot) } });
}

/** Takes a corrected order in its place, and keeps it as a document of its own. The channel's next version is compared with what the channel said, where that was readable. */
export async function repairQuarantined(deps: IntakeDeps, context: CommandContext, id: Uuid, corrected: OrderSnapshot, reason: string): Promise<Taken> {
  const row = await open(deps, id);
  if (row.external_id !== null && corrected.externalId !== row.external_id) throw intakeProblems.other_order({ detail: `This is order ${row.external_id} of ${row.channel}; the corrected one says ${corrected.externalId}.`, found: corrected.externalId, expected: row.external_id, field: 'order.externalId' });
  const booked = ownRefs(corrected, row.channel);
  refuseWrong(proveTotals(booked));
  await keep(deps.orders.database, row.channel, [{ eventId: `repair ${newId()}`, source: 'repair', topic: reason, raw: JSON.stringify(corrected), toFetch: null }], context.now, 'taken');
  const base = row.snapshot ?? booked;
  const taken = await take(deps, row.channel, base, { booked, decision: { state: 'repaired', by: context.actor.name, note: reason, quarantine: id, accepted: row.snapshot ? proveTotals(row.snapshot) : [] } });
  // A document without an id of its own is not found by its order, so it is closed here.
  if (row.external_id === null) await close(deps, context, id, 'repaired', reason, taken.order);
  return taken;
}

/** The order is not taken: its demand goes. A later version of the channel that adds up is taken all the same. */
export async function rejectQuarantined(deps: IntakeDeps, context: CommandContext, id: Uuid, reason: string): Promise<void> {
  const row = await open(deps, id);
  await close(deps, context, id, 'rejected', reason, null);
  await markStock(deps, skusOf(row.snapshot));
}

async function close(deps: IntakeDeps, context: CommandContext, id: Uuid, state: 'repaired' | 'rejected', reason: string, order: Uuid | null): Promise<void> {
  await execute(deps.orders.database, { ...context, key: null }, async (change) => {
    closeQuarantine(change, id, state, context.actor.name, reason, order, context.now);
    return { status: 200, answer: null };
  });
}

export const skusOf = (snapshot: OrderSnapshot | null): string[] => [...new Set((snapshot?.lines ?? []).flatMap((line) => (line.sku === null ? [] : [line.sku])))];

function refuseWrong(reasons: readonly string[]): void {
  if (reasons.length > 0) throw intakeProblems.still_wrong({ detail: `${reasons.join('; ')}. Nothing was taken; repair what is named.`, found: reasons, field: 'order', errors: reasons.map((detail) => ({ field: 'order', detail })) });
}

/** Id of a conflict or a message on the wire. */
export const conflictWire = (id: Uuid): string => toWire('cfl', id);
export const messageWire = (id: Uuid): string => toWire('msg', id);
