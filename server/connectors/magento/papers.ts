/** What Spil reads of Magento's invoices and credit memos. */
import { z } from 'zod';
import { decimal } from './order.ts';
import { Comments } from './writing.ts';

const id = z.union([z.number(), z.string()]);

export const Invoice = z.looseObject({
  entity_id: id, state: z.union([z.number(), z.string()]).nullish(), grand_total: decimal, base_total_refunded: decimal, base_grand_total: decimal, shipping_amount: decimal,
  items: z.array(z.looseObject({ order_item_id: id, qty: decimal })).nullish(), comments: Comments,
});
export type Invoice = z.infer<typeof Invoice>;

export const CreditMemo = z.looseObject({
  entity_id: id, invoice_id: id.nullish(), grand_total: decimal, shipping_amount: decimal, shipping_tax_amount: decimal, shipping_incl_tax: decimal,
  items: z.array(z.looseObject({ order_item_id: id, qty: decimal })).nullish(), comments: Comments,
});
export type CreditMemo = z.infer<typeof CreditMemo>;
