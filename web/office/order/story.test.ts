/** The story in words: both languages have a sentence for everything, with names and amounts in place of codes. */
import { describe, expect, it } from 'vitest';
import type { Entry } from './model.ts';
import { sentenceOf } from './story.ts';
import type { Naming } from './story.ts';
import { STORY } from './sentences.ts';

const naming = (language: 'en' | 'nl'): Naming => ({
  language, location: (code) => code.toUpperCase(), money: (minor) => `€ ${minor / 100}`, moment: (at) => at.slice(0, 10), method: (code) => `m:${code}`, reason: (code) => `r:${code}`, message: (code) => `b:${code}`, hold: (code) => `h:${code}`, team: (code) => `t:${code}`, operator: (code) => `o:${code}`, carrier: (code) => `c:${code}`, channel: (code) => `k:${code}`, scan: (code) => `s:${code}`,
});
const entry = (code: string, parameters: Entry['parameters'], more: Partial<Entry> = {}): Entry => ({ id: 'e', kind: 'order', at: '2026-03-02T09:00:00Z', by: null, code, parameters, lines: [{ line: 1, quantity: 2 }], links: {}, can: [], ...more });
const sold = [{ line: 1, name: 'Runner' }];

describe('a sentence', () => {
  it.each([
    ['order_placed', { channel: 'web', total: 5995 }, 'Ordered through k:web for € 59.95', 'Besteld via k:web voor € 59.95'],
    ['order_placed', { channel: 'web', reserved: true, location: 'utrecht', until: '2026-03-04T17:00:00Z' }, 'Reserved through k:web at UTRECHT, until 2026-03-04', 'Gereserveerd via k:web in UTRECHT, tot 2026-03-04'],
    ['pickup_extended', { location: 'utrecht', until: '2026-03-16', by: 'customer' }, 'It waits longer at UTRECHT, until Monday 16 March', 'Hij wacht langer in UTRECHT, tot en met maandag 16 maart'],
    ['fulfilment_assigned', { location: 'utrecht', destination: null }, 'UTRECHT delivers 2 × Runner', 'UTRECHT levert 2 × Runner'],
    ['fulfilment_assigned', { location: 'utrecht', destination: 'delft' }, 'UTRECHT delivers 2 × Runner, by way of DELFT', 'UTRECHT levert 2 × Runner, via DELFT'],
    ['items_shorted', { location: 'zeist', reason: 'damaged', note: null }, 'ZEIST cannot deliver 2 × Runner: r:damaged', 'ZEIST kan 2 × Runner niet leveren: r:damaged'],
    ['items_shorted', { location: 'zeist', reason: 'damaged', note: 'sole came off' }, 'ZEIST cannot deliver 2 × Runner: sole came off', 'ZEIST kan 2 × Runner niet leveren: sole came off'],
    ['promise_changed', { delivery: 1, from: '2026-03-03T21:00:00Z', to: '2026-03-05T21:00:00Z', cause: 'short' }, 'Promised for 2026-03-05 now instead of 2026-03-03', 'Nu beloofd voor 2026-03-05 in plaats van 2026-03-03'],
    ['promise_changed', { delivery: 1, from: '2026-03-03T21:00:00Z', to: null, cause: 'short' }, 'The promise of 2026-03-03 is lost: nobody can say when', 'De belofte van 2026-03-03 vervalt: niemand weet nog wanneer'],
    ['hold_placed', { reason: 'address', owner: 'service', note: null }, 'Held for t:service: h:address', 'Vastgehouden voor t:service: h:address'],
    ['goodwill_granted', { amount: 1000, reason: 'late', note: null, payout: 0 }, 'Gave back € 10: r:late', '€ 10 teruggegeven: r:late'],
    ['goodwill_granted', { amount: 1000, reason: 'late', note: null, payout: 400 }, 'Gave back € 10: r:late; € 4 of it outside the order', '€ 10 teruggegeven: r:late; daarvan € 4 buiten de bestelling'],
    ['message_sent', { kind: 'pickup_ready' }, 'Message: b:pickup_ready', 'Bericht: b:pickup_ready'],
    ['label_issued', { carrier: 'postnl', barcode: '3S' }, 'Label of c:postnl: 3S', 'Label van c:postnl: 3S'],
    ['product_named', { line: 1, name: 'Runner 42', sku: 'runner-42', learned: null }, 'What nobody knew is Runner 42 (runner-42)', 'Wat niemand kende, is Runner 42 (runner-42)'],
    ['something_new', {}, 'something new', 'something new'],
  ])('%s %j', (code, parameters, en, nl) => {
    expect([sentenceOf(entry(code, parameters), sold, naming('en')), sentenceOf(entry(code, parameters), sold, naming('nl'))]).toEqual([en, nl]);
  });

  it('of a scan is the carrier’s', () => { expect(sentenceOf(entry('scan_sorted', {}, { kind: 'scan' }), sold, naming('en'))).toBe('s:scan_sorted'); });
});

it('both languages tell the same things', () => { expect(Object.keys(STORY.nl).toSorted()).toEqual(Object.keys(STORY.en).toSorted()); });
