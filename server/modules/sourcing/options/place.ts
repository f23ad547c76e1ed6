/** Where a customer is, by whatever is known of them: postal code, coordinates, IP address. */
import ipaddr from 'ipaddr.js';
import type { Near } from '../../shipping/index.ts';
import type { Coordinates, Geocoder, IpLocator } from '../types.ts';
import type { OptionsBody } from './contract.ts';
import { optionProblems } from './problems.ts';

export interface Place {
  country: string;
  by: 'postal_code' | 'coordinates' | 'ip' | null;
  /** As coarse as orders keep it, so that the order is planned to the same place. */
  destination: Coordinates | null;
  here: Coordinates | null;
  byIp: Coordinates | null;
  ip: 'found' | 'private' | 'unknown' | 'no_table' | null;
  /** What could not be found, in a sentence. */
  reason: string | null;
  /** Where carriers are asked for pickup points; null when nothing is known to ask by. */
  points: Near | null;
}

const OWN_COUNTRY = 'NL';
const round = (value: number): number => Math.round(value * 100) / 100;
const coarse = (at: Coordinates): Coordinates => ({ latitude: round(at.latitude), longitude: round(at.longitude) });

/** Addresses that nobody can place: of private networks, of this machine, of documentation and the like. */
export function isPublic(ip: string): boolean {
  try { return ipaddr.process(ip).range() === 'unicast'; } catch { return false; }
}

const SENTENCES = {
  private: 'The IP address is of a private network: it says nothing about a place.', unknown: 'The IP address is not in the table.',
  no_table: 'No table of IP addresses is connected (SPIL_IP_DATABASE).',
} as const;

/** Finds the place. A postal code goes before coordinates and both before the IP address. Refuses what cannot be a postal code of its country. */
export function placeOf(to: OptionsBody['to'], geocoder: Geocoder, ips: IpLocator | null): Place {
  const located = to.ip === undefined || ips === null ? null : ips.locate(to.ip);
  const ip: Place['ip'] = to.ip === undefined ? null : located ? 'found' : ips === null ? 'no_table' : isPublic(to.ip) ? 'unknown' : 'private';
  const country = to.country ?? located?.country ?? OWN_COUNTRY;
  const byIp = located === null ? null : coarse(located.coordinates);
  const common = { country, byIp, ip, reason: ip === null || ip === 'found' ? null : SENTENCES[ip] };
  if (to.postalCode !== undefined) {
    const found = geocoder.locate({ country, postalCode: to.postalCode });
    if (found === null && geocoder.covers(country)) throw optionProblems.place_unknown({ detail: `"${to.postalCode}" is not a postal code of ${country}. Check both, or leave it out.`, found: to.postalCode, field: 'to.postalCode' });
    const here = found && coarse(found);
    return {
      ...common, by: here ? 'postal_code' : byIp ? 'ip' : null, destination: here, here, points: { country, postalCode: to.postalCode, ...(to.houseNumber === undefined ? {} : { houseNumber: to.houseNumber }) },
      reason: here ? common.reason : `Where postal codes of ${country} lie is not known; distances are left out.`,
    };
  }
  const given = to.latitude !== undefined && to.longitude !== undefined ? { latitude: to.latitude, longitude: to.longitude } : null;
  const at = given === null ? byIp : coarse(given);
  return { ...common, by: given ? 'coordinates' : byIp ? 'ip' : null, destination: at, here: given && at, points: at === null ? null : { country, ...at } };
}
