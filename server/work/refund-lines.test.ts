/** Which units a refund through a channel names: those of its own command, once; never for money without goods. */
import { describe, expect, it } from 'vitest';
import type { JournalEvent, Moves } from '../modules/books/index.ts';
import { newStream } from '../modules/books/index.ts';
import { refundLines } from './refund-lines.ts';

type Told = [at: number, type: string, data: object, moves?: Moves];

const lines = [1, 2, 3].map((line) => ({ line, ref: `L${line}`, quantity: 3, total: 3000, taxes: [], sku: `sku-${line}`, ...(line === 3 ? { added: 'exchange' } : {}) }));
const gone = (stage: 'cancelled' | 'returned', line: number, n: number): NonNullable<Moves['units']>[number] =>
  ({ line, delivery: 1, n, from: { stage: stage === 'returned' ? 'delivered' : 'open', holder: null, location: null }, to: { stage, holder: null, location: null } });
const less = (amount: number): NonNullable<Moves['money']> => [{ account: 'due', amount: -amount }];
const returned = (at: number, line: number, n: number, worth = n * 1000): Told => [at, 'ItemsReturned', {}, { units: [gone('returned', line, n)], ...(worth === 0 ? {} : { money: less(worth) }) }];
const cancelled = (at: number, line: number, n: number, reason = 'customer'): Told => [at, 'ItemsCancelled', { reason, charges: [], lines: [] }, { units: [gone('cancelled', line, n)], money: less(n * 1000) }];
const refund = (at: number, intent: string, amount: number, operator = 'channel'): Told => [at, 'RefundRequested', { intent, operator, amount, payment: 'p', reason: 'returned' }];

/** What the refund `r` names in a story of events, as `2 L1 returned`. */
function named(story: readonly Told[], intent = 'r'): string[] {
  const stream = newStream('order', 'o');
  const placed: Told = [0, 'OrderPlaced', { lines, deliveries: [], charges: [] }];
  stream.events.push(...[placed, ...story].map(([at, type, data, moves = {}], index): JournalEvent => ({ seq: index + 1, type, data, moves, occurredAt: '', recordedAt: `2026-03-02T09:00:${String(at).padStart(2, '0')}.000Z`, by: { kind: 'system', id: 'spil' } })));
  return refundLines(stream, intent).map(({ ref, quantity, what }) => `${quantity} ${ref} ${what}`);
}

describe('a refund names', () => {
  it.each<[string, Told[], string[]]>([
    ['what came back with it', [returned(1, 1, 2), refund(1, 'r', 2000)], ['2 L1 returned']],
    ['what will not come', [cancelled(1, 1, 1), refund(1, 'r', 1000)], ['1 L1 cancelled']],
    ['both, and lines together', [returned(1, 1, 1), cancelled(1, 1, 1), returned(1, 2, 1), refund(1, 'r', 3000)], ['1 L1 returned', '1 L1 cancelled', '1 L2 returned']],
    ['what came back though a fee was kept', [returned(1, 1, 1), refund(1, 'r', 505)], ['1 L1 returned']],
    ['what came back in an exchange, not what goes out', [returned(1, 1, 2), [1, 'LinesAdded', { lines: [], charges: [] }], refund(1, 'r', 500)], ['2 L1 returned']],
    ['nothing of goodwill', [refund(1, 'r', 500)], []],
    ['nothing that another refund named', [returned(1, 1, 1), refund(1, 'first', 1000), refund(2, 'r', 500)], []],
    ['once what two payments give back', [returned(1, 1, 2), refund(1, 'first', 1500), refund(1, 'r', 500)], []],
    ['what was approved later, when it covers it', [returned(1, 1, 1), returned(2, 2, 2), refund(5, 'r', 3000)], ['1 L1 returned', '2 L2 returned']],
    ['of what was approved later, only what it covers', [returned(1, 1, 1), returned(2, 2, 2), refund(5, 'r', 1500)], ['1 L1 returned']],
    ['nothing for goodwill while dearer goods wait', [returned(1, 1, 1), refund(5, 'r', 500)], []],
    ['nothing that the channel cancelled itself', [cancelled(1, 1, 1, 'channel'), refund(1, 'r', 1000)], []],
    ['nothing that was owed for no more before it came back', [returned(1, 1, 1, 0), refund(1, 'r', 500)], []],
    ['nothing that only we sold', [returned(1, 3, 1), refund(1, 'r', 1000)], []],
    ['nothing of money that moves elsewhere, which leaves it to ours', [returned(1, 1, 1), refund(1, 'card', 500, 'mollie'), refund(1, 'r', 500)], ['1 L1 returned']],
    ['what one that failed had named', [returned(1, 1, 1), refund(1, 'first', 1000), [2, 'RefundFailed', { intent: 'first' }], refund(3, 'r', 1000)], ['1 L1 returned']],
  ])('%s', (_what, story, expected) => {
    expect(named(story)).toEqual(expected);
    // Whatever happens afterwards: sent again, it names the same.
    expect(named([...story, returned(9, 2, 1), refund(9, 'later', 1000)])).toEqual(expected);
  });

  it('nothing when it is not known', () => {
    expect(named([returned(1, 1, 1), refund(1, 'r', 1000)], 'another')).toEqual([]);
  });
});
