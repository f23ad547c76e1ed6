/** Any life of a shop, told to the ERP: every document is valid, invoices less credit notes are what is owed for goods that left, and journals give the stock. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ErpDocumentBody } from '../../server/connectors/erp/interface.ts';
import { fold, moneyOf, stockEffect, unitsOf } from '../../server/modules/books/index.ts';
import type { JournalEvent, StockMove, Stream } from '../../server/modules/books/index.ts';
import { documentsOfOrder, stockChanges, streamAt } from '../../server/modules/feed/erp-documents.ts';
import { valueGone } from '../../server/modules/feed/erp-value.ts';
import { orderSlice, stillHere } from '../../server/modules/orders/index.ts';
import { Shop } from '../support/shop.ts';
import { StockModel } from '../support/stock-model.ts';
import { live, STEPS } from '../support/steps.ts';
import type { Step } from '../support/steps.ts';

const RUNS = Number(process.env['SPIL_RUNS'] ?? 200);
const SEED = process.env['SPIL_SEED'];

const names = [...Object.keys(STEPS), 'place', 'stockIn', 'stockIn', 'stockIn', 'pick', 'pick', 'pick', 'pack', 'pack', 'ship', 'ship', 'ship', 'deliver', 'deliver', 'paid', 'collect', 'bringBack', 'bringBack', 'cancel'];
const step: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom(...names), a: fc.nat(6), b: fc.nat(6), c: fc.nat(30) });

/** Movements of goods of an event, as the stock book writes them. */
function goods(stream: Stream, event: JournalEvent): StockMove[] {
  const lines = unitsOf(streamAt(stream, event.seq)).lines;
  return [...(event.moves.stock ?? []), ...(event.moves.units ?? []).flatMap((move) => stockEffect(move, lines.get(move.line)?.sku ?? null).moves)];
}

it('keeps what is invoiced, paid and in stock equal to the books, at every event', async () => {
  const seen = { documents: 0, invoices: 0, credits: 0, deliveries: 0, payments: 0 };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 80, maxLength: 250, size: 'max' }), async (steps) => {
    const model = new StockModel();
    const shop = new Shop(model.storehouse(), 'wait');
    for (const one of steps) await live(shop, one);

    const stock = new Map<string, number>();
    for (const stream of shop.streams.values()) {
      let [invoiced, credited] = [0, 0];
      const paid = new Map<string, { captured: number; refunded: number }>();
      for (const event of stream.events) {
        for (const { sku, location, state, change } of stockChanges(goods(stream, event))) stock.set(`${sku} ${location} ${state}`, (stock.get(`${sku} ${location} ${state}`) ?? 0) + change);
        if (stream.kind !== 'order') continue;
        for (const [index, draft] of documentsOfOrder(stream, event.seq).entries()) {
          const bill = draft.kind === 'invoice' || draft.kind === 'credit_note';
          const document = { ...draft, ...(bill ? { number: 'N1' } : {}), sequence: index + 1 };
          expect(ErpDocumentBody.safeParse(document).error?.issues ?? [], JSON.stringify(document)).toEqual([]);
          seen.documents += 1;
          if (draft.kind === 'invoice') { invoiced += draft.total; seen.invoices += 1; }
          if (draft.kind === 'credit_note') { credited += draft.total; seen.credits += 1; }
          if (draft.kind === 'delivery') seen.deliveries += 1;
          if (draft.kind === 'payment') { paid.set(draft.payment, draft); seen.payments += 1; }
        }
        const now = streamAt(stream, event.seq);
        expect(invoiced - credited, `after event ${event.seq} (${event.type})`).toBe(moneyOf(now).due - stillHere(fold(now, orderSlice), unitsOf(now)));
        // All of it is explained by lines and charges: nothing needed the part that is there for what nobody foresaw.
        expect(valueGone(now).has('adjustment'), `after event ${event.seq} (${event.type})`).toBe(false);
        const payments = [...moneyOf(now).payments.values()];
        const sum = (of: 'captured' | 'refunded'): number => [...paid.values()].reduce((total, one) => total + one[of], 0);
        expect(sum('captured')).toBe(payments.reduce((total, one) => total + one.captured, 0));
        expect(sum('refunded')).toBe(payments.reduce((total, one) => total + one.refunded + one.charged_back, 0));
      }
    }
    const balances = new Map([...model.balances.values()].filter(({ quantity }) => quantity !== 0).map(({ sku, location, state, quantity }) => [`${sku} ${location} ${state}`, quantity]));
    expect(new Map([...stock].filter(([, quantity]) => quantity !== 0).sort())).toEqual(new Map([...balances].sort()));
  }), { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED), endOnFailure: true }) });
  console.log(`told to the ERP: ${RUNS} lives, ${seen.documents} documents, of them ${seen.deliveries} deliveries, ${seen.invoices} invoices, ${seen.credits} credit notes, ${seen.payments} payments`);
  // About one invoice a life, more or fewer by the seed: enough that the laws above were looked at.
  expect(seen.invoices).toBeGreaterThan(RUNS / 3);
  expect(seen.credits).toBeGreaterThan(0);
}, 240_000);
