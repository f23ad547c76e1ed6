/** The receipt by mail: the customer gives an address for it, which is a contact version of its own and makes nobody a customer. */
import type { Change } from '../../../kernel/change.ts';
import { later } from '../../../kernel/clock.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { CommandContext, Outcome } from '../../../kernel/command.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { fold } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import { readContacts, writeContact } from '../../customers/index.ts';
import { onOrder } from '../commands.ts';
import type { OrderDeps } from '../commands.ts';
import { orderSlice } from '../state.ts';
import type { OrderEvents } from '../types.ts';
import type { SaleView } from './contract.ts';
import { receiptStream } from './find.ts';
import type { MailBody, MailTo } from './mail-to.ts';
import { presentSale } from './present.ts';
import { saleProblems } from './problems.ts';

/** Whoever mails a receipt more often than this writes to somebody who does not want it. */
const MOST = 5;
/** Asked again for the same address within a minute is the same wish. */
const AT_ONCE = 60_000;

const asked = (stream: Stream): { at: Instant; contact: Uuid }[] => stream.events.flatMap(({ type, data, recordedAt }) => (type === 'ReceiptAsked' ? [{ at: recordedAt, contact: (data as OrderEvents['ReceiptAsked']).contact }] : []));

/** Pure: refuses what is not mailed any more. */
export function refuseMail(stream: Stream): void {
  const { voided, externalNumber } = fold(stream, orderSlice);
  if (voided) throw saleProblems.voided({ detail: `Receipt ${externalNumber} was voided; there is nothing to mail of it.`, found: externalNumber });
  if (asked(stream).length >= MOST) throw saleProblems.mailed_often({ detail: `Receipt ${externalNumber} was mailed ${MOST} times already. Print it, or have customer service send the message again.`, found: MOST, expected: MOST });
}

/** Records that the receipt is wanted by mail. The address is kept as a contact version; the journal names it only. */
export function askForReceipt(deps: Pick<OrderDeps, 'books'>, change: Change, stream: Stream, { email, language }: MailTo, context: CommandContext): void {
  const contact = writeContact(change, { name: null, email, phone: null, language, address: null });
  deps.books.record(change, stream, [{ type: 'ReceiptAsked', data: { contact } satisfies OrderEvents['ReceiptAsked'] }], context);
}

/** Mails a receipt, at the till or later; again to another address or after a while, it is mailed again. */
export const mailReceipt = (deps: OrderDeps, context: CommandContext, { channel, receipt, ...to }: MailBody): Promise<Outcome<SaleView>> =>
  onOrder(deps, context, () => receiptStream(deps, context.actor, channel, receipt), async (change, stream) => {
    const recent = asked(stream).filter(({ at }) => at > later(context.now, -AT_ONCE));
    const contacts = await readContacts(deps.database, recent.map(({ contact }) => contact));
    if ([...contacts.values()].some(({ email }) => email?.toLowerCase() === to.email.toLowerCase())) return;
    refuseMail(stream);
    askForReceipt(deps, change, stream, to, context);
    return 'mailed';
  }, presentSale);
