/** PostNL's times, codes and error shapes as ours, by table. */
import { describe, expect, it } from 'vitest';
import { barcodeSerie, LocationsAnswer, understand } from './client.ts';
import { pickupPointOf } from './locations.ts';
import { explain, problemsIn, saysAlreadyConfirmed } from './problems.ts';
import { meaningOfEvent, meaningOfStatus, scansOf } from './statuses.ts';
import { fromVendorTime, periodWindows, toDutchDate, toMessageTime } from './time.ts';
import { z } from 'zod';

describe('times', () => {
  it.each([
    ['07-03-2018 23:20:05', '2018-03-07T22:20:05.000Z'],
    ['07-07-2018 23:22:56.326', '2018-07-07T21:22:56.326Z'],
    ['2021-02-26T12:57:15', '2021-02-26T11:57:15.000Z'],
    ['2018-03-07T13:52:45.000+01:00', '2018-03-07T12:52:45.000Z'],
    ['25-10-2026 02:30:00', '2026-10-25T00:30:00.000Z'],
    ['', null], ['31-02-2026 10:00:00', null], ['yesterday', null],
  ])('%s is read as %s', (text, instant) => { expect(fromVendorTime(text)).toBe(instant); });

  it('are written as Dutch wall clock, in summer and winter', () => {
    expect(toMessageTime('2026-07-01T12:00:00.000Z')).toBe('01-07-2026 14:00:00');
    expect(toMessageTime('2026-12-31T23:30:00.000Z')).toBe('01-01-2027 00:30:00');
    expect(toDutchDate('2026-03-01')).toBe('01-03-2026');
    expect(toDutchDate('1-3-2026')).toBeNull();
  });

  it('ask for news an hour at a time, not further back than 48 hours', () => {
    expect(periodWindows('2026-03-01T10:00:00.000Z', '2026-03-01T12:30:00.000Z')).toEqual([['2026-03-01T11:00:00', '2026-03-01T12:00:00'], ['2026-03-01T12:00:00', '2026-03-01T13:00:00'], ['2026-03-01T13:00:00', '2026-03-01T13:30:00']]);
    expect(periodWindows('2026-02-01T10:00:00.000Z', '2026-03-01T12:00:00.000Z')).toHaveLength(48);
    expect(periodWindows('2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z')).toEqual([]);
  });

  it('cover the hour that comes twice in October whole', () => {
    expect(periodWindows('2026-10-25T00:30:00.000Z', '2026-10-25T01:20:00.000Z')).toEqual([['2026-10-25T02:00:00', '2026-10-25T03:00:00']]);
  });
});

describe('status codes', () => {
  it.each([
    ['1', 'announced', false], ['13', 'announced', false], ['14', 'other', false],
    ['2', 'accepted', true], ['3', 'accepted', true], ['15', 'other', false], ['18', 'lost', false], ['19', 'other', false],
    ['5', 'sorted', true], ['6', 'other', false], ['16', 'other', false], ['7', 'out_for_delivery', true], ['8', 'attempted', true], ['17', 'other', false],
    ['11', 'delivered', true], ['12', 'at_pickup_point', true], ['22', 'collected', true], ['23', 'delivered', true], ['99', 'other', false], ['07', 'out_for_delivery', true],
  ])('%s is %s, physical %s', (code, status, physical) => { expect(meaningOfStatus(code, null)).toEqual({ status, physical }); });

  it.each([['1', 'other', false], ['2', 'sorted', true], ['3', 'other', true], ['4', 'other', true], [null, 'other', false]])('an unknown code of phase %s is %s and never delivered', (phase, status, physical) => {
    expect(meaningOfStatus('77', phase)).toEqual({ status, physical });
  });
});

