/** The worker that gives the ERP its documents in order, and asks for its stock and for what suppliers will bring. */
import { setTimeout as wait } from 'node:timers/promises';
import { between, later } from '../kernel/clock.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../kernel/database.ts';
import { newId } from '../kernel/ids.ts';
import { Refusal } from '../kernel/problem.ts';
import { awake, claim, compareStock, giveUp, nextDocuments, rest } from '../modules/feed/index.ts';
import type { Compared, Erp, ErpDocument, ErpExpectedReceipt } from '../modules/feed/index.ts';

export interface ErpWorkOptions {
  database: Database;
  clock: Clock;
  erp: Erp;
  /** Takes over what the ERP says that a supplier will bring; throws a refusal where it does not fit. Absent: the ERP is not asked. */
  announce?: (receipt: ErpExpectedReceipt) => Promise<void>;
  /** Minutes between two questions for that. */
  announceEveryMinutes?: number;
  /** Minutes between stock reports that `start` asks for; null asks for none. */
  compareEveryMinutes?: number | null;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

export interface ErpWork {
  /** Sends what may be sent now until nothing is left or the ERP is away; tells how many documents it accepted. */
  drain(): Promise<number>;
  /** Asks the ERP for its stock and keeps the differences; throws what the port throws when it cannot be asked. */
  compare(): Promise<Compared>;
  /** Asks the ERP what suppliers will bring and takes it over; tells what did not fit, and why. Throws what the port throws when it cannot be asked. */
  expect(): Promise<{ taken: number; refused: { reference: string; reason: string }[] }>;
  start(pollMilliseconds?: number): void;
  stop(): Promise<void>;
}

const NAME = 'erp';
const BATCH = 100;
/** Seconds to rest after the ERP was away, by how often in a row; the last one stands for all after. */
const REST_SECONDS = [5, 10, 30, 60, 120, 300, 600];

/**
 * Makes the worker. Any number of processes may run it, one works. Documents go one by one in the order they were made; a refused one holds
 * back its subject only. When the ERP is away, all rest: it would only cost calls. An answer that was lost is asked for again under
 * the same id, which the ERP keeps once.
 */
export function createErpWork({ database, clock, erp, compareEveryMinutes = 60, announce, announceEveryMinutes = 15, log }: ErpWorkOptions): ErpWork {
  const owner = newId();
  const stopped = new AbortController();
  let running: Promise<void> | null = null;
  let comparedAt: string | null = null;
  let askedAt: string | null = null;

  const resting = async (): Promise<{ failures: number } | null> => {
    const lease = await claim(database, NAME, owner);
    if (!lease || (lease.notBefore !== null && between(clock.now(), lease.notBefore) > 0)) return null;
    return lease;
  };

  /** Sends one document and keeps how the ERP took it. */
  const sendOne = async (id: string, body: string, failures: number): Promise<'accepted' | 'refused' | 'away'> => {
    const [answer] = await erp.send([JSON.parse(body) as ErpDocument]);
    const outcome = answer?.outcome ?? { kind: 'unavailable' as const, reason: 'the ERP gave no outcome', retryAfterSeconds: null };
    const now = clock.now();
    switch (outcome.kind) {
      case 'accepted':
        await database.query(`update feed.erp_document set state = 'accepted', ref = $2, attempts = attempts + 1, code = null, reason = null, sent_at = $3 where id = $1 and state = 'pending'`, [id, outcome.ref, now]);
        return 'accepted';
      case 'refused':
        log?.({ document: id, code: outcome.code, reason: outcome.reason }, 'the ERP refused a document');
        await database.query(`update feed.erp_document set state = 'refused', attempts = attempts + 1, code = $2, reason = $3, sent_at = $4 where id = $1 and state = 'pending'`, [id, outcome.code, outcome.reason, now]);
        return 'refused';
      case 'unavailable': {
        const seconds = outcome.retryAfterSeconds ?? REST_SECONDS[Math.min(failures, REST_SECONDS.length - 1)] ?? 600;
        await database.query('update feed.erp_document set attempts = attempts + 1, reason = $2 where id = $1', [id, outcome.reason]);
        await rest(database, NAME, later(now, seconds * 1000), outcome.reason);
        return 'away';
      }
    }
  };

  const drain = async (): Promise<number> => {
    let accepted = 0;
    for (;;) {
      const lease = await resting();
      if (!lease) return accepted;
      const documents = await nextDocuments(database, BATCH);
      if (documents.length === 0) return accepted;
      const refused = new Set<string>();
      let failures = lease.failures;
      for (const [index, { id, subject, body }] of documents.entries()) {
        if (refused.has(subject)) continue;
        if (stopped.signal.aborted) return accepted;
        // At sixty calls a minute ten documents take ten seconds: the lease is renewed well before it runs out.
        if (index % 10 === 9 && !await claim(database, NAME, owner)) return accepted;
        const outcome = await sendOne(id, body, failures);
        if (outcome === 'away') return accepted;
        if (failures > 0) await awake(database, NAME);
        failures = 0;
        if (outcome === 'accepted') accepted += 1;
        else refused.add(subject);
      }
    }
  };

  const compare = async (): Promise<Compared> => {
    const compared = await compareStock(database, erp, clock.now());
    if (compared.kind === 'passed_over') log?.({ reason: compared.reason }, 'a stock report was passed over');
    return compared;
  };

  const expect = async (): Promise<{ taken: number; refused: { reference: string; reason: string }[] }> => {
    const refused: { reference: string; reason: string }[] = [];
    const receipts = announce ? await erp.expectedReceipts() : [];
    for (const receipt of receipts) {
      try {
        await announce?.(receipt);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // One that names an unknown product must not keep back the others; it is asked again, and fits once the product is there.
        refused.push({ reference: receipt.reference, reason: error.message });
        log?.({ reference: receipt.reference, reason: error.message }, 'an expected receipt of the ERP does not fit');
      }
    }
    return { taken: receipts.length - refused.length, refused };
  };

  const isDue = (last: string | null, minutes: number): boolean => last === null || between(last, clock.now()) >= minutes * 60_000;

  return {
    drain,
    compare,
    expect,
    start: (pollMilliseconds = 500) => {
      running ??= (async () => {
        while (!stopped.signal.aborted) {
          try {
            await drain();
            if (announce && isDue(askedAt, announceEveryMinutes) && await resting()) {
              askedAt = clock.now();
              await expect();
            }
            if (compareEveryMinutes !== null && isDue(comparedAt, compareEveryMinutes) && await resting()) {
              comparedAt = clock.now();
              await compare();
            }
          } catch (error) {
            log?.({ error: error instanceof Error ? error.message : String(error) }, 'work for the ERP failed');
          }
          await wait(pollMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
        }
      })();
    },
    stop: async () => {
      stopped.abort();
      await running;
      await giveUp(database, NAME, owner).catch(() => undefined);
    },
  };
}
