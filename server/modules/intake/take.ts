/** Takes one order of a channel as it stands now: placed the first time, compared with the last snapshot later, or put in quarantine. */
import { commit } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { orderStream, place, refuseOtherKind } from '../orders/index.ts';
import { proveTotals } from '../channels/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { applyDifference } from './changes.ts';
import { markStock } from './stock.ts';
import { closeQuarantine, keepSnapshot, known, quarantine, settleMessage, showConflicts } from './tables.ts';
import type { Known } from './tables.ts';
import type { IntakeDeps, Message, Taken } from './types.ts';

/** How somebody decided to take what did not add up. */
export interface Decision { state: 'released' | 'repaired'; by: string; note: string | null; quarantine: Uuid; accepted: readonly string[] }

export interface TakeOptions {
  message?: Pick<Message, 'id' | 'source'> | null;
  /** The order as it is put in the books, where that is not what the channel said. */
  booked?: OrderSnapshot;
  decision?: Decision;
  /** Imported orders that do not add up are refused instead of put in quarantine. */
  refuse?: boolean;
}

export const contextOf = (deps: IntakeDeps): CommandContext => ({ now: deps.clock.now(), actor: SYSTEM, key: null });

/**
 * Takes a snapshot, whose payments have references of our own (`ownRefs`). Idempotent on channel and external id, and ordered by the channel's
 * own version: what is older than the last one taken, or the same, does nothing.
 */
export async function take(deps: IntakeDeps, channel: string, snapshot: OrderSnapshot, options: TakeOptions = {}): Promise<Taken> {
  const found = await known(deps.orders.database, channel, snapshot.externalId);
  const stale = options.decision ? null : staleness(found, snapshot);
  if (stale !== null) return settleAlone(deps, snapshot, options, { state: 'nothing_new', detail: stale, order: found.order });
  const reasons = options.decision ? [] : proveTotals(snapshot).filter((reason) => !(found.snapshot?.accepted ?? []).includes(reason));
  if (reasons.length > 0) {
    if (options.refuse === true) return { state: 'failed', detail: reasons.join('; '), order: found.order };
    return putAside(deps, channel, { externalId: snapshot.externalId, version: snapshot.version, snapshot, reasons }, options.message ?? null);
  }
  return found.order === null ? first(deps, channel, snapshot, options) : later(deps, channel, snapshot, options, found.order);
}

/** Why a snapshot brings nothing: an older version than was taken (or than waits in quarantine), or word for word the same. */
export function staleness(found: Known, snapshot: OrderSnapshot): string | null {
  const last = found.snapshot;
  if (last && last.channelVersion !== null && snapshot.version !== null && snapshot.version < last.channelVersion) return `version ${snapshot.version} is older than ${last.channelVersion}, which was taken`;
  if (found.quarantine && found.quarantine.channelVersion !== null && snapshot.version !== null && snapshot.version < found.quarantine.channelVersion) return `version ${snapshot.version} is older than ${found.quarantine.channelVersion}, which is in quarantine`;
  return last && sameSnapshot(last.snapshot, snapshot) ? 'the same as was taken' : null;
}

/** Whether two snapshots say the same, whatever the order of their fields (jsonb keeps none). */
export const sameSnapshot = (one: OrderSnapshot, other: OrderSnapshot): boolean => sorted(one) === sorted(other);
const sorted = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));

/** Puts a document in quarantine with its reasons; `snapshot` null where it could not be read. */
export async function putAside(deps: IntakeDeps, channel: string, what: { externalId: string | null; version: string | null; snapshot: OrderSnapshot | null; reasons: readonly string[] }, message: Pick<Message, 'id'> | null): Promise<Taken> {
  const context = contextOf(deps);
  const outcome = await execute(deps.orders.database, context, async (change) => {
    const found = await known(deps.orders.database, channel, what.externalId);
    quarantine(change, found.quarantine, { channel, ...what, order: found.order, message: message?.id ?? null }, context.now);
    const taken: Taken = { state: 'quarantined', detail: what.reasons.join('; '), order: found.order };
    settleMessage(change, message, taken, what, context.now);
    return { status: 200, answer: taken };
  });
  // What it wants is demand from now on, so channels may sell less.
  await markStock(deps, [...new Set((what.snapshot?.lines ?? []).flatMap((line) => (line.sku === null ? [] : [line.sku])))]);
  return outcome.answer;
}