describe('observation codes', () => {
  it.each([
    ['A01', 'announced', false], ['B01', 'accepted', true], ['J01', 'sorted', true], ['I01', 'delivered', true], ['01B', undefined, undefined], ['J05', 'out_for_delivery', true], ['I10', 'delivered_neighbour', true], ['I02', 'collected', true],
    ['J12', 'at_pickup_point', true], ['J23', 'at_pickup_point', true], ['H01', 'returning', true], ['J63', 'returned', true], ['Y71', 'lost', false], ['A08', 'other', false], ['J09', 'other', false], ['K14', 'attempted', true],
  ])('%s is %s, physical %s', (code, status, physical) => {
    expect(meaningOfEvent(code)).toEqual(status === undefined ? null : { status, physical });
  });
});

describe('scans', () => {
  const at = (minute: number): string => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

  it('join the observation and the status of the same second, oldest first', () => {
    const scans = scansOf('3SDEVC1', [{ code: 'J05', description: 'on the way', at: at(9) }, { code: '01B', description: 'received', at: at(1) }], [
      { status: '7', phase: '3', description: 'Out', at: at(9) }, { status: '99', phase: '99', description: '', at: at(5) }, { status: '2', phase: '1', description: 'In', at: at(1) }, { status: '1', phase: '1', description: 'Told', at: at(0) },
    ]);
    expect(scans.map(({ code, status, physical }) => [code, status, physical])).toEqual([['1', 'announced', false], ['01B', 'accepted', true], ['J05', 'out_for_delivery', true]]);
  });

  it('do not take a parcel that waits in a locker for delivered, though its status may say so', () => {
    expect(scansOf('3SDEVC1', [{ code: 'J23', description: 'in the locker', at: at(1) }], [{ status: '11', phase: '4', description: 'Delivered', at: at(1) }]).map(({ status }) => status)).toEqual(['at_pickup_point']);
  });
});

describe('complaints', () => {
  it.each<[string, unknown, { code: string; text: string }[]]>([
    ['labelling', { Errors: [{ Error: 'Validation failed', Code: '12213', Description: 'no number' }] }, [{ code: '12213', text: 'no number' }]],
    ['one bare object', { Errors: { Error: 'only words' } }, [{ code: '', text: 'only words' }]],
    ['barcode', { errors: [{ ErrorMsg: 'too many', ErrorNumber: 8 }] }, [{ code: '8', text: 'too many' }]],
    ['locations', { Date: 'x', Error: { ErrorCode: '3000', ErrorDescription: 'bad' }, RequestId: 'y' }, [{ code: '3000', text: 'bad' }]],
    ['gateway fault', { fault: { faultstring: 'no', detail: { errorcode: 'Validation Fault' } } }, [{ code: 'Validation Fault', text: 'no' }]],
    ['gateway message', { message: 'slow down', http_status_code: 429 }, [{ code: '429', text: 'slow down' }]],
    ['bare list', [{ ErrorMsg: 'old', ErrorNumber: '1' }], [{ code: '1', text: 'old' }]],
    ['in a shipment', { ResponseShipments: { Barcode: 'x', Errors: { Code: '111', Description: 'none' } } }, [{ code: '111', text: 'none' }]],
    ['empty ones', { Errors: {}, ResponseShipments: [{ Errors: [{ Code: '', Description: '' }] }] }, []],
    ['nothing', undefined, []],
    ['a plain answer', { Barcode: '3SDEVC1' }, []],
    ['a list of updates', [{ Barcode: '3SDEVC1', Status: {} }], []],
  ])('%s', (_name, json, expected) => { expect(problemsIn(json)).toEqual(expected); });

  it.each([
    ['12213', 'receiver.houseNumber'], ['1280103', 'receiver'], ['1280902', 'pickupPoint'], ['1270105', 'receiver.country'], ['1270902', 'pickupPoint'], ['1040501', 'receiver'],
    ['110102', 'receiver.email'], ['110203', 'sender.phone'], ['13912', 'weightGrams'], ['12209', 'deliveryDate'], ['10601', 'receiver.street'], ['99999', null],
  ])('%s concerns %s', (code, field) => {
    const told = explain({ code, text: 'their words' });
    expect(told.field).toBe(field);
    expect(told.reason).toMatch(/^[A-Z].*[.a-z]$/);
    expect(told.reason.includes('their words')).toBe(field === null);
  });

  it('knows an announcement PostNL already has by its words', () => {
    expect(saysAlreadyConfirmed({ code: '13', text: 'Barcode 3S is already confirmed' })).toBe(true);
    expect(saysAlreadyConfirmed({ code: '13', text: 'Zending is reeds voorgemeld' })).toBe(true);
    expect(saysAlreadyConfirmed({ code: '12213', text: 'House number is missing' })).toBe(false);
  });
});

