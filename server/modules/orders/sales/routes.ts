/** The addresses for tills. */
import { z } from 'zod';
import { ok, Problem, route } from '../../../kernel/http.ts';
import type { Role, Route } from '../../../kernel/http.ts';
import { fromWire } from '../../../kernel/ids.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { PREFIXES } from '../../../kernel/wire.ts';
import type { OrderDeps } from '../commands.ts';
import { recordSale, recordSales } from './commands.ts';
import { BatchAnswer, BatchBody, GivenBackBody, SaleBody, SaleView, VoidBody } from './contract.ts';
import { receiptStream } from './find.ts';
import { givenBack } from './given-back.ts';
import { mailReceipt } from './mail.ts';
import { MailBody } from './mail-to.ts';
import { presentSale } from './present.ts';
import { assortment, AssortmentQuery, AssortmentView } from './assortment.ts';
import { voidSale } from './void.ts';

export interface SaleDeps extends OrderDeps {
  /** The pickup code of a delivery: derived from a secret, kept nowhere. */
  pickupCode(order: Uuid, delivery: number): string;
}

const SELLERS: readonly Role[] = ['channel', 'store', 'operations', 'service'];
const refused = { 403: { description: 'Not a store or channel of this account', schema: Problem }, 409: { description: 'The number is another receipt’s', schema: Problem }, 422: { description: 'It cannot be a receipt', schema: Problem } };

export function saleRoutes(deps: SaleDeps): Route[] {
  /** Codes are added to the answer on its way out: what is kept of it has none. */
  const withCodes = (sale: SaleView): SaleView => {
    const order = fromWire(PREFIXES.order, sale.order) ?? '';
    return { ...sale, deliveries: sale.deliveries.map((delivery) => (delivery.kind === 'pickup' ? { ...delivery, pickupCode: deps.pickupCode(order, delivery.delivery) } : delivery)) };
  };
  return [
    route({
      method: 'POST', path: '/sales', operation: 'recordSale', tag: 'Sales', summary: 'Take a receipt of a till',
      description: 'A sale has happened: it is taken also when the goods are not there by the books, when it is hours late, and after later ones. What was taken along is complete at once; what is collected later or shipped is planned and reserved like any order. Once per channel and receipt number.',
      access: SELLERS, body: SaleBody, answers: { 201: { description: 'Taken', schema: SaleView }, 200: { description: 'Was taken before', schema: SaleView }, ...refused },
      handle: async ({ body, context }) => {
        const { status, answer } = await recordSale(deps, context, body);
        return { status, body: withCodes(answer) };
      },
    }),
    route({
      method: 'POST', path: '/sales/batch', operation: 'recordSales', tag: 'Sales', summary: 'Take many receipts, each by itself', description: 'For a till that was offline: up to 200 receipts, each with its own answer. What is refused does not hold up the others.',
      access: SELLERS, body: BatchBody, answers: { 200: { description: 'What became of each', schema: BatchAnswer } },
      handle: async ({ body, context }) => {
        const { answer } = await recordSales(deps, context, body.sales);
        return ok({ ...answer, results: answer.results.map((one) => ({ ...one, sale: one.sale && withCodes(one.sale) })) });
      },
    }),
    route({
      method: 'POST', path: '/sales/void', operation: 'voidSale', tag: 'Sales', summary: 'Void a receipt on the day of its sale',
      description: 'It was rung up by mistake: what was taken along lies on the shelf again, what was promised is cancelled, and all of its money goes back by the means it came. Once something is on its way, or the next day, it is a return. Voided again it is answered as it is.',
      access: SELLERS, body: VoidBody, answers: { 200: { description: 'The receipt as it is now', schema: SaleView }, 404: { description: 'No such receipt for this account', schema: Problem }, 409: { description: 'It is too late for that', schema: Problem }, 422: { description: 'It cannot be then', schema: Problem } },
      handle: async ({ body, context }) => ok(withCodes((await voidSale(deps, context, body)).answer)),
    }),
    route({
      method: 'POST', path: '/sales/given-back', operation: 'giveBackSale', tag: 'Sales', summary: 'Say that money of a receipt was given back',
      description: 'What was sold and is nowhere to be had, or was not collected, is owed to the customer: at the till, on a gift card or by hand a person gives it. It is booked as refunded, and the customer told, when that is said here or by finance. A receipt that is voided and goods brought back to a store are given back there and then, without saying it.',
      access: SELLERS, body: GivenBackBody, answers: { 200: { description: 'The receipt as it is now', schema: SaleView }, 404: { description: 'No such receipt for this account', schema: Problem }, 409: { description: 'Nothing is owed, or another amount', schema: Problem } },
      handle: async ({ body, context }) => ok(withCodes((await givenBack(deps, context, body)).answer)),
    }),
    route({
      method: 'POST', path: '/sales/mail', operation: 'mailReceipt', tag: 'Sales', summary: 'Mail a receipt to its customer',
      description: 'At the till or later, also of a sale that was made without a connection. The mail has the lines, VAT by rate, payments, rounding, and what is still to come with its pickup code. The address is for this receipt: nobody becomes a customer by it. Asked twice within a minute it is mailed once; a receipt is mailed five times at most.',
      access: SELLERS, body: MailBody, answers: { 200: { description: 'The receipt; its mail is on its way', schema: SaleView }, 404: { description: 'No such receipt for this account', schema: Problem }, 409: { description: 'It was voided, or mailed often enough', schema: Problem } },
      handle: async ({ body, context }) => ok(withCodes((await mailReceipt(deps, context, body)).answer)),
    }),
    route({
      method: 'GET', path: '/sales/assortment', operation: 'getAssortment', tag: 'Sales', summary: 'What a store sells: barcodes, prices and VAT, for a till that must go on without a connection',
      access: SELLERS, query: AssortmentQuery, answers: { 200: { description: 'One page by SKU', schema: AssortmentView }, 403: refused[403], 422: { description: 'There is no such store, or no till', schema: Problem } },
      handle: async ({ query, actor, context }) => ok(await assortment(deps.database, actor, query, context.now)),
    }),
    route({
      method: 'GET', path: '/sales', operation: 'getSale', tag: 'Sales', summary: 'A receipt by its number, as it stands now', access: SELLERS, query: z.object({ channel: z.string().min(1).max(50), receipt: z.string().min(1).max(100) }),
      answers: { 200: { description: 'The receipt', schema: SaleView }, 404: { description: 'No such receipt for this account', schema: Problem } },
      handle: async ({ query, actor }) => ok(withCodes(presentSale(await receiptStream(deps, actor, query.channel, query.receipt)))),
    }),
  ];
}