async function settleAlone(deps: IntakeDeps, snapshot: OrderSnapshot, { message = null }: TakeOptions, taken: Taken): Promise<Taken> {
  const context = contextOf(deps);
  await execute(deps.orders.database, context, async (change) => {
    settleMessage(change, message, taken, snapshot, context.now);
    return { status: 200, answer: null };
  });
  return taken;
}

/** What goes with the order in the same Change: the snapshot, the message, and the end of its quarantine. */
async function finish(deps: IntakeDeps, change: Change, channel: string, snapshot: OrderSnapshot, { message = null, decision }: TakeOptions, order: Uuid, taken: Taken, now: string): Promise<void> {
  const found = await known(deps.orders.database, channel, snapshot.externalId);
  keepSnapshot(change, order, channel, snapshot, decision?.accepted ?? found.snapshot?.accepted ?? [], found.snapshot?.version ?? null, now);
  settleMessage(change, message, taken, snapshot, now);
  if (found.quarantine) closeQuarantine(change, found.quarantine.id, decision?.state ?? 'replaced', decision?.by ?? 'channel', decision?.note ?? null, order, now);
}

/** The first time: placed, with the snapshot in the same transaction. */
async function first(deps: IntakeDeps, channel: string, snapshot: OrderSnapshot, options: TakeOptions): Promise<Taken> {
  const context = contextOf(deps);
  let order = '';
  let fresh = false;
  const send = deps.orders.send ?? ((change: Change) => commit(deps.orders.database, change));
  await place({
    ...deps.orders,
    send: async (change) => {
      if (fresh) await finish(deps, change, channel, snapshot, options, order, { state: 'taken', detail: 'placed', order }, context.now);
      await send(change);
    },
  }, context, channel, options.booked ?? snapshot, ({ stream, existing }) => {
    order = stream.id;
    fresh = !existing;
  });
  // Somebody else placed it meanwhile: then this is a later version like any other.
  return fresh ? { state: 'taken', detail: 'placed', order } : later(deps, channel, snapshot, options, order);
}

/** Later: the difference from the channel's last snapshot, in one Change with it. An order that came in by another door gets this one as its base. */
async function later(deps: IntakeDeps, channel: string, snapshot: OrderSnapshot, options: TakeOptions, order: Uuid): Promise<Taken> {
  const context = contextOf(deps);
  const outcome = await execute(deps.orders.database, context, async (change) => {
    const found = await known(deps.orders.database, channel, snapshot.externalId);
    const stale = options.decision ? null : staleness(found, snapshot);
    let taken: Taken = { state: 'nothing_new', detail: stale, order };
    if (stale === null) {
      const stream = await orderStream(deps.orders.database, order);
      if (!found.snapshot) refuseOtherKind(stream, snapshot);
      const seq = stream.seq;
      const disagreements = found.snapshot ? await applyDifference(deps.orders, change, stream, found.snapshot.snapshot, snapshot, context) : [];
      await showConflicts(change, deps.orders.database, order, channel, disagreements, context.now);
      const changed = stream.seq > seq ? [...new Set(stream.events.slice(seq).map((event) => event.type))].join(', ') : 'nothing to change';
      taken = { state: 'taken', detail: [found.snapshot ? changed : 'known here already', ...disagreements.map(({ detail }) => detail)].join('; '), order };
      await finish(deps, change, channel, snapshot, options, order, taken, context.now);
    } else settleMessage(change, options.message ?? null, taken, snapshot, context.now);
    return { status: 200, answer: taken };
  });
  return outcome.answer;
}
