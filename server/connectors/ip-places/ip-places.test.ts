/** Where IP addresses are: networks of a CSV, a MaxMind database made here, and addresses that nobody can place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openIpPlaces, openTable, readMaxMind, readNetworks } from './index.ts';

const CSV = 'network,country,latitude,longitude\n81.0.0.0/8,NL,52.1,5.1\n81.20.0.0/16,BE,50.8,4.3\n2a02:a440::/29,NL,52.4,4.9\n8.8.8.8/32,,37.4,-122.1\n';

describe('a CSV of networks', () => {
  const places = readNetworks(CSV);
  it.each<[string, string | null | undefined, number | undefined]>([
    ['81.1.2.3', 'NL', 52.1], ['81.20.255.1', 'BE', 50.8], ['81.21.0.1', 'NL', 52.1], ['::ffff:81.20.0.9', 'BE', 50.8], ['2a02:a447::1', 'NL', 52.4], ['2a02:a448::1', undefined, undefined], ['8.8.8.8', null, 37.4], ['8.8.8.9', undefined, undefined],
    ['10.1.1.1', undefined, undefined], ['127.0.0.1', undefined, undefined], ['::1', undefined, undefined], ['fe80::1', undefined, undefined], ['192.0.2.1', undefined, undefined], ['not an address', undefined, undefined], ['', undefined, undefined],
  ])('%s', (ip, country, latitude) => { expect([places.locate(ip)?.country, places.locate(ip)?.coordinates.latitude]).toEqual([country, latitude]); });

  it.each<[string, RegExp]>([
    ['from,to\n1,2', /must name the columns network, country, latitude and longitude; found from, to/],
    ['network,latitude,longitude\n81.0.0.0/8,91,5', /Line 2: expected a network with latitude/], ['network,latitude,longitude\n81.0.0.0/8,,5', /Line 2/],
    ['network,latitude,longitude\n81.0.0.0/8,52,5\n81.0.0.x/8,52,5', /Line 3: "81.0.0.x\/8" is not a network/], ['network,latitude,longitude\n81.0.0.0/33,52,5', /Line 2/],
  ])('refuses %j', (text, sentence) => { expect(() => readNetworks(text)).toThrow(sentence); });
});

type Value = string | number | { [key: string]: Value };

/** A value as the format writes it: control byte with type and size, then the bytes (MaxMind DB 2.0). */
function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([0x40 | value.length]), Buffer.from(value)]);
  if (typeof value === 'number' && Number.isInteger(value)) { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return Buffer.concat([Buffer.from([0xc4]), bytes]); }
  if (typeof value === 'number') { const bytes = Buffer.alloc(8); bytes.writeDoubleBE(value); return Buffer.concat([Buffer.from([0x68]), bytes]); }
  return Buffer.concat([Buffer.from([0xe0 | Object.keys(value).length]), ...Object.entries(value).flatMap(([key, of]) => [encode(key), encode(of)])]);
}

/** A database with one place, for the eight bits of one IPv4 network: a chain of eight nodes. */
function database(type: string, first: number, place: Value): Buffer {
  const nodes = 8;
  const records = Array.from({ length: nodes }, (_, depth) => {
    const next = depth === nodes - 1 ? nodes + 16 : depth + 1;
    const pair = ((first >> (7 - depth)) & 1) === 1 ? [nodes, next] : [next, nodes];
    return Buffer.from(pair.flatMap((record) => [(record >> 16) & 255, (record >> 8) & 255, record & 255]));
  });
  const metadata = encode({ node_count: nodes, record_size: 24, ip_version: 4, database_type: type, binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1 });
  return Buffer.concat([...records, Buffer.alloc(16), encode(place), Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com'), metadata]);
}

describe('a MaxMind database', () => {
  const place = { country: { iso_code: 'NL' }, location: { latitude: 52.25, longitude: 5.25 } };
  it('answers with the place of a network, and with nothing outside it', () => {
    const places = readMaxMind(database('Test-City', 81, place));
    expect(places.locate('81.9.9.9')).toEqual({ country: 'NL', coordinates: { latitude: 52.25, longitude: 5.25 } });
    expect([places.locate('82.9.9.9'), places.locate('10.0.0.1'), places.locate('x')]).toEqual([null, null, null]);
  });
  it('is read also where it is written flat', () => {
    expect(readMaxMind(database('Test-City', 81, { country_code: 'NL', latitude: 52.25, longitude: 5.25 })).locate('81.9.9.9')).toEqual({ country: 'NL', coordinates: { latitude: 52.25, longitude: 5.25 } });
  });
  it('knows no place where it has a country alone', () => { expect(readMaxMind(database('Test-City', 81, { country: { iso_code: 'NL' } })).locate('81.9.9.9')).toBeNull(); });
  it('refuses what is none, and one without places', () => {
    expect(() => readMaxMind(Buffer.from('hello'))).toThrow('This is not a MaxMind database (.mmdb).');
    expect(() => readMaxMind(database('Test-ASN', 81, place))).toThrow(/of type "Test-ASN"; one with places/);
  });
  it('is opened by its name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'places-'));
    try {
      writeFileSync(join(folder, 'places.mmdb'), database('Test-City', 81, place));
      writeFileSync(join(folder, 'places.csv'), CSV);
      expect(openIpPlaces(join(folder, 'places.mmdb')).locate('81.20.0.1')?.country).toBe('NL');
      expect(openIpPlaces(join(folder, 'places.csv')).locate('81.20.0.1')?.country).toBe('BE');
    } finally { rmSync(folder, { recursive: true }); }
  });
});

describe('the open table that comes with Spil', () => {
  const places = openTable();
  // Two towns with networks of their own, and one that the table only knows by its country's main place.
  it.each<[string, number, number]>([['2001:610:908:112:131:180:77:102', 52.01, 4.36], ['145.97.20.1', 52.09, 5.11], ['131.180.77.102', 52.37, 4.9]])('knows about where %s is', (ip, latitude, longitude) => {
    const found = places?.locate(ip);
    expect(found?.country).toBe('NL');
    expect(Math.abs((found?.coordinates.latitude ?? 0) - latitude)).toBeLessThan(0.2);
    expect(Math.abs((found?.coordinates.longitude ?? 0) - longitude)).toBeLessThan(0.2);
  });
  it('places nobody who is on a private network', () => { expect([places?.locate('192.168.1.10'), places?.locate('::1'), places?.locate('nonsense')]).toEqual([null, null, null]); });
});