describe('an answer', () => {
  const read = (status: number, json: unknown, headers: Record<string, string> = {}): unknown => understand(z.object({ Barcode: z.string() }), { status, headers: new Headers(headers), json }, '2026-03-01T00:00:00.000Z');
  it('of 429 and 5xx is unavailable, with the wait PostNL asks for', () => {
    expect(read(429, { message: 'x' }, { 'retry-after': '30' })).toMatchObject({ kind: 'unavailable', retryAfterSeconds: 30 });
    expect(read(503, undefined, { 'retry-after': 'Sun, 01 Mar 2026 00:01:00 GMT' })).toMatchObject({ kind: 'unavailable', retryAfterSeconds: 60 });
  });
  it('of 5xx that calls the message invalid is refused, for asking again will not help', () => {
    expect(read(500, { fault: { faultstring: 'bad', detail: { errorcode: 'Validation Fault' } } })).toMatchObject({ kind: 'refused' });
  });
  it('of 401 points at the settings', () => {
    expect(read(401, { message: 'no' })).toEqual({ kind: 'refused', problems: [{ code: '401', text: 'the API key is not accepted (no); check the PostNL settings' }] });
  });
  it('of 404 without a body is refused, of 200 without sense is unavailable', () => {
    expect(read(404, undefined)).toMatchObject({ kind: 'refused' });
    expect(read(200, undefined)).toMatchObject({ kind: 'unavailable' });
    expect(read(200, { Barcode: 5 })).toMatchObject({ kind: 'unavailable' });
    expect(read(302, undefined)).toMatchObject({ kind: 'refused' });
  });
});

it('fills a barcode up to 15 characters at home and 13 abroad, for every length of customer code', () => {
  for (const code of ['A', 'AB', 'ABC', 'DEVC']) {
    expect(`3S${code}${barcodeSerie(code, true).split('-')[0]}`).toHaveLength(15);
    expect(`3S${code}${barcodeSerie(code, false).split('-')[0]}`).toHaveLength(13);
  }
});

it('reads a pickup point written with numbers as text, hours in pieces and empty days', () => {
  const answer = LocationsAnswer.parse({ GetLocationsResult: { ResponseLocation: { LocationCode: '77', Name: 'Winkel', Distance: '102', Latitude: '52.1', Longitude: 5.1, RetailNetworkID: 'PNPNL-01', Address: { City: 'Utrecht', Countrycode: 'NL', HouseNr: '4', HouseNrExt: '-60', Street: 'Kanaalweg', Zipcode: '3526KL' }, OpeningHours: { Monday: { string: ['8:00-12:00', '13:00-18:00'] }, Tuesday: { string: '08:00-12:00,13:00-18:00' }, Wednesday: {}, Sunday: { string: '00:00-00:00' } } } } });
  const [location] = answer.GetLocationsResult?.ResponseLocation ?? [];
  expect(location && pickupPointOf(location)).toMatchObject({
    id: '77', network: 'PNPNL-01', distanceMetres: 102, latitude: 52.1, longitude: 5.1, address: { company: 'Winkel', houseNumber: '4', addition: '60' },
    openingHours: [{ day: 1, from: '08:00', to: '12:00' }, { day: 1, from: '13:00', to: '18:00' }, { day: 2, from: '08:00', to: '12:00' }, { day: 2, from: '13:00', to: '18:00' }],
  });
});
