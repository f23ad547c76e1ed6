/** A law over every event: what it says of goods is what it books. Worked out from its words, apart from the code that makes its movements. */
import { expect } from 'vitest';
import { stockEffect, unitsOf } from '../../server/modules/books/index.ts';
import type { JournalEvent, StockMove, Stream, Units } from '../../server/modules/books/index.ts';
import type { FulfilmentEvents } from '../../server/modules/fulfilment/types.ts';
import type { ExpectedEvents } from '../../server/modules/inventory/expected.ts';
import type { InventoryEvents } from '../../server/modules/inventory/rules.ts';
import type { ReturnEvents } from '../../server/modules/returns/rules.ts';
import type { LoadEvents } from '../../server/modules/shipping/loads.ts';

/** How many came to a place (above nothing) or left it, by product and place: `dc sellable`, `outside found`. */
type Goods = Map<string, number>;
type Said = readonly (readonly [sku: string, n: number, from: string | null, to: string | null])[];

const add = (goods: Goods, key: string, n: number): void => { if (n !== 0) goods.set(key, n + (goods.get(key) ?? 0)); };
const place = (account: StockMove['from']): string => ('outside' in account ? `outside ${account.outside}` : `${account.location} ${account.state}`);

/** What an event books. */
function booked({ moves }: JournalEvent, lines: Units['lines']): Goods {
  const goods: Goods = new Map();
  const all = [...(moves.stock ?? []), ...(moves.units ?? []).flatMap((move) => stockEffect(move, lines.get(move.line)?.sku ?? null).moves)];
  for (const { sku, n, from, to } of all) { add(goods, `${sku} ${place(from)}`, -n); add(goods, `${sku} ${place(to)}`, n); }
  return new Map([...goods].filter(([, n]) => n !== 0).sort());
}

const came = (sku: string, good: number, damaged: number, from: (n: 'good' | 'damaged') => string, at: string): Said => [[sku, good, from('good'), `${at} sellable`], [sku, damaged, from('damaged'), `${at} damaged`]];

/** What an event says. Null where its words name no goods, or not where they were. */
function said({ type, data: of }: JournalEvent, lines: Units['lines']): Said | null {
  const skuOf = (line: number): string | null => lines.get(line)?.sku ?? null;
  const perLine = (named: readonly { line: number; quantity: number }[], from: string, to: string): Said => named.flatMap(({ line, quantity }) => { const sku = skuOf(line); return sku === null ? [] : [[sku, quantity, from, to] as const]; });
  switch (type) {
    case 'StockReceived': { const { location, lines: named } = of as InventoryEvents['StockReceived']; return named.map(({ sku, quantity }) => [sku, quantity, 'outside supplier', `${location} sellable`]); }
    case 'StockCounted': { const { location, lines: named } = of as InventoryEvents['StockCounted']; return named.map(({ sku, difference }) => (difference > 0 ? [sku, difference, 'outside found', `${location} sellable`] : [sku, -difference, `${location} sellable`, 'outside missing'])); }
    case 'StockCorrected': {
      const { location, lines: named } = of as InventoryEvents['StockCorrected'];
      return named.map(({ sku, from, to, quantity }) => (to === 'found' ? [sku, quantity, 'outside found', `${location} ${from}`] : [sku, quantity, `${location} ${from}`, to === 'missing' ? 'outside missing' : `${location} ${to}`]));
    }
    // What was expected comes from there, what is more from the supplier as well; which of both is the receipt's to say, so only what came is compared.
    case 'ExpectedReceiptReceived': { const { location, lines: named } = of as ExpectedEvents['ExpectedReceiptReceived']; return named.flatMap(({ sku, good, damaged, over }) => [[sku, good, null, `${location} sellable`] as const, [sku, damaged, null, `${location} damaged`] as const, [sku, over, 'outside supplier', null] as const, [sku, good + damaged - over, `${location} expected`, null] as const]); }
    case 'ReceiptExpected': { const { location, lines: named } = of as ExpectedEvents['ReceiptExpected']; return named.map(({ sku, quantity }) => [sku, quantity, 'outside supplier', `${location} expected`]); }
    case 'ExpectedReceiptClosed': { const { location, lines: named } = of as ExpectedEvents['ExpectedReceiptClosed']; return named.map(({ sku, quantity }) => [sku, quantity, `${location} expected`, 'outside supplier']); }
    case 'LoadReceived': {
      const { location, goods = [], surplus = [] } = of as LoadEvents['LoadReceived'];
      return [
        ...goods.flatMap(({ sku, good, damaged, missing }) => [...came(sku, good, damaged, () => `${location} in_transit`, location), [sku, missing, `${location} in_transit`, 'outside missing'] as const]),
        ...surplus.flatMap(({ sku, good, damaged }) => came(sku, good, damaged, () => 'outside found', location)),
      ];
    }
    case 'ItemsInspected': { const { location, lines: named } = of as ReturnEvents['ItemsInspected']; return named.map(({ sku, quantity, disposition }) => [sku, quantity, `${location} quarantine`, `${location} ${disposition}`]); }
    case 'ItemsReturned': { const { location, lines: named } = of as ReturnEvents['ItemsReturned']; return perLine(named, '', `${location} quarantine`).map(([sku, n, , to]) => [sku, n, null, to]); }
    case 'ItemsPutBack': { const { location, lines: named } = of as FulfilmentEvents['ItemsPutBack']; return perLine(named, `${location} picked`, `${location} sellable`); }
    case 'ItemsReceived': { const { location, lines: named } = of as FulfilmentEvents['ItemsReceived']; return perLine(named, `${location} in_transit`, `${location} picked`); }
    default: return null;
  }
}

/** Every event since says what it books: each place that its words name gets or gives as many, and where they name all there is nothing besides. */
export function expectSaid(stream: Stream, since: number): void {
  const { lines } = stream.kind === 'order' ? unitsOf(stream) : { lines: new Map() as Units['lines'] };
  for (const event of stream.events) {
    if (event.seq <= since) continue;
    const words = said(event, lines);
    if (words === null) continue;
    const goods: Goods = new Map();
    const open = words.some(([, n, from, to]) => n > 0 && (from === null || to === null));
    for (const [sku, n, from, to] of words) { if (from !== null) add(goods, `${sku} ${from}`, -n); if (to !== null) add(goods, `${sku} ${to}`, n); }
    const books = booked(event, lines);
    const named = new Map([...goods].filter(([, n]) => n !== 0).sort());
    const compared = open && event.type === 'ItemsReturned' ? new Map([...books].filter(([key]) => !key.includes(' outside '))) : books;
    expect(compared, `${event.type} of ${stream.id} says other goods than it books`).toEqual(named);
  }
}
