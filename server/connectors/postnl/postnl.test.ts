/** Spil's PostNL against the simulated PostNL over HTTP: every kind of outcome, and lost answers that leave one shipment. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Address } from '../../kernel/address.ts';
import { settableClock } from '../../kernel/clock.ts';
import type { Carrier } from '../../modules/shipping/ports.ts';
import type { Fault } from '../simulation/kit.ts';
import { createPostNL, PostNLUnavailable } from './index.ts';
import type { PostNLOptions } from './index.ts';
import type { PostNLParcel } from './request.ts';
import { createPostNLSimulator } from './simulator.ts';
import type { PostNLSimulatorOptions } from './simulator.ts';

const clock = settableClock('2026-03-02T09:00:00.000Z');
const account = { apiKey: 'secret', customerCode: 'DEVC', customerNumber: '11223344' };
const simulatorWith = (options: Partial<PostNLSimulatorOptions> = {}) => createPostNLSimulator({ storage: ':memory:', ...account, now: () => new Date(clock.now()), ...options });
let messages = 0;
const carrierAt = (baseUrl: string, options: Partial<PostNLOptions> = {}): Carrier => createPostNL({ ...account, baseUrl, now: clock.now, newMessageId: () => `message-${++messages}`, ...options });

const simulator = simulatorWith();
let base = '';
let postnl: Carrier;
beforeAll(async () => { base = await simulator.listen(); postnl = carrierAt(base); });
afterAll(() => simulator.close());
beforeEach(async () => { await fetch(`${base}/_control/faults`, { method: 'DELETE' }); });

const sender = Address.parse({ company: 'Warenhuis De Brug', street: 'Kanaalweg', houseNumber: '4', postalCode: '3526KL', city: 'Utrecht', country: 'NL' });
const receiver = Address.parse({ name: 'Anke Smit', street: 'Van Woustraat', houseNumber: '12', addition: '2 hoog', postalCode: '1073 ll', city: 'Amsterdam', country: 'NL', email: 'anke@example.com', phone: '06-12345678' });
const parcel = (changes: Partial<PostNLParcel> = {}): PostNLParcel => ({ parcel: 'p-1', reference: 'ORD-1001', product: '3085', options: [], sender, receiver, pickupPoint: null, weightGrams: 1250, barcode: null, sequence: 1, count: 1, deliveryDate: null, format: 'pdf', ...changes });
const pickupPoint = { id: '210003', network: 'PNPNL-01', address: Address.parse({ company: 'Drogist Linde', street: 'Lindenkade', houseNumber: '7', postalCode: '1015DX', city: 'Amsterdam', country: 'NL' }) };

const post = async (path: string, body: unknown): Promise<Response> => fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const fault = (asked: Partial<Fault>): Promise<Response> => post('/_control/faults', { times: 1, ...asked });
const parcels = async (): Promise<{ barcode: string; product: string; place: string }[]> => ((await (await fetch(`${base}/_control/parcels`)).json()) as { parcels: { barcode: string; product: string; place: string }[] }).parcels;
const announced = async (changes: Partial<PostNLParcel> = {}): Promise<string> => {
  const outcome = await postnl.announce(parcel(changes));
  if (outcome.kind !== 'announced') throw new Error(JSON.stringify(outcome));
  return outcome.barcode;
};

describe('announcing', () => {
  it('gives a barcode, a tracking page and a PDF label', async () => {
    const outcome = await postnl.announce(parcel());
    if (outcome.kind !== 'announced') throw new Error(JSON.stringify(outcome));
    expect(outcome.barcode).toMatch(/^3SDEVC\d{9}$/);
    expect(outcome.trackingUrl).toBe(`https://jouw.postnl.nl/track-and-trace/${outcome.barcode}-NL-1073LL`);
    expect(outcome.warnings).toEqual([]);
    expect((await PDFDocument.load(outcome.label.content)).getPageCount()).toBe(1);
    expect(await parcels()).toContainEqual(expect.objectContaining({ barcode: outcome.barcode, product: '3085', place: 'announced' }));
  });

  it('gives a ZPL label with the barcode and the whole address', async () => {
    const outcome = await postnl.announce(parcel({ format: 'zpl' }));
    if (outcome.kind !== 'announced') throw new Error(JSON.stringify(outcome));
    const zpl = new TextDecoder().decode(outcome.label.content);
    expect(zpl).toContain(`^BCN,176,Y,N,N,A^FH^FD${outcome.barcode}^FS`);
    for (const text of ['Van Woustraat 12-2 hoog', '1073 LL  Amsterdam', 'ORD-1001']) expect(zpl).toContain(text);
  });

  it.each<[string, Partial<PostNLParcel>]>([
    ['pickup point', { product: '3533', pickupPoint }],
    ['mailbox', { product: '2928', deliveryDate: '2026-03-03' }],
    ['evening', { product: '3085', options: [{ characteristic: '118', option: '006' }], deliveryDate: '2026-03-03' }],
    ['return', { product: '2285', options: [{ characteristic: '152', option: '027' }], sender: receiver, receiver: Address.parse({ company: 'Warenhuis De Brug', street: 'Antwoordnummer', houseNumber: '1234', postalCode: '3500VB', city: 'Utrecht', country: 'NL' }) }],
    ['Belgium', { product: '4946', receiver: Address.parse({ ...receiver, street: 'Meir', houseNumber: '16', addition: null, postalCode: '2000', city: 'Antwerpen', country: 'BE' }) }],
    ['Germany', { product: '4907', options: [{ characteristic: '005', option: '025' }, { characteristic: '101', option: '012' }], receiver: Address.parse({ ...receiver, street: 'Hauptstraße', houseNumber: '12-14', addition: null, postalCode: '50667', city: 'Köln', country: 'DE' }) }],
  ])('takes a parcel of the product for %s', async (_name, changes) => {
    expect(await postnl.announce(parcel(changes))).toMatchObject({ kind: 'announced', barcode: expect.stringMatching(changes.product?.startsWith('49') ? /^3SDEVC\d{7}$/ : /^3SDEVC\d{9}$/) });
  });

  it('groups the parcels of one shipment by the barcode of the first', async () => {
    const first = await announced({ count: 2 });
    const second = await announced({ count: 2, sequence: 2, mainBarcode: first });
    expect((await postnl.track(first)).map(({ barcode }) => barcode)).toEqual([first]);
    expect((await postnl.track(second)).map(({ barcode }) => barcode)).toEqual([second]);
    const alone = await postnl.announce(parcel({ count: 2, sequence: 2 }));
    expect(alone).toMatchObject({ kind: 'announced', warnings: [expect.stringContaining('shipment of its own')] });
  });

  it('shortens what does not fit, and says so', async () => {
    expect(await postnl.announce(parcel({ receiver: { ...receiver, company: 'Vereniging tot Behoud van Zeer Lange Namen' } }))).toMatchObject({ kind: 'announced', warnings: ['The company name of the receiver was shortened to 35 characters on the label.'] });
  });
});

describe('a refusal', () => {
  it.each<[string, Partial<PostNLParcel>, string]>([
    ['no house number', { receiver: { ...receiver, houseNumber: '' } }, 'receiver.houseNumber'],
    ['a wrong postal code', { receiver: { ...receiver, postalCode: '0123AB' } }, 'receiver.postalCode'],
    ['nobody’s name', { receiver: { ...receiver, name: null } }, 'receiver.name'],
    ['no weight', { weightGrams: 0 }, 'weightGrams'],
    ['a pickup product without a point', { product: '3533' }, 'pickupPoint'],
    ['a point with a door product', { pickupPoint }, 'product'],
    ['a mailbox parcel without date', { product: '2928' }, 'deliveryDate'],
    ['two mailbox parcels together', { product: '2928', deliveryDate: '2026-03-03', count: 2 }, 'count'],
    ['a return to a street', { product: '2285' }, 'receiver.street'],
    ['a product that is none', { product: 'standard' }, 'product'],
    ['a barcode that is none', { barcode: '3S' }, 'barcode'],
    ['a street too long for the label', { receiver: { ...receiver, street: 'x'.repeat(96) } }, 'receiver.street'],
  ])('by ourselves: %s, before a barcode is spent', async (_name, changes, field) => {
    const before = (await parcels()).length;
    const outcome = await postnl.announce(parcel(changes));
    expect(outcome).toMatchObject({ kind: 'refused', field });
    expect(outcome.kind === 'refused' && outcome.reason).toMatch(/\.$/);
    expect(await parcels()).toHaveLength(before);
  });

  it.each<[string, Partial<PostNLParcel>, object]>([
    ['a Dutch product to Germany (400)', { receiver: { ...receiver, country: 'DE' } }, { code: '1270105', field: 'receiver.country' }],
    ['evening without a date (400)', { options: [{ characteristic: '118', option: '006' }] }, { code: '12209', field: 'deliveryDate' }],
    ['a post box (400)', { receiver: { ...receiver, street: 'Postbus' } }, { code: '10601', field: 'receiver.street' }],
    ['an unknown address (200 with errors)', { receiver: { ...receiver, postalCode: '9999 ZZ' } }, { code: '1280103', field: 'receiver', reason: 'PostNL does not know the address of the receiver; check postal code, house number and addition.' }],
    ['somebody else’s barcode', { barcode: '3SABCD123456789' }, { code: '16303' }],
  ])('by PostNL: %s', async (_name, changes, expected) => {
    expect(await postnl.announce(parcel(changes))).toMatchObject({ kind: 'refused', ...expected });
  });

  it('of our key names the settings, at every door', async () => {
    const stranger = carrierAt(base, { apiKey: 'wrong' });
    expect(await stranger.announce(parcel())).toMatchObject({ kind: 'refused', code: '401', reason: expect.stringContaining('settings') });
    await expect(stranger.track('3SDEVC000000001')).rejects.toThrow(/API key/);
  });
});

describe('an unknown outcome', () => {
  it.each([[429, 7], [500, null], [503, 120]])('%i is unavailable, and keeps the barcode for the retry', async (status, wait) => {
    await fault({ operation: 'label', kind: 'reject', status, ...(wait === null ? {} : { retryAfterSeconds: wait }), body: { message: 'not now', http_status_code: status } });
    const outcome = await postnl.announce(parcel());
    expect(outcome).toMatchObject({ kind: 'unavailable', barcode: expect.stringMatching(/^3SDEVC/), retryAfterSeconds: wait });
  });

  it('before PostNL did anything is solved by the same barcode', async () => {
    await fault({ operation: 'label', kind: 'reject', status: 503 });
    const first = await postnl.announce(parcel());
    if (first.kind !== 'unavailable') throw new Error(JSON.stringify(first));
    expect(await postnl.announce(parcel({ barcode: first.barcode }))).toMatchObject({ kind: 'announced', barcode: first.barcode });
  });

  it('has no barcode yet when the barcode service fails', async () => {
    await fault({ operation: 'barcode', kind: 'reject', status: 503 });
    expect(await postnl.announce(parcel())).toMatchObject({ kind: 'unavailable', barcode: null });
    await fault({ operation: 'barcode', kind: 'lost' });
    expect(await postnl.announce(parcel())).toMatchObject({ kind: 'unavailable', barcode: null });
  });

  it('by a lost answer, tried again with the same barcode, gives one shipment and its label', async () => {
    const before = (await parcels()).length;
    await fault({ operation: 'label', kind: 'lost' });
    const lost = await postnl.announce(parcel());
    if (lost.kind !== 'unavailable') throw new Error(JSON.stringify(lost));
    expect(await parcels()).toHaveLength(before + 1);
    const again = await postnl.announce(parcel({ barcode: lost.barcode }));
    expect(again).toMatchObject({ kind: 'announced', barcode: lost.barcode });
    expect(await parcels()).toHaveLength(before + 1);
  });

  it('tried again by two at once gives one shipment', async () => {
    await fault({ operation: 'label', kind: 'lost' });
    const lost = await postnl.announce(parcel());
    if (lost.kind !== 'unavailable') throw new Error(JSON.stringify(lost));
    const before = (await parcels()).length;
    const outcomes = await Promise.all([1, 2, 3].map(() => postnl.announce(parcel({ barcode: lost.barcode }))));
    expect(outcomes).toEqual([1, 2, 3].map(() => expect.objectContaining({ kind: 'announced', barcode: lost.barcode })));
    expect(await parcels()).toHaveLength(before);
  });

  it('that stays unknown while the label alone is asked again keeps its barcode', async () => {
    const barcode = await announced();
    await fault({ operation: 'label', kind: 'reject', status: 200, body: { ResponseShipments: [{ Barcode: barcode, Errors: [{ Code: '13', Description: 'already confirmed' }] }] } });
    await fault({ operation: 'label', kind: 'reject', status: 400, body: { Errors: [{ Code: '99', Description: 'no template' }] } });
    expect(await postnl.announce(parcel({ barcode }))).toEqual({ kind: 'unavailable', barcode, retryAfterSeconds: null, reason: 'PostNL has the parcel announced, but gives no label: no template' });
  });

  it('by a late answer is unavailable within the bound', async () => {
    await fault({ operation: 'label', kind: 'latency', milliseconds: 2000 });
    expect(await carrierAt(base, { timeoutMs: 100 }).announce(parcel())).toMatchObject({ kind: 'unavailable', barcode: expect.stringMatching(/^3SDEVC/) });
  });

  it.each<[string, unknown]>([['no JSON', 'gibberish'], ['another parcel', { ResponseShipments: [{ Barcode: '3SDEVC999999999', Labels: [] }] }], ['no label', { ResponseShipments: {} }]])('by a 200 with %s is unavailable', async (_name, body) => {
    await fault({ operation: 'label', kind: 'reject', status: 200, body });
    expect(await postnl.announce(parcel())).toMatchObject({ kind: 'unavailable', barcode: expect.stringMatching(/^3SDEVC/) });
  });

  it('by nobody at home is unavailable', async () => {
    const gone = simulatorWith();
    const address = await gone.listen();
    await gone.close();
    expect(await carrierAt(address).announce(parcel())).toMatchObject({ kind: 'unavailable', barcode: null });
    await expect(carrierAt(address).track('3SDEVC000000001')).rejects.toBeInstanceOf(PostNLUnavailable);
  });

  it('is solved just as well by a PostNL that takes a second confirmation', async () => {
    const lenient = simulatorWith({ reconfirm: 'accepted' });
    const carrier = carrierAt(await lenient.listen());
    const first = await carrier.announce(parcel());
    if (first.kind !== 'announced') throw new Error(JSON.stringify(first));
    expect(await carrier.announce(parcel({ barcode: first.barcode }))).toMatchObject({ kind: 'announced', barcode: first.barcode });
    const { parcels: stored } = (await lenient.app.inject('/_control/parcels')).json<{ parcels: unknown[] }>();
    expect(stored).toHaveLength(1);
    await lenient.close();
  });
});

describe('following a parcel', () => {
  it.each<[string, string[], Partial<PostNLParcel>]>([
    ['delivered', ['announced', 'accepted', 'sorted', 'out_for_delivery', 'delivered'], {}],
    ['delivered_neighbour', ['announced', 'accepted', 'sorted', 'out_for_delivery', 'delivered_neighbour'], {}],
    ['at_pickup_point', ['announced', 'accepted', 'sorted', 'at_pickup_point'], { product: '3533', pickupPoint }],
    ['collected', ['announced', 'accepted', 'sorted', 'at_pickup_point', 'collected'], { product: '3533', pickupPoint }],
    ['refused', ['announced', 'accepted', 'sorted', 'out_for_delivery', 'returning'], {}],
    ['returned', ['announced', 'accepted', 'sorted', 'out_for_delivery', 'returning', 'returned'], {}],
    ['lost', ['announced', 'accepted', 'lost'], {}],
  ])('to %s tells every step once, in order', async (to, statuses, changes) => {
    const barcode = await announced(changes);
    expect((await post('/_control/advance', { barcode, to })).status).toBe(200);
    const scans = await postnl.track(barcode);
    expect(scans.map(({ status }) => status)).toEqual(statuses);
    expect(scans.filter(({ physical }) => physical).map(({ status }) => status)).toEqual(statuses.filter((status) => status !== 'announced' && status !== 'lost'));
    expect(scans.map(({ at }) => at)).toEqual(scans.map(({ at }) => at).sort());
  });

  it('moves one step at a time by itself, and stops at the end', async () => {
    const barcode = await announced({ product: '3533', pickupPoint });
    for (const step of ['accepted', 'sorted', 'at_pickup_point', 'collected']) expect(await (await post('/_control/advance', { barcode })).json()).toEqual({ moved: [{ barcode, steps: [step] }] });
    expect((await post('/_control/advance', { barcode })).status).toBe(409);
    expect((await post('/_control/advance', { barcode, to: 'delivered' })).status).toBe(409);
    expect((await post('/_control/advance', { barcode: '3SDEVC000000000' })).status).toBe(404);
    expect((await post('/_control/advance', { to: 'moon' })).status).toBe(400);
  });

  it('of nobody knows no scans; an outage is thrown with its wait', async () => {
    expect(await postnl.track('3SDEVC000000000')).toEqual([]);
    await fault({ operation: 'status', kind: 'reject', status: 429, retryAfterSeconds: 60, body: { message: 'slow', http_status_code: 429 } });
    await expect(postnl.track('3SDEVC000000000')).rejects.toMatchObject({ retryAfterSeconds: 60 });
  });

  it('tells by updatedSince what moved in the period, over several windows, and nothing else', async () => {
    clock.set('2026-04-01T08:00:00.000Z');
    const early = await announced();
    clock.set('2026-04-01T10:30:00.000Z');
    const late = await announced();
    clock.set('2026-04-01T13:00:00.000Z');
    await post('/_control/advance', { barcode: early });
    expect(await postnl.updatedSince('2026-04-01T12:00:00.000Z', '2026-04-01T13:00:00.000Z')).toEqual([early]);
    expect((await postnl.updatedSince('2026-04-01T08:00:00.000Z', '2026-04-01T13:00:00.000Z')).sort()).toEqual([early, late].sort());
    expect(await postnl.updatedSince('2026-04-01T11:00:00.000Z', '2026-04-01T11:30:00.000Z')).toEqual([]);
  });

  it('misses nothing in the hour that comes twice in October', async () => {
    clock.set('2026-10-25T00:40:00.000Z');
    const summer = await announced();
    clock.set('2026-10-25T01:10:00.000Z');
    const winter = await announced();
    clock.set('2026-10-25T01:20:00.000Z');
    expect((await postnl.updatedSince('2026-10-25T00:30:00.000Z', '2026-10-25T01:20:00.000Z')).sort()).toEqual([summer, winter].sort());
  });
});

describe('pickup points', () => {
  it('are found by postal code and by place, nearest first, with hours', async () => {
    const date = clock.now().slice(0, 10);
    const byCode = await postnl.pickupPoints?.({ country: 'NL', postalCode: '1073 LL', houseNumber: '12' }, date);
    expect(byCode?.[0]).toMatchObject({ id: '210004', network: 'PNPNL-01', distanceMetres: 0, address: { city: 'Amsterdam', country: 'NL' } });
    expect(byCode?.[0]?.openingHours).toContainEqual({ day: 4, from: '08:00', to: '21:00' });
    const byPlace = await postnl.pickupPoints?.({ latitude: 52.1122, longitude: 5.1037, country: 'NL' }, date);
    expect(byPlace?.[0]).toMatchObject({ id: '210002', address: { houseNumber: '103', addition: 'A' } });
    const distances = byPlace?.map(({ distanceMetres }) => distanceMetres ?? 0) ?? [];
    expect(distances.length).toBeGreaterThan(1);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  it('are none in the sea, one alone is read too, and a day gone by is refused', async () => {
    expect(await postnl.pickupPoints?.({ latitude: 56, longitude: 3, country: 'NL' }, clock.now().slice(0, 10))).toEqual([]);
    expect(await postnl.pickupPoints?.({ latitude: 50.85, longitude: 5.69, country: 'NL' }, clock.now().slice(0, 10))).toHaveLength(1);
    await expect(postnl.pickupPoints?.({ country: 'NL', postalCode: '1073LL' }, '2020-01-01')).rejects.toThrow(/in the past/);
    await expect(postnl.pickupPoints?.({ country: 'NL', postalCode: '1073LL' }, 'tomorrow')).rejects.toThrow(/not a date/);
  });
});

describe('a tracking number', () => {
  it.each([['3SDEVC123456789', true], ['3sdevc 123456789', true], ['3SAB83691658823', true], ['LA599196732NL', true], ['JVGL0123456789', false], ['1Z999AA10123456784', false], ['', false]])('%s is PostNL’s: %s', (number, ours) => { expect(postnl.recognises(number)).toBe(ours); });
});

it('refuses a customer code that no barcode can hold', () => {
  expect(() => carrierAt(base, { customerCode: 'TOOLONG' })).toThrow(/one to four/);
});

it('moves parcels along by itself only when asked to', async () => {
  const demo = simulatorWith({ autoAdvanceMs: 5 });
  const carrier = carrierAt(await demo.listen());
  const outcome = await carrier.announce(parcel());
  if (outcome.kind !== 'announced') throw new Error(JSON.stringify(outcome));
  await expect.poll(async () => (await carrier.track(outcome.barcode)).at(-1)?.status, { timeout: 20_000 }).toBe('delivered');
  await demo.close();
});
