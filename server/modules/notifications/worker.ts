/** Sends what is in the queue: with patience while the mail server is away, under the same Message-ID on every try. */
import { setTimeout as wait } from 'node:timers/promises';
import { between, later } from '../../kernel/clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { toWire } from '../../kernel/ids.ts';
import { readContacts } from '../customers/index.ts';
import { emailOf } from './compose.ts';
import type { Sender } from './ports.ts';
import { eraseOldBodies, NO_ADDRESS, settle, takeDue } from './queue.ts';
import type { DueMessage } from './queue.ts';

/** Prefix of a message's id on the wire and in its Message-ID. */
export const MESSAGE_PREFIX = 'msg';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Half a minute after the first try, then four times as long each time, at most four hours. */
const backOff = (attempts: number): number => Math.min(4 * HOUR, 0.5 * MINUTE * 4 ** (attempts - 1));
/** A message that could not be sent for this long is given up: by then it tells old news, and somebody decides whether to send it. */
const PATIENCE = 72 * HOUR;
/** Messages taken at a time; the sender keeps about as many connections. */
const BATCH = 10;

export interface WorkerOptions {
  database: Database;
  clock: Clock;
  sender: Sender;
  /** Days that the contents of a message are kept. Default 90. */
  keepDays?: number;
  log?(fields: Record<string, unknown>, message: string): void;
}

export interface Worker {
  /** Sends until nothing is due; answers how many tries that were. */
  drain(): Promise<number>;
  start(pollMilliseconds?: number): void;
  stop(): Promise<void>;
}

/** A worker of the queue. Any number of processes may run one: each message is with one of them at a time. */
export function messageWorker({ database, clock, sender, keepDays = 90, log }: WorkerOptions): Worker {
  const stopped = new AbortController();
  let running: Promise<void> | null = null;

  const attempt = async (message: DueMessage, address: string | null, name: string | null): Promise<void> => {
    if (address === null || message.html === null || message.plain === null) return settle(database, message.id, { state: 'refused', reason: NO_ADDRESS });
    if (between(message.created_at, clock.now()) > PATIENCE) return settle(database, message.id, { state: 'failed', reason: 'it waited for more than three days' });
    const { replyTo, ...from } = message.sender;
    const outcome = await sender.send({ id: toWire(MESSAGE_PREFIX, message.id), to: { name, address }, from, replyTo, subject: message.subject, html: message.html, text: message.plain, attachments: [] });
    const now = clock.now();
    switch (outcome.kind) {
      case 'sent': return settle(database, message.id, { state: 'sent', ref: outcome.ref, at: now });
      case 'refused': return settle(database, message.id, { state: 'refused', reason: `${outcome.code}: ${outcome.reason}` });
      case 'unavailable': {
        log?.({ message: toWire(MESSAGE_PREFIX, message.id), attempts: message.attempts, reason: outcome.reason }, 'a message could not be sent yet');
        return settle(database, message.id, { state: 'queued', reason: outcome.reason, nextAt: later(now, backOff(message.attempts)) });
      }
      default: return outcome satisfies never;
    }
  };

  const round = async (): Promise<number> => {
    const due = await takeDue(database, clock.now(), BATCH);
    if (due.length === 0) return 0;
    const contacts = await readContacts(database, due.flatMap(({ contact_id }) => (contact_id === null ? [] : [contact_id])));
    await Promise.all(due.map((message) => {
      const contact = contacts.get(message.contact_id ?? '');
      return attempt(message, emailOf(contact), contact?.name ?? null);
    }));
    return due.length;
  };

  return {
    drain: async () => {
      let tries = 0;
      for (;;) {
        const n = await round();
        if (n === 0) return tries;
        tries += n;
      }
    },
    start: (pollMilliseconds = 250) => {
      running ??= (async () => {
        let erasedAt: string | null = null;
        while (!stopped.signal.aborted) {
          const n = await round().catch((error: unknown) => {
            log?.({ error: error instanceof Error ? error.message : String(error) }, 'the message queue could not be worked');
            return 0;
          });
          if (erasedAt === null || between(erasedAt, clock.now()) > HOUR) {
            erasedAt = clock.now();
            await eraseOldBodies(database, erasedAt, keepDays).catch(() => 0);
          }
          if (n === 0) await wait(pollMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
        }
      })();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
