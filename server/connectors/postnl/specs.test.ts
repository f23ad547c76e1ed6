/** Spil's PostNL against PostNL's own material: recorded answers, example answers and the published schemas (only where that material is at hand). */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Address } from '../../kernel/address.ts';
import type { Carrier } from '../../modules/shipping/ports.ts';
import { LabelAnswer, StatusAnswer, understand } from './client.ts';
import { createPostNL } from './index.ts';
import { labelRequest, refusalOf } from './request.ts';
import type { PostNLParcel } from './request.ts';
import { createPostNLSimulator } from './simulator.ts';
import { meaningOfEvent, meaningOfStatus } from './statuses.ts';

const specs = process.env['SPIL_SPECS'];
const folder = (...names: string[]): string => join(specs ?? '', 'postnl', ...names);
const now = '2026-03-02T09:00:00.000Z';
const account = { apiKey: 'secret', customerCode: 'DEVC', customerNumber: '11223344' };
const sender = Address.parse({ company: 'Warenhuis De Brug', street: 'Kanaalweg', houseNumber: '4', postalCode: '3526KL', city: 'Utrecht', country: 'NL' });
const receiver = Address.parse({ name: 'Anke Smit', street: 'Van Woustraat', houseNumber: '12', addition: '2 hoog', postalCode: '1073LL', city: 'Amsterdam', country: 'NL', email: 'anke@example.com', phone: '06-12345678', line2: 'Achterhuis' });
const pickupPoint = { id: '210003', network: 'PNPNL-01', address: Address.parse({ company: 'Drogist Linde', street: 'Lindenkade', houseNumber: '7', postalCode: '1015DX', city: 'Amsterdam', country: 'NL' }) };
const parcel = (changes: Partial<PostNLParcel> = {}): PostNLParcel => ({ parcel: 'p-1', reference: 'ORD-1001', product: '3085', options: [], sender, receiver, pickupPoint: null, weightGrams: 1250, barcode: null, sequence: 1, count: 1, deliveryDate: null, format: 'pdf', ...changes });

/** A recorded answer: its status and body as they came over the line. */
function recorded(...names: string[]): { status: number; body: string } {
  const [head = '', ...body] = readFileSync(folder('http-responses', ...names), 'utf8').split(/\r?\n\r?\n/);
  return { status: Number(/^HTTP\/\S+ (\d{3})/.exec(head)?.[1]), body: body.join('\n\n') };
}

