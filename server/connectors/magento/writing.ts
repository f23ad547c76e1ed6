/** Writing once: look whether it was done, do it, and look again when the answer was lost, so that nothing is done twice. */
import { z } from 'zod';
import type { ChannelOutcome } from '../../modules/channels/ports.ts';
import { Unreached } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import { MagentoFailure, refusalOf } from './client.ts';
import type { MagentoClient } from './client.ts';
import { RawOrder, faultsOf } from './order.ts';

export const done = (ref: string | number | null): ChannelOutcome => ({ kind: 'done', ref: ref === null || ref === '' ? null : String(ref) });
export const refused = (code: string, reason: string, retry = false): ChannelOutcome => ({ kind: 'refused', code, reason, retry });

/**
 * Magento has no idempotency keys. Ours goes into the comment of each document we make, and is looked for before making it.
 * Brackets keep one key from being found inside another.
 */
export const marker = (key: string): string => `[spil ${key}]`;
export const carries = (comments: readonly { comment?: string | null | undefined }[] | null | undefined, key: string): boolean =>
  (comments ?? []).some((comment) => comment.comment?.includes(marker(key)) ?? false);
export const carriesAny = (comments: readonly { comment?: string | null | undefined }[] | null | undefined): boolean =>
  (comments ?? []).some((comment) => comment.comment?.includes('[spil ') ?? false);

export const Comments = z.array(z.looseObject({ comment: z.string().nullish() })).nullish();

/** A read before a write failed: nothing was written. */
export function outcomeOfFailedRead(error: unknown): ChannelOutcome {
  if (!(error instanceof MagentoFailure)) throw error;
  if (error.status === 404) return refused('not_found', error.message);
  if (error.status === 403) return refused('forbidden', error.message);
  return refused(error.status === 401 ? 'unauthorised' : error.status === 429 || error.status === 503 ? 'busy' : 'unreachable', error.message, true);
}

/**
 * Does a write unless `find` knows its result already. `find` gives the reference of what was made, or null. A refusal is final;
 * a lost or half answer is looked up once, and stays unknown when nothing is there yet: asking again is safe.
 */
export async function writeOnce(client: MagentoClient, find: () => Promise<string | null>, write: () => Promise<OutsideAnswer>, check?: (answer: OutsideAnswer) => ChannelOutcome | Promise<ChannelOutcome>): Promise<ChannelOutcome> {
  const before = await find();
  if (before !== null) return done(before);
  let outcome: ChannelOutcome;
  try {
    const answer = await write();
    if (answer.status === 200) return check ? await check(answer) : done(typeof answer.json === 'number' || typeof answer.json === 'string' ? answer.json : null);
    outcome = refusalOf(answer, client.now());
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    outcome = { kind: 'unknown', reason: error.message };
  }
  if (outcome.kind !== 'unknown') return outcome;
  try {
    const after = await find();
    return after === null ? outcome : done(after);
  } catch (error) {
    if (error instanceof MagentoFailure) return outcome;
    throw error;
  }
}

/** The order as it is now. Fails with the sentence that names what cannot be read. */
export async function readOrder(client: MagentoClient, externalOrderId: string): Promise<RawOrder> {
  const parsed = RawOrder.safeParse(await client.read(`/orders/${encodeURIComponent(externalOrderId)}`, z.unknown()));
  if (!parsed.success) throw new MagentoFailure(`order ${externalOrderId} cannot be read: ${faultsOf(parsed.error)[0]}`, 200, null);
  return parsed.data;
}

/** All documents of an order, oldest first. An order with more than 1,000 of them is beyond what a shop makes. */
export async function documentsOf<Shape extends z.ZodType>(client: MagentoClient, path: '/shipments' | '/invoices' | '/creditmemos', orderId: string, shape: Shape): Promise<z.infer<Shape>[]> {
  const all: z.infer<Shape>[] = [];
  for (let page = 1; page <= 10; page += 1) {
    const { items, total } = await client.search(path, { filters: [{ field: 'order_id', value: orderId, condition: 'eq' }], sort: [{ field: 'entity_id', direction: 'ASC' }], pageSize: 100, page }, shape);
    all.push(...items);
    if (page * 100 >= total) break;
  }
  return all;
}
