/** Finding a receipt again by its number. */
import type { Actor } from '../../../kernel/command.ts';
import { loadStreamBy } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import type { OrderDeps } from '../commands.ts';
import { seesChannel } from '../permissions.ts';
import type { OrderPlaced } from '../types.ts';
import { saleProblems } from './problems.ts';

/** The order that a receipt is. To an account of other stores it is not there. */
export async function receiptStream(deps: Pick<OrderDeps, 'database'>, actor: Actor, channel: string, receipt: string): Promise<Stream> {
  const stream = await loadStreamBy(deps.database, `select order_id from orders.external_ref where channel = ($1::text[])[1] and external_id = ($1::text[])[2]`, [channel, receipt]);
  const at = (stream?.events[0]?.data as OrderPlaced | undefined)?.sale?.location;
  if (!stream || at === undefined || !seesChannel(actor, channel) || (actor.locations !== 'all' && !actor.locations.includes(at))) throw saleProblems.receipt_unknown({ detail: `There is no receipt ${receipt} of "${channel}" for this account.`, found: receipt });
  return stream;
}
