/** When money that a person hands over has been handed over already: as a table. */
import { expect, it } from 'vitest';
import { newStream } from '../modules/books/index.ts';
import type { JournalEvent, Stream } from '../modules/books/index.ts';
import { handedOver } from './by-hand.ts';

const AT = '2026-03-02T09:00:00.000Z';
const streamOf = (...events: [type: string, data: object][]): Stream => {
  const stream = newStream('order', 'order');
  for (const [type, data] of events) stream.events.push({ seq: stream.events.length + 1, type, data, moves: {}, occurredAt: AT, recordedAt: AT, by: { kind: 'key', id: 'k' } } as JournalEvent);
  return stream;
};
const asked = (reason: string, intent = 'i'): [string, object] => ['RefundRequested', { intent, payment: 'p', operator: 'till', amount: 1, reason }];
const back = (location: string, parcel?: string): [string, object] => ['ItemsReturned', { location, ...(parcel === undefined ? {} : { parcel }) }];

it.each<[string, [string, object][], boolean]>([
  ['a receipt that was voided', [['SaleVoided', {}], asked('voided')], true],
  ['goods brought back to a store', [back('utrecht'), asked('returned')], true],
  ['an exchange in a store', [back('utrecht'), asked('exchanged')], true],
  ['goods that came back to a warehouse', [back('dc'), asked('returned')], false],
  ['a parcel that a carrier brought back to the store', [back('utrecht', 'par'), asked('returned')], false],
  ['what was not collected', [asked('not_collected')], false],
  ['what is nowhere in stock, of an order of which something was brought back before', [back('utrecht'), asked('returned', 'other'), asked('nowhere_in_stock')], false],
  ['what was asked under another name', [['SaleVoided', {}], asked('voided', 'other')], false],
])('%s', (_name, events, handed) => {
  expect(handedOver(streamOf(...events), 'i', (location) => location === 'utrecht')).toBe(handed);
});
