/** Turns what happens to orders into messages to their customers: a follower of the journal that makes each message once. */
import { execute, SYSTEM } from '../../kernel/command.ts';
import { between } from '../../kernel/clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import { fold, follower, loadStream } from '../books/index.ts';
import type { FeedEvent, Follower } from '../books/index.ts';
import type { ChannelContract } from '../channels/ports.ts';
import { orderSlice } from '../orders/index.ts';
import { compose } from './compose.ts';
import type { ComposeDeps } from './compose.ts';
import { isPast, isToldAlong, leftToChannel, occasionOf, TOLD_EVENTS } from './occasions.ts';
import type { MessageKind } from './kinds.ts';
import type { Occasion } from './occasions.ts';
import { enqueue, messageIdOf } from './queue.ts';
import { templateOf } from './settings.ts';

export interface ReactionDeps extends ComposeDeps {
  clock: Clock;
  /** Who writes to the customers of a channel, by its connector's contract; its own setting `mail` goes before it. Default: we do. */
  mailContract?(channel: string): ChannelContract['mail'] | null;
}

/** What happened longer ago than this is not told any more: a follower that starts late, or reads the journal again, does not write old news. */
const TOO_LATE = 3 * 24 * 3_600_000;

export function notificationFollowers(deps: ReactionDeps): Follower[] {
  return [follower({ database: deps.database, clock: deps.clock, name: 'notifications', types: TOLD_EVENTS, handle: (event) => react(deps, event), ...(deps.log ? { log: (fields, message) => deps.log?.(fields, message) } : {}) })];
}

async function react(deps: ReactionDeps, { stream: id, kind, event }: FeedEvent): Promise<void> {
  const now = deps.clock.now();
  if (kind !== 'order' || between(event.recordedAt, now) > TOO_LATE) return;
  await execute(deps.database, { now, actor: SYSTEM, key: null }, async (change) => {
    const nothing = { status: 200, answer: null };
    const stream = await loadStream(deps.database, id);
    const occasion = stream && occasionOf(stream, event);
    if (!stream || !occasion || isPast(occasion, stream)) return nothing;
    const channelWrites = await whoMails(deps, fold(stream, orderSlice).channel) === 'channel';
    const weWrite = (what: MessageKind): boolean => !(channelWrites && leftToChannel(what));
    if (!weWrite(occasion.kind) || (isToldAlong(occasion, weWrite) && await isSaidIn(deps, occasion))) return nothing;
    const message = messageIdOf(id, event.seq, occasion.kind);
    const [known] = await deps.database.query('select 1 from notifications.message where id = $1', [message]);
    if (known) return nothing;
    const composed = await compose(deps, stream, event, occasion);
    enqueue(change, { id: message, order: id, seq: event.seq, kind: occasion.kind, composed, contact: composed.contact, by: SYSTEM.name, now, resentOf: null });
    return { status: 201, answer: null };
  });
}

/** Whether the mail of the order says what nobody had: a template that the retailer wrote before it could does not, and the customer hears of it by a mail of its own. */
const isSaidIn = async ({ database }: ReactionDeps, { kind }: Occasion): Promise<boolean> => kind !== 'lines_cancelled' || Object.values((await templateOf(database, 'order_received')).document.texts).every(({ body }) => body.includes('missing'));

async function whoMails(deps: ReactionDeps, channel: string): Promise<ChannelContract['mail']> {
  const [row] = await deps.database.query<{ mail: string | null }>(`select settings->>'mail' as mail from channels.channel where code = $1`, [channel]);
  if (row?.mail === 'own' || row?.mail === 'channel') return row.mail;
  return deps.mailContract?.(channel) ?? 'own';
}
