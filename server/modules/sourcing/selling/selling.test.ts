/** What a channel may sell by the retailer's rules: a table per kind of rule, the worked example of pickup word for word, and the laws that hold for any rules. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { availabilityOf, quantityOf } from '../availability.ts';
import type { StockFigures, StockPlace } from '../availability.ts';
import type { Location } from '../../locations/index.ts';
import { checkSelling, sellingOfDocument } from './document.ts';
import type { SellingBody, SellingRuleBody } from './document.ts';
import { sellingOf } from './selling.ts';
import type { Selling } from './selling.ts';

const NOW = '2026-03-02T09:00:00.000Z';
const place = (code: string, more: Partial<Location> = {}): Location => ({
  code, name: code, kind: 'store', size: 'medium', address: { country: 'NL' } as Location['address'], latitude: null, longitude: null, calendar: { zone: 'Europe/Amsterdam', week: {}, cutOff: null, exceptions: [] } as unknown as Location['calendar'],
  capacity: null, capabilities: ['ship', 'pickup'], stock_authority: 'spil', tags: [], active: true, ...more,
});
const PLACES = [place('dc', { kind: 'warehouse', capabilities: ['ship'] }), place('delft', { size: 'small' }), place('leiden'), place('utrecht', { size: 'large', tags: ['flagship'] })];
const CHANNELS = new Map(['webshop', 'bol', 'zalando'].map((code) => [code, { code, name: code, kind: code === 'webshop' ? 'shopify' : 'marketplace', language: 'nl' }]));
const SHOE = { sku: 'SHOE', kind: 'goods', tags: ['new'] };

type RuleDraft = Omit<SellingRuleBody, 'name' | 'when'> & { name?: string; when?: string };
const document = (rules: RuleDraft[], more: Partial<SellingBody> = {}) => ({ name: 'Rules', priority: 100, when: 'true', ...more, rules: rules.map((rule, index) => ({ name: `rule ${index + 1}`, when: 'true', ...rule })) });
function sell(...bodies: unknown[]): Selling {
  const selling = bodies.map((body, index) => {
    expect(checkSelling(body)).toEqual([]);
    const version = sellingOfDocument(`d${index + 1}`, 3, body);
    if (!version) throw new Error('it was checked a line ago');
    return version;
  });
  return sellingOf({ selling, locations: PLACES, channels: CHANNELS });
}
const at = (selling: Selling, location: string, available: number, more: { channel?: string; delivery?: 'ship' | 'pickup'; sellable?: number; store?: string } = {}) =>
  selling.at({ channel: 'webshop', delivery: 'ship', product: SHOE, location, available, ...more });
const stock = (code: string, sellable: number, more: Partial<StockPlace> = {}): StockPlace => ({ location: code, active: true, known: true, sellable, picked: 0, damaged: 0, quarantine: 0, inTransit: 0, expected: 0, reserved: 0, broken: 0, keptBack: 0, ...more });
const figures = (places: StockPlace[], more: Partial<StockFigures> = {}): StockFigures => ({ places, exclusions: [], waiting: { quantity: 0, orders: [] }, quarantined: { quantity: 0, orders: 0 }, ...more });
const network = (selling: Selling, of: StockFigures, channel = 'webshop', delivery: 'ship' | 'pickup' = 'ship') => {
  const rules = { view: selling.for(channel, delivery), places: selling.places, product: SHOE, now: NOW };
  const told = availabilityOf(of, rules);
  expect(quantityOf(of, rules)).toBe(told.sell);
  return told;
};

describe('what is not known of a past moment', () => {
  const BY_RULES = ['not_for_sale', 'cannot_deliver', 'excluded_location', 'pickup_only', 'not_for_pickup', 'ring_fenced', 'safety_stock', 'threshold', 'expected', 'channel_buffer'];
  const rules = [{ effect: { kind: 'safety_stock', units: 2 } }, { name: 'rule 2', effect: { kind: 'expected', days: 10 } }] as const;
  it.each<[string, StockFigures, boolean, string[]]>([
    ['nothing', figures([stock('leiden', 5)]), true, []],
    ['how a location was that has goods', figures([stock('leiden', 5), stock('delft', 1, { known: false })]), true, ['closed_locations', ...BY_RULES]],
    ['how a location was that has none', figures([stock('leiden', 5), stock('delft', 0, { known: false })]), true, []],
    ['how the product or the channel was', figures([stock('leiden', 5)]), false, BY_RULES],
    ['what was reserved', figures([stock('leiden', 5, { reserved: null })]), true, ['reserved', ...BY_RULES]],
    ['what was expected', figures([stock('leiden', 5)], { expected: null }), true, ['expected', 'channel_buffer']],
  ])('%s', (_name, of, known, unknown) => {
    const selling = sell(document([...rules]));
    expect(availabilityOf(of, { view: selling.for('webshop', 'ship'), places: selling.places, product: SHOE, now: NOW, known }).unknown).toEqual(unknown);
  });

  it('does not matter where no rule reads it', () => {
    const selling = sell();
    expect(availabilityOf(figures([stock('leiden', 5)], { expected: null }), { view: selling.for('webshop', 'ship'), places: selling.places, product: SHOE, now: NOW, known: false }).unknown).toEqual([]);
  });
});

describe('a rule about a location', () => {
  it.each<[string, RuleDraft, string, number, { delivery?: 'pickup'; channel?: string; sellable?: number }, number]>([
    ['safety stock is kept there', { effect: { kind: 'safety_stock', units: 2 } }, 'leiden', 5, {}, 3],
    ['safety stock at its edge leaves nothing', { effect: { kind: 'safety_stock', units: 2 } }, 'leiden', 2, {}, 0],
    ['safety stock of more than there is takes what there is', { effect: { kind: 'safety_stock', units: 2 } }, 'leiden', 1, {}, 0],
    ['a condition that is not so leaves it alone', { when: 'location.kind == "warehouse"', effect: { kind: 'safety_stock', units: 2 } }, 'leiden', 5, {}, 5],
    ['a condition on the article', { when: '"new" in product.tags', effect: { kind: 'safety_stock', units: 1 } }, 'leiden', 5, {}, 4],
    ['a condition on the channel', { when: 'channel.kind == "marketplace"', effect: { kind: 'excluded' } }, 'leiden', 5, { channel: 'bol' }, 0],
    ['below the threshold there is nothing', { effect: { kind: 'threshold', below: 3 } }, 'leiden', 2, {}, 0],
    ['at the threshold there is all', { effect: { kind: 'threshold', below: 3 } }, 'leiden', 3, {}, 3],
    ['an excluded location', { when: 'location.code == "leiden"', effect: { kind: 'excluded' } }, 'leiden', 5, {}, 0],
    ['pickup only: not sent from there', { effect: { kind: 'pickup_only' } }, 'leiden', 5, {}, 0],
    ['pickup only: collected there', { effect: { kind: 'pickup_only' } }, 'leiden', 5, { delivery: 'pickup' }, 5],
    ['not for pickup: sent from there', { effect: { kind: 'not_for_pickup' } }, 'leiden', 5, {}, 5],
    ['not for pickup: not collected there', { effect: { kind: 'not_for_pickup' } }, 'leiden', 5, { delivery: 'pickup' }, 0],
    ['a ring-fence holds against others', { effect: { kind: 'ring_fence', units: 3, channels: ['bol'] } }, 'leiden', 5, {}, 2],
    ['a ring-fence is open to its own', { effect: { kind: 'ring_fence', units: 3, channels: ['bol'] } }, 'leiden', 5, { channel: 'bol' }, 5],
    ['a ring-fence of a share of what lies there, rounded up', { effect: { kind: 'ring_fence', percent: 30, channels: ['bol'] } }, 'leiden', 5, { sellable: 11 }, 1],
    ['what is available, as a condition', { when: 'available <= 2', effect: { kind: 'excluded' } }, 'leiden', 2, {}, 0],
  ])('%s', (_name, rule, location, available, more, quantity) => {
    const answer = at(sell(document([rule])), location, available, more);
    expect(answer.quantity).toBe(quantity);
    const taken = answer.because.reduce((sum, one) => sum + one.quantity, 0);
    expect(taken).toBe(available - quantity);
    for (const one of answer.because) expect(one.rule).toEqual({ document: 'd1', version: 3, name: 'rule 1' });
  });

  it('the strictest of several counts, and is named', () => {
    const selling = sell(document([{ effect: { kind: 'safety_stock', units: 1 } }, { name: 'the strict one', effect: { kind: 'safety_stock', units: 3 } }]), document([{ effect: { kind: 'safety_stock', units: 2 } }], { priority: 1 }));
    expect(at(selling, 'leiden', 10)).toMatchObject({ quantity: 7, because: [{ step: 'safety_stock', rule: { name: 'the strict one', document: 'd1' }, quantity: 3 }] });
  });

  it('a document is for the channels it names', () => {
    const selling = sell(document([{ effect: { kind: 'excluded' } }], { when: 'channel.code == "bol"' }));
    expect([at(selling, 'leiden', 5).quantity, at(selling, 'leiden', 5, { channel: 'bol' }).quantity]).toEqual([5, 0]);
  });

  it('earlier fences are filled first, and what is left is for everybody', () => {
    const selling = sell(document([{ effect: { kind: 'ring_fence', units: 3, channels: ['bol'] } }, { effect: { kind: 'ring_fence', units: 2, channels: ['zalando'] } }]));
    const all = (available: number) => ['bol', 'zalando', 'webshop'].map((channel) => at(selling, 'leiden', available, { channel }).quantity);
    expect([7, 5, 4, 2, 0].map(all)).toEqual([[5, 4, 2], [3, 2, 0], [3, 1, 0], [2, 0, 0], [0, 0, 0]]);
  });

  it('where nobody can collect, nothing is to be collected', () => {
    expect(at(sell(), 'dc', 5, { delivery: 'pickup' })).toEqual({ quantity: 0, because: [{ step: 'not_for_pickup', rule: null, quantity: 5 }] });
    // But it can be brought from there to a store.
    expect(at(sell(), 'dc', 5, { delivery: 'pickup', store: 'leiden' }).quantity).toBe(5);
  });
});

describe('the worked example: pickup only of what there are more than 2 of, in the 3 nearest stores, not in the smallest', () => {
  const W9 = document([
    { name: 'Only where more than 2 are in stock', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } },
    { name: 'The 3 nearest stores', effect: { kind: 'nearest', stores: 3, by: 'ip' } },
    { name: 'Not in the smallest stores', when: 'location.size == "small"', effect: { kind: 'not_for_pickup' } },
  ]);
  it.each([['utrecht', 3, 3], ['utrecht', 2, 0], ['leiden', 50, 50], ['delft', 50, 0]])('pickup at %s, where %i lie', (location, available, quantity) => {
    expect(at(sell(W9), location, available, { delivery: 'pickup' }).quantity).toBe(quantity);
    expect(at(sell(W9), location, available).quantity).toBe(available);
  });
  it('shows the three stores nearest to the customer by IP address', () => {
    expect(sell(W9).nearestStores('webshop')).toEqual({ count: 3, by: 'ip', rule: { document: 'd1', version: 3, name: 'The 3 nearest stores' } });
    expect(sell().nearestStores('webshop')).toBeNull();
    expect(sell(W9, document([{ effect: { kind: 'nearest', stores: 2, by: 'place' } }], { when: 'channel.code == "bol"' })).nearestStores('bol')).toMatchObject({ count: 2, by: 'place' });
  });
});

describe('what the network may sell', () => {
  it('a buffer is taken after all else, in units or as a share rounded up, the largest of them', () => {
    const selling = sell(document([{ effect: { kind: 'channel_buffer', units: 2 } }, { name: 'a tenth', when: 'channel.code == "bol"', effect: { kind: 'channel_buffer', percent: 10 } }]));
    const of = figures([stock('dc', 20), stock('leiden', 5)], { waiting: { quantity: 4, orders: [] } });
    expect(network(selling, of)).toMatchObject({ sell: 19 });
    expect(network(selling, of, 'bol').steps.find(({ step }) => step === 'channel_buffer')).toEqual({ step: 'channel_buffer', change: -3, left: 18, because: [{ rule: 'selling_rule', document: 'd1', version: 3, name: 'a tenth', location: null, quantity: 3 }] });
  });
  it.each([[2, 0], [3, 1], [0, 0]])('a buffer of two at its edge: of %i there are %i to sell', (available, quantity) => {
    expect(network(sell(document([{ effect: { kind: 'channel_buffer', units: 2 } }])), figures([stock('dc', available)])).sell).toBe(quantity);
  });
  it('what is expected soon enough may be sold, and only where a rule says so', () => {
    const of = figures([stock('dc', 1)], { expected: [{ location: 'dc', quantity: 10, on: '2026-03-09' }, { location: 'dc', quantity: 7, on: '2026-03-10' }, { location: 'dc', quantity: 5, on: '2026-03-01' }, { location: 'leiden', quantity: 3, on: '2026-03-02' }] });
    expect(network(sell(), of).sell).toBe(1);
    expect(network(sell(document([{ when: 'location.code == "dc"', effect: { kind: 'expected', days: 7 } }])), of)).toMatchObject({ sell: 11 });
    expect(network(sell(document([{ effect: { kind: 'expected', days: 7 } }, { when: 'location.code == "dc"', effect: { kind: 'excluded' } }])), of).sell).toBe(3);
  });
  it('what is excluded after "not found", closed or promised stays so under any rule', () => {
    const of = figures([stock('dc', 9, { active: false }), stock('leiden', 5), stock('utrecht', 6, { reserved: 4 })], { exclusions: [{ location: 'leiden', until: NOW, reason: 'not_found', task: null }] });
    expect(network(sell(document([{ effect: { kind: 'safety_stock', units: 1 } }])), of).sell).toBe(1);
  });
});

describe('the check before a document comes into force', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['an unknown word', document([{ when: 'location.sizes == "small"', effect: { kind: 'excluded' } }]), 'rules.0.when', /unknown field.*"size"/],
    ['a condition that is no condition', document([{ when: 'location.size', effect: { kind: 'excluded' } }]), 'rules.0.when', /expected bool/],
    ['two rules of one name', document([{ name: 'a', effect: { kind: 'excluded' } }, { name: 'a', effect: { kind: 'pickup_only' } }]), 'rules.1.name', /own name/],
    ['no units at all', document([{ effect: { kind: 'safety_stock', units: 0 } }]), 'rules.0.effect.units', /./],
    ['less than no units', document([{ effect: { kind: 'safety_stock', units: -1 } }]), 'rules.0.effect.units', /./],
    ['half a unit', document([{ effect: { kind: 'safety_stock', units: 1.5 } }]), 'rules.0.effect.units', /whole/],
    ['more than all', document([{ effect: { kind: 'channel_buffer', percent: 101 } }]), 'rules.0.effect.percent', /./],
    ['units and a percentage', document([{ effect: { kind: 'channel_buffer', units: 1, percent: 1 } }]), 'rules.0.effect', /not both/],
    ['neither', document([{ effect: { kind: 'ring_fence', channels: ['bol'] } }]), 'rules.0.effect', /one of the two/],
    ['a fence for nobody', document([{ effect: { kind: 'ring_fence', units: 1, channels: [] } }]), 'rules.0.effect.channels', /./],
    ['a fence in a document for some channels', document([{ effect: { kind: 'ring_fence', units: 1, channels: ['bol'] } }], { when: 'channel.code == "bol"' }), 'rules.0.effect', /all channels/],
    ['a fence that asks for the channel', document([{ when: 'channel.code == "x"', effect: { kind: 'ring_fence', units: 1, channels: ['bol'] } }]), 'rules.0.when', /unknown word/],
    ['a buffer that asks for a location', document([{ when: 'location.size == "small"', effect: { kind: 'channel_buffer', units: 1 } }]), 'rules.0.when', /unknown word/],
    ['no stores at all', document([{ effect: { kind: 'nearest', stores: 0, by: 'ip' } }]), 'rules.0.effect.stores', /./],
    ['an unknown effect', document([{ effect: { kind: 'double' } as never }]), 'rules.0.effect.kind', /./],
    ['an unknown field', { ...document([]), colour: 'red' }, '', /colour/],
  ])('%s', (_name, body, path, message) => {
    const [problem] = checkSelling(body);
    expect(problem?.path).toBe(path);
    expect(problem?.message).toMatch(message);
    expect(sellingOfDocument('x', 1, body)).toBeNull();
  });
  it('says line and column of what it does not understand', () => {
    expect(checkSelling(document([{ when: 'true &&\n  location.sise == "small"', effect: { kind: 'excluded' } }]))).toMatchObject([{ path: 'rules.0.when', line: 2, column: 12 }]);
  });
});

describe('whatever the rules are', () => {
  const conditions = ['true', 'location.kind == "store"', 'location.size == "small" && "new" in product.tags', 'available < 4', 'channel.code == "bol"', 'delivery == "pickup"'];
  const units = fc.integer({ min: 1, max: 6 });
  const anyChannels = fc.subarray(['webshop', 'bol', 'zalando'], { minLength: 1 });
  const restricting: fc.Arbitrary<RuleDraft> = fc.oneof(
    fc.record({ when: fc.constantFrom(...conditions), effect: fc.oneof(
      units.map((n) => ({ kind: 'safety_stock' as const, units: n })), units.map((n) => ({ kind: 'threshold' as const, below: n + 1 })),
      fc.constantFrom({ kind: 'excluded' as const }, { kind: 'pickup_only' as const }, { kind: 'not_for_pickup' as const })) }),
    fc.record({ effect: fc.oneof(units.map((n) => ({ kind: 'channel_buffer' as const, units: n })), units.map((n) => ({ kind: 'channel_buffer' as const, percent: n * 10 }))) }),
  );
  const fence: fc.Arbitrary<RuleDraft> = fc.record({ when: fc.constantFrom('true', 'location.kind == "store"'), effect: fc.oneof(fc.record({ kind: fc.constant('ring_fence' as const), units, channels: anyChannels }), fc.record({ kind: fc.constant('ring_fence' as const), percent: units.map((n) => n * 15), channels: anyChannels })) });
  const n = fc.integer({ min: 0, max: 9 });
  const anyStock = fc.tuple(...PLACES.map(({ code }) => fc.record({ sellable: n, reserved: n, broken: n }).map(({ sellable, reserved, broken }) => stock(code, sellable, { reserved: Math.min(reserved, sellable), broken: reserved >= sellable ? broken : 0 }))));
  const anyDelivery = fc.constantFrom<'ship' | 'pickup'>('ship', 'pickup');

  it('a figure is never below zero nor above the stock, its steps add up, and the quick way gives the same', () => {
    fc.assert(fc.property(fc.array(fc.oneof(restricting, fence), { maxLength: 6 }), anyStock, anyDelivery, n, (rules, places, delivery, waiting) => {
      const selling = sell(document(rules));
      for (const channel of CHANNELS.keys()) {
        const { steps, sell: quantity } = network(selling, figures(places, { waiting: { quantity: waiting, orders: [] } }), channel, delivery);
        expect(steps.reduce((sum, { change }) => sum + (change ?? 0), 0)).toBe(quantity);
        expect(quantity).toBeGreaterThanOrEqual(0);
        expect(quantity).toBeLessThanOrEqual(network(sell(), figures(places, { waiting: { quantity: waiting, orders: [] } }), channel).sell);
        for (const { change, because } of steps) if (because.length > 0) expect(Math.abs(change ?? 0)).toBe(Math.abs(because.reduce((sum, one) => sum + one.quantity, 0)));
      }
    }), { numRuns: 300 });
  });

  it('a rule more never sells more; a fence more sells no more to a channel it does not name', () => {
    fc.assert(fc.property(fc.array(fc.oneof(restricting, fence), { maxLength: 5 }), fc.oneof(restricting, fence), anyStock, anyDelivery, (rules, more, places, delivery) => {
      const [before, after] = [sell(document(rules)), sell(document([...rules, more]))];
      for (const channel of CHANNELS.keys()) {
        if (more.effect.kind === 'ring_fence' && more.effect.channels.includes(channel)) continue;
        expect(network(after, figures(places), channel, delivery).sell).toBeLessThanOrEqual(network(before, figures(places), channel, delivery).sell);
      }
    }), { numRuns: 300 });
  });

  it('what is kept at a location for channels is never more than lies free there, and no order of another channel may plan on it', () => {
    fc.assert(fc.property(fc.array(fence, { minLength: 1, maxLength: 4 }), n, n, (fences, available, more) => {
      const selling = sell(document(fences));
      const takeable = (channel: string, free: number) => selling.takeable({ channel, delivery: 'ship', product: SHOE, location: 'leiden', available: free, sellable: available + more });
      const outsider = takeable('till', available);
      expect(outsider.leave).toBeLessThanOrEqual(available);
      for (const channel of [...CHANNELS.keys(), 'till']) {
        const { quantity, leave } = takeable(channel, available);
        expect(quantity).toBe(available - leave);
        // More free stock never makes less of it takeable: that is why a bound worked out a moment ago is safe, whatever was booked since.
        expect(takeable(channel, available + 1).quantity).toBeGreaterThanOrEqual(quantity);
      }
    }), { numRuns: 500 });
  });
});