describe.skipIf(!specs)('recorded answers', () => {
  let answer = { status: 200, body: '' };
  let server: Server;
  let postnl: Carrier;
  beforeAll(async () => {
    server = createServer((_request, response) => { response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    postnl = createPostNL({ ...account, baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, now: () => now, newMessageId: () => '1' });
  });
  afterAll(() => { server.close(); });

  const LABELS: Record<string, object> = {
    'singlelabel.http': { kind: 'announced', barcode: '3S1234567890123', warnings: [] },
    'singlelabel2.http': { kind: 'announced', barcode: '3S1234567890123' },
    'singlelabel3.http': { kind: 'announced', barcode: '3S1234567890123' },
    'error.http': { kind: 'refused', code: '111', reason: expect.stringContaining('No label available') },
    'invalid.http': { kind: 'unavailable', barcode: '3S1234567890123' },
  };
  const STATUSES: Record<string, { barcode: string; scans: string[] }> = {
    'completestatus.http': { barcode: '3SDEVC123456789', scans: ['announced', 'announced', 'accepted'] },
    'completestatus2.http': { barcode: '3SDEVC123456789', scans: ['accepted'] },
    // Its makers moved the sorting observation a day back, so that it stands apart from its status.
    'completestatus3.http': { barcode: '3SABCD987516327', scans: ['sorted', 'announced', 'accepted', 'sorted', 'out_for_delivery', 'delivered'] },
    'currentstatus.http': { barcode: '', scans: ['accepted'] },
    'currentstatus2.http': { barcode: '3SDEVC302392342', scans: ['accepted'] },
    'currentstatus3.http': { barcode: '3SABCD987040009', scans: ['delivered'] },
    'nocurrentshipments.http': { barcode: '3SDEVC123456789', scans: [] },
    'signature.http': { barcode: '3SDEVC123456789', scans: [] },
  };

  it('are all here', () => {
    expect(readdirSync(folder('http-responses', 'labelling')).sort()).toEqual(Object.keys(LABELS).sort());
    expect(readdirSync(folder('http-responses', 'shippingstatus')).sort()).toEqual([...Object.keys(STATUSES), 'updatedshipments.http'].sort());
  });

  it.each(Object.entries(LABELS))('labelling/%s', async (name, outcome) => {
    answer = recorded('labelling', name);
    const found = await postnl.announce(parcel({ barcode: '3S1234567890123' }));
    expect(found).toMatchObject(outcome);
    if (found.kind === 'announced') expect(Buffer.from(found.label.content.subarray(0, 5)).toString()).toBe('%PDF-');
  });

  it.each(['confirmsinglelabel.http', 'confirmsinglelabel2.http', 'confirmsinglelabel3.http'])('confirming/%s', (name) => {
    const { status, body } = recorded('confirming', name);
    expect(understand(LabelAnswer, { status, headers: new Headers(), json: JSON.parse(body) }, now)).toMatchObject({ kind: 'answer', value: { ResponseShipments: [{ Barcode: '3SDEVC201611210' }] } });
  });

  it.each(Object.entries(STATUSES))('shippingstatus/%s', async (name, { barcode, scans }) => {
    answer = recorded('shippingstatus', name);
    const asked = barcode === '' ? /"Barcode":\s*"(\w+)"/.exec(answer.body)?.[1] ?? '' : barcode;
    expect((await postnl.track(asked)).map(({ status }) => status)).toEqual(scans);
  });

  it('shippingstatus/updatedshipments.http', async () => {
    answer = recorded('shippingstatus', 'updatedshipments.http');
    expect(await postnl.updatedSince('2026-03-02T08:55:00.000Z', now)).toEqual(['3SABCD3563340', '3SABCD987453178', '3SABCD987578527', '3SABCD987530133']);
  });

  it('examples of status answers are read, whatever their shape', () => {
    const files = readdirSync(folder('examples')).filter((name) => /^ShippingStatus\..*(?:Shipment|Multicollo)(?:Complete|Current)?\.json$/.test(name));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const name of files) {
      const read = understand(StatusAnswer, { status: 200, headers: new Headers(), json: JSON.parse(readFileSync(folder('examples', name), 'utf8')) }, now);
      expect(read.kind).toBe('answer');
      const shipments = read.kind === 'answer' ? (read.value.CompleteStatus ?? read.value.CurrentStatus)?.Shipment ?? [] : [];
      expect(shipments.length > 0).toBe(!name.includes('NoShipment'));
      for (const shipment of shipments) expect(shipment.Status?.StatusCode).toMatch(/^\d+$/);
    }
  });
});

describe.skipIf(!specs)('the published table of observations', () => {
  const rows = (): { code: string; status: string }[] => readFileSync(folder('reference', 'TTStatusCodes.md'), 'utf8').split(/<tr[^>]*>/).flatMap((row) => {
    const cells = [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map((cell) => (cell[1] ?? '').replace(/<[^>]+>/g, '').trim());
    const status = /^0?(\d+),/.exec(cells[3] ?? '')?.[1];
    return /^[A-Z]\d\d$/.test(cells[0] ?? '') && status !== undefined ? [{ code: cells[0] ?? '', status }] : [];
  });

  it('counts a parcel as delivered only where its status says so, and never as with PostNL while it is only announced', () => {
    const all = rows();
    expect(all.length).toBeGreaterThan(250);
    for (const { code, status } of all) {
      const meaning = meaningOfEvent(code) ?? meaningOfStatus(status, null);
      if (['delivered', 'delivered_neighbour', 'collected'].includes(meaning.status)) expect(['11', '22', '23'], code).toContain(status);
      if (['1', '4', '13', '14', '19'].includes(status)) expect(meaning.physical, code).toBe(false);
      if (status === '12') expect(meaning.status, code).toBe('at_pickup_point');
    }
  });
});

describe.skipIf(!specs)('published schemas', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const errorsOf = (service: string, schema: string, value: unknown): unknown => {
    const id = `${service}.json`;
    if (!ajv.getSchema(id)) ajv.addSchema({ $id: id, ...(JSON.parse(readFileSync(folder('openapi', id), 'utf8')) as object) });
    const validate = ajv.getSchema(`${id}#/components/schemas/${schema}`);
    if (!validate) throw new Error(`no ${schema} in ${id}`);
    return validate(value) ? [] : validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  it.each<[string, Partial<PostNLParcel>]>([
    ['standard, PDF', {}], ['standard, ZPL', { format: 'zpl' }], ['pickup point', { product: '3533', pickupPoint }], ['mailbox', { product: '2928', deliveryDate: '2026-03-03' }],
    ['second of two', { count: 2, sequence: 2, mainBarcode: '3SDEVC000000001' }], ['options', { options: [{ characteristic: '118', option: '006' }], deliveryDate: '2026-03-03' }],
    ['very long names', { receiver: { ...receiver, name: 'x'.repeat(200), company: 'y'.repeat(200), line2: 'z'.repeat(200), phone: '+31 (0)30 123 45 67' } }],
    ['a Belgian pickup point', { product: '4936', pickupPoint: { ...pickupPoint, network: 'PNPBE-01', address: { ...pickupPoint.address, postalCode: '2000', country: 'BE' } } }],
  ])('hold for the request we send: %s', (_name, changes) => {
    const asked = parcel(changes);
    expect(refusalOf(asked)).toBeNull();
    expect(errorsOf('Labelling', 'labellingRequest', labelRequest(asked, { ...account, collectionLocation: '123456' }, { barcode: '3SDEVC000000002', now, messageId: 'a-very-long-message-id' }).request)).toEqual([]);
  });

  it('hold for the simulator’s answers, good and bad', async () => {
    const simulator = createPostNLSimulator({ storage: ':memory:', ...account, now: () => new Date(now), shapes: 'specified' });
    const headers = { apikey: account.apiKey };
    const get = async (url: string, given: Record<string, string> = headers): Promise<{ status: number; json: unknown }> => { const answer = await simulator.app.inject({ url, headers: given }); return { status: answer.statusCode, json: answer.json<unknown>() }; };
    const label = async (changes: Partial<PostNLParcel>, given: Record<string, string> = headers): Promise<{ status: number; json: unknown }> => {
      const { request } = labelRequest(parcel(changes), { ...account, collectionLocation: null }, { barcode: '3SDEVC000000002', now, messageId: '1' });
      const answer = await simulator.app.inject({ method: 'POST', url: '/shipment/v2_2/label?confirm=true', headers: given, payload: request });
      return { status: answer.statusCode, json: answer.json<unknown>() };
    };
    const barcode = (serie: string): string => `/shipment/v1_1/barcode?CustomerCode=DEVC&CustomerNumber=11223344&Type=3S&Serie=${serie}`;
    const answers: [service: string, schema: string, status: number, answer: { status: number; json: unknown }][] = [
      ['Barcode', 'barcodeResponse', 200, await get(barcode('000000000-999999999'))],
      ['Barcode', 'barcodeResponseInvalid', 400, await get(barcode('00000000-99999999'))],
      ['Barcode', 'barcodeResponseError', 401, await get(barcode('000000000-999999999'), {})],
      ['Labelling', 'labellingResponse', 200, await label({})],
      ['Labelling', 'labellingResponse', 200, await label({})],
      ['Labelling', 'labellingResponseInvalid', 400, await label({ product: '3533' })],
      ['Labelling', 'labellingUnauthorized', 401, await label({}, { apikey: 'wrong' })],
      ['ShippingStatus', 'shippingstatusResponse', 200, await get('/shipment/v2/status/barcode/3SDEVC000000002?detail=true')],
      ['ShippingStatus', 'shippingstatusResponse', 200, await get('/shipment/v2/status/barcode/3SDEVC000000002')],
      ['ShippingStatus', 'shippingstatusResponse', 200, await get('/shipment/v2/status/barcode/3SDEVC999999999')],
      ['ShippingStatus', 'shippingstatusUnauthorized', 401, await get('/shipment/v2/status/barcode/3SDEVC000000002', {})],
      ['ShippingStatus', 'shippingstatusResponseUpdatedShipments', 200, await get('/shipment/v2/status/11223344/updatedshipments?period=2026-03-02T09:30:00&period=2026-03-02T10:30:00')],
      ['ShippingStatus', 'shippingstatusResponseError', 400, await get('/shipment/v2/status/11223344/updatedshipments?period=2026-03-02T06:00:00&period=2026-03-02T10:30:00')],
      ['Locations', 'locationsResponse', 200, await get('/shipment/v2_1/locations/nearest?CountryCode=NL&PostalCode=1073LL&DeliveryDate=03-03-2026')],
      ['Locations', 'locationsResponse', 200, await get('/shipment/v2_1/locations/nearest/geocode?CountryCode=BE&Latitude=51.05&Longitude=3.72')],
      ['Locations', 'locationsResponseInvalid', 400, await get('/shipment/v2_1/locations/nearest?CountryCode=NL&PostalCode=x')],
    ];
    for (const [service, schema, status, answer] of answers) expect([schema, answer.status, errorsOf(service, schema, answer.json)]).toEqual([schema, status, []]);
    expect(answers[11]?.[3].json).toHaveLength(1);
    await simulator.close();
  });

  it('are strict enough to notice a wrong request', () => {
    const { request } = labelRequest(parcel(), { ...account, collectionLocation: null }, { barcode: '3SDEVC000000002', now, messageId: '1' });
    expect(errorsOf('Labelling', 'labellingRequest', { ...request, Message: { ...request.Message, MessageTimeStamp: now } })).not.toEqual([]);
    expect(errorsOf('Labelling', 'labellingRequest', { ...request, Shipments: [{ ...request.Shipments[0], Dimension: {} }] })).not.toEqual([]);
  });
});
