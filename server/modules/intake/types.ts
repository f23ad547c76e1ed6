/** The nouns of the intake: what it stands on, a message of a channel, and where channel and Spil disagree. */
import type { Instant } from '../../kernel/clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Channel } from '../channels/ports.ts';
import type { OrderDeps } from '../orders/index.ts';

export interface IntakeDeps {
  orders: OrderDeps;
  clock: Clock;
  /** The channels that are connected now, by code; asked each time, since settings change while a process runs. */
  channels(): ReadonlyMap<string, Channel>;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

export type Source = 'webhook' | 'poll' | 'api' | 'repair';

/** One received document on its way through the intake. */
export interface Message {
  id: Uuid;
  channel: string;
  event_id: string;
  source: Source;
  raw: string | null;
  /** Id of the order to ask the channel for, where it told only that the order changed. */
  to_fetch: string | null;
  received_at: Instant;
  attempts: number;
}

export type MessageState = 'received' | 'taken' | 'nothing_new' | 'quarantined' | 'failed';

/** What became of a document. */
export interface Taken { state: Exclude<MessageState, 'received'>; detail: string | null; order: Uuid | null }

export type ConflictKind =
  /** The channel cancelled what has left or is on its way between locations. */
  | 'goods_left'
  /** The address was changed on both sides, or too late. */
  | 'address'
  /** Another kind of delivery, or another store. */
  | 'delivery'
  /** An amount of what was sold is another one now. */
  | 'price'
  /** The channel says more was shipped than left here. */
  | 'shipped_elsewhere'
  /** The channel noted a return of goods that did not come in here. */
  | 'returned_in_channel'
  /** Cancelled units are wanted again. */
  | 'reopened'
  /** The channel does not take what we tell it. */
  | 'not_told';

export interface Disagreement { kind: ConflictKind; subject: string; detail: string; channelSays: unknown; spilSays: unknown }

/** Days for which a raw document is kept as evidence; then its text is erased. */
export const RAW_RETENTION_DAYS = 90;
