/** Coordinates by postcode, offline: from a table the operator provides where it has the postcode, else from the rough regions that come along. */
import { readFileSync } from 'node:fs';
import type { Coordinates, Geocoder } from '../../modules/sourcing/types.ts';
import { REGIONS, SHAPES } from './regions.ts';

/** Coordinates of postcodes of one country or more, packed: about 11 metres fine, half a million rows in some 40 MB. */
export interface PostcodeTable { rows: ReadonlyMap<string, number>; size: number }

const FINE = 10_000;
const COLUMNS = 10_000_000;
const pack = ({ latitude, longitude }: Coordinates): number => Math.round((latitude + 90) * FINE) * COLUMNS + Math.round((longitude + 180) * FINE);
const unpack = (packed: number): Coordinates => ({ latitude: Math.floor(packed / COLUMNS) / FINE - 90, longitude: (packed % COLUMNS) / FINE - 180 });
const tidy = (postalCode: string): string => postalCode.replace(/[\s-]+/g, '').toUpperCase();

const NAMES = {
  postcode: ['postcode', 'postalcode', 'postal_code', 'zip', 'pc4', 'pc6', 'postcode4', 'postcode6'],
  latitude: ['latitude', 'lat'],
  longitude: ['longitude', 'lon', 'lng', 'long'],
  country: ['country', 'country_code', 'countrycode'],
};

/**
 * Reads a table as text: a heading and a row per postcode, separated by comma, semicolon or tab, with columns named
 * postcode, latitude and longitude (or lat, lon, lng), optionally country; degrees in WGS 84 with a decimal point. Dutch
 * postcodes may have 4 digits or 4 digits and 2 letters. Of these the mean of the 6-character rows serves for the
 * 4 digits where there is no row of 4. Refuses a table without these columns and a row it cannot read, by its line.
 */
export function readPostcodes(text: string, country = 'NL'): PostcodeTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const heading = lines[0] ?? '';
  const separator = [';', '\t', ','].find((mark) => heading.includes(mark)) ?? ',';
  const titles = fields(heading, separator).map((title) => title.toLowerCase());
  const column = (kind: keyof typeof NAMES): number => titles.findIndex((title) => NAMES[kind].includes(title));
  const [code, north, east, land] = [column('postcode'), column('latitude'), column('longitude'), column('country')];
  if (code < 0 || north < 0 || east < 0) throw new RangeError(`The first line must name the columns postcode, latitude and longitude; found ${titles.join(', ') || 'nothing'}.`);
  const rows = new Map<string, number>();
  const means = new Map<string, { latitude: number; longitude: number; count: number }>();
  lines.forEach((row, index) => {
    if (index === 0 || row.trim() === '') return;
    const values = fields(row, separator);
    const of = (land >= 0 ? values[land] || country : country).toUpperCase();
    const postcode = tidy(values[code] ?? '');
    const latitude = degrees(values[north]);
    const longitude = degrees(values[east]);
    if (postcode === '' || !(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) throw new RangeError(`Line ${index + 1}: expected a postcode with latitude and longitude in degrees, found "${row.slice(0, 80)}".`);
    const shape = SHAPES.get(of);
    if (shape && !shape.test(postcode)) throw new RangeError(`Line ${index + 1}: "${postcode}" is not a postcode of ${of}.`);
    rows.set(`${of}${postcode}`, pack({ latitude, longitude }));
    if (of !== 'NL' || postcode.length !== 6) return;
    const mean = means.get(postcode.slice(0, 4)) ?? { latitude: 0, longitude: 0, count: 0 };
    means.set(postcode.slice(0, 4), { latitude: mean.latitude + latitude, longitude: mean.longitude + longitude, count: mean.count + 1 });
  });
  for (const [digits, { latitude, longitude, count }] of means) {
    if (!rows.has(`NL${digits}`)) rows.set(`NL${digits}`, pack({ latitude: latitude / count, longitude: longitude / count }));
  }
  return { rows, size: rows.size };
}

const degrees = (text: string | undefined): number => (text === undefined || text.trim() === '' ? Number.NaN : Number(text));

/** Fields of one row; a field in double quotes may hold the separator, and two quotes for one. */
function fields(row: string, separator: string): string[] {
  if (!row.includes('"')) return row.split(separator).map((field) => field.trim());
  const found: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < row.length; at += 1) {
    const mark = row[at] as string;
    if (mark === '"' && quoted && row[at + 1] === '"') { field += '"'; at += 1; }
    else if (mark === '"') quoted = !quoted;
    else if (mark === separator && !quoted) { found.push(field.trim()); field = ''; }
    else field += mark;
  }
  return [...found, field.trim()];
}

/** Reads a table from a file (see `readPostcodes`). */
export const loadPostcodes = (file: string, country = 'NL'): PostcodeTable => readPostcodes(readFileSync(file, 'utf8'), country);

/**
 * A geocoder over postcodes of the Netherlands, Belgium and Germany (with a table: of any country in it). The finest that is
 * known answers: the whole postcode, its four digits, its two-digit region. Null for a country it does not know and for
 * what is not a postcode, so that a mistyped one is not taken for a place.
 */
export function createGeocoder(table: PostcodeTable | null = null): Geocoder {
  const countries = new Set([...REGIONS.keys(), ...[...(table?.rows.keys() ?? [])].map((key) => key.slice(0, 2))]);
  return {
    covers: (country) => countries.has(country.toUpperCase()),
    locate({ country, postalCode }) {
      const land = country.toUpperCase();
      const code = tidy(postalCode).replace(new RegExp(`^${land === 'NL' || land === 'BE' || land === 'DE' ? `(?:${land}|${land[0]})(?=\\d)` : '(?!)'}`), '');
      const shape = SHAPES.get(land);
      if (shape && !shape.test(code)) return null;
      const packed = table?.rows.get(land + code) ?? (land === 'NL' ? table?.rows.get(land + code.slice(0, 4)) : undefined);
      if (packed !== undefined) return unpack(packed);
      return REGIONS.get(land)?.get(code.slice(0, 2)) ?? null;
    },
  };
}
