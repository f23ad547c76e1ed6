/** The geocoder: rough regions that come along, tables that operators provide, and how rough rough is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../modules/sourcing/rules.ts';
import { createGeocoder, loadPostcodes, readPostcodes } from './index.ts';
import { REGIONS } from './regions.ts';

const rough = createGeocoder();
const near = (country: string, postalCode: string, latitude: number, longitude: number): number => {
  const found = rough.locate({ country, postalCode });
  return found ? metresBetween(found, { latitude, longitude }) / 1000 : Number.NaN;
};

describe('without a table', () => {
  it.each<[string, string, string, number, number, number]>([
    ['Amsterdam', 'NL', '1012 JS', 52.373, 4.893, 10], ['Groningen', 'NL', '9712', 53.219, 6.567, 10], ['Maastricht', 'nl', '6211cx', 50.851, 5.691, 10], ['Vlissingen', 'NL', 'NL-4381', 51.442, 3.571, 20],
    ['Brussels', 'BE', '1000', 50.847, 4.352, 10], ['Ghent', 'BE', 'B-9000', 51.054, 3.725, 15], ['Berlin', 'DE', '10117', 52.517, 13.388, 10], ['Cologne', 'DE', 'D-50667', 50.938, 6.957, 10],
  ])('%s', (_name, country, postalCode, latitude, longitude, kilometres) => { expect(near(country, postalCode, latitude, longitude)).toBeLessThan(kilometres); });

  it.each([['NL', '0123 AB'], ['NL', '12345'], ['NL', '1012 J'], ['NL', ''], ['BE', '12'], ['DE', '1234'], ['DE', '05123'], ['FR', '75001']])('knows no place for %s "%s"', (country, postalCode) => {
    expect(rough.locate({ country, postalCode })).toBeNull();
  });

  it('knows every two digits of the Netherlands and Belgium, each inside the country', () => {
    expect(REGIONS.get('NL')?.size).toBe(90);
    for (const { latitude, longitude } of REGIONS.get('NL')?.values() ?? []) expect(latitude > 50.7 && latitude < 53.6 && longitude > 3.3 && longitude < 7.3).toBe(true);
    for (const { latitude, longitude } of REGIONS.get('BE')?.values() ?? []) expect(latitude > 49.4 && latitude < 51.6 && longitude > 2.5 && longitude < 6.5).toBe(true);
    for (const { latitude, longitude } of REGIONS.get('DE')?.values() ?? []) expect(latitude > 47.2 && latitude < 55.1 && longitude > 5.8 && longitude < 15.1).toBe(true);
  });
});

describe('with a table', () => {
  it('answers by the finest it knows: six characters, four digits, region', () => {
    const geocoder = createGeocoder(readPostcodes('postcode,lat,lon\n1234AB,52.10001,5.20002\n1234AD,52.3,5.4\n2345,51.5,4.5\n'));
    const at = (postalCode: string) => geocoder.locate({ country: 'NL', postalCode });
    expect(at('1234 ab')).toEqual({ latitude: expect.closeTo(52.1, 3) as number, longitude: expect.closeTo(5.2, 3) as number });
    expect(at('1234 ZZ')?.latitude).toBeCloseTo(52.2, 3);
    expect(at('2345 XX')).toEqual({ latitude: expect.closeTo(51.5, 3) as number, longitude: expect.closeTo(4.5, 3) as number });
    expect(at('2399 XX')).toEqual(rough.locate({ country: 'NL', postalCode: '2399' }));
  });

  it('reads quotes, semicolons, tabs, a byte order mark, and another country', () => {
    expect(readPostcodes('\uFEFF"Postal_Code";"Town";"Latitude";"Longitude"\r\n"1000";"A ""B""; C";50.8;4.3\r\n', 'BE').size).toBe(1);
    const geocoder = createGeocoder(readPostcodes('country\tzip\tlat\tlng\nFR\t75001\t48.86\t-2.34\n'));
    expect(geocoder.locate({ country: 'FR', postalCode: '75001' })).toEqual({ latitude: expect.closeTo(48.86, 3) as number, longitude: expect.closeTo(-2.34, 3) as number });
  });

  it.each<[string, RegExp]>([
    ['plaats,x,y\na,1,2', /must name the columns postcode, latitude and longitude; found plaats, x, y/],
    ['', /must name the columns/],
    ['postcode,lat,lon\n1234,52.1,\n', /Line 2: expected a postcode with latitude/],
    ['postcode,lat,lon\n1234,52.1,5\n12,52,5', /Line 3: "12" is not a postcode of NL/],
    ['postcode,lat,lon\n1234,520,5', /Line 2/],
  ])('refuses %j', (text, sentence) => { expect(() => readPostcodes(text)).toThrow(sentence); });

  it('loads a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postcodes-'));
    try {
      writeFileSync(join(folder, 'table.csv'), 'postcode,latitude,longitude\n1234,52.1,5.1\n');
      expect(loadPostcodes(join(folder, 'table.csv')).size).toBe(1);
    } finally { rmSync(folder, { recursive: true }); }
  });
});

describe.skipIf(!process.env.SPIL_SPECS)('against a full table of Dutch postcodes', () => {
  it('is rough by less than 10 km at the median and 30 km nearly always, and reads the table whole', () => {
    const table = loadPostcodes(join(process.env.SPIL_SPECS ?? '', 'data', 'nl-postcodes-4pp.csv'));
    expect(table.size).toBeGreaterThan(4000);
    const fine = createGeocoder(table);
    const off = [...table.rows.keys()].map((key) => {
      const address = { country: 'NL', postalCode: key.slice(2) };
      const [a, b] = [rough.locate(address), fine.locate(address)];
      return { postalCode: address.postalCode, kilometres: a && b ? metresBetween(a, b) / 1000 : Infinity };
    }).sort((a, b) => a.kilometres - b.kilometres);
    expect(off[Math.floor(off.length / 2)]?.kilometres).toBeLessThan(10);
    expect(off[Math.floor(off.length * 0.98)]?.kilometres).toBeLessThan(30);
  });
});
