/** The neutral ERP interface, as both sides of the wire read it: any ERP, or the integration in front of it, can offer these calls. */
import { z } from 'zod';
import type { ErpDocument, ErpExpectedReceipt, ErpStockReport } from '../../modules/feed/ports.ts';

/**
 * `PUT /documents/{id}` gives the ERP one document, `GET /stock-report` asks what stock it counts, `GET /expected-receipts` what suppliers will bring (404 where it does not tell). All carry
 * `Authorization: Bearer …` and JSON. All amounts are minor units of the currency, VAT included, and never negative: the kind of
 * document says the direction. Rules that the ERP keeps:
 *
 * - The same id is the same document: kept once, answered 201 the first time and 200 after, 409 `different_document` when the content differs.
 * - `sequence` counts from 1 within a subject, without gaps. A document that comes early is kept (`state: "waiting"`) and applied when
 *   those before it have come. A sequence that another document has is 409 `sequence_taken`.
 * - All stock journals have one subject, since `includes` of a stock report names one of them by its sequence.
 * - An invoice or credit note adds up: total and tax are the sums of their lines. Its number is its own: 409 `number_taken`.
 * - A line of an order counts each unit once: open + shipped + cancelled + returned = quantity.
 * - Other answers: 401 `unknown_token`, 403 `blocked` and 429 `too_many_calls` (with `Retry-After`), 422 `invalid` with what is wrong.
 */
const whole = z.int();
const minor = z.int().min(0);
const text = z.string().min(1);
const head = { id: text.max(200), sequence: whole.min(1), subject: text.max(200), at: z.iso.datetime({ offset: true }) };
const line = { ref: text, sku: text.nullable(), name: z.string(), quantity: whole.min(0), total: minor, tax: minor, location: text.nullable() };
const currency = z.string().regex(/^[A-Z]{3}$/);

const OrderLine = z.strictObject({ ...line, open: whole.min(0), shipped: whole.min(0), cancelled: whole.min(0), returned: whole.min(0) })
  .refine(({ quantity, open, shipped, cancelled, returned }) => open + shipped + cancelled + returned === quantity, 'open, shipped, cancelled and returned add up to the quantity');
const Line = z.strictObject(line);
const Invoice = z.strictObject({ ...head, kind: z.enum(['invoice', 'credit_note']), number: text, order: text, currency, total: minor, tax: minor, lines: z.array(Line).min(1) })
  .refine(({ total, lines }) => lines.reduce((sum, each) => sum + each.total, 0) === total, { path: ['total'], message: 'is the sum of the lines' })
  .refine(({ tax, lines }) => lines.reduce((sum, each) => sum + each.tax, 0) === tax, { path: ['tax'], message: 'is the sum of the lines' });

export const ErpDocumentBody: z.ZodType<ErpDocument> = z.union([
  z.strictObject({ ...head, kind: z.literal('order'), number: text, channel: text, currency, status: text, total: minor, due: minor, lines: z.array(OrderLine) }),
  z.strictObject({ ...head, kind: z.literal('delivery'), number: text, order: text, location: text, trackingNumber: text.nullable(), lines: z.array(Line).min(1) }),
  Invoice,
  z.strictObject({ ...head, kind: z.literal('payment'), order: text, payment: text, operator: text, currency, captured: minor, refunded: minor }),
  z.strictObject({ ...head, kind: z.literal('stock_journal'), moves: z.array(z.strictObject({ sku: text, location: text, state: text, change: whole, cause: z.string() })) }),
]);

/** The answer to a document that was kept. */
export const ErpReceipt = z.object({ id: z.string(), ref: z.string().nullable(), state: z.enum(['applied', 'waiting']) });
export type ErpReceipt = z.infer<typeof ErpReceipt>;

/** The answer to a document that was not. */
export const ErpRefusal = z.object({ code: z.string(), message: z.string() });

export const ErpStockReportBody: z.ZodType<ErpStockReport> = z.object({
  id: text, at: z.iso.datetime({ offset: true }), includes: whole.min(0), rows: z.array(z.object({ sku: text, location: text, state: text, quantity: whole })),
});

export const ErpExpectedReceipts: z.ZodType<{ receipts: ErpExpectedReceipt[] }> = z.object({
  receipts: z.array(z.object({ reference: text.max(100), supplier: text.nullable(), location: text, lines: z.array(z.object({ sku: text, quantity: whole.min(1), expectedOn: z.iso.date() })) })),
});
