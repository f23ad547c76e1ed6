/** What can be done with a location: put it. It is never removed, since orders and movements name it; it is made inactive. */
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { expectedVersion, keepFormer, putVersioned, raiseEpoch } from '../documents/index.ts';
import { checkCalendar } from './calendar.ts';
import type { LocationBody } from './contract.ts';
import { locationProblems } from './problems.ts';
import { locationByCode } from './queries.ts';
import type { LocationDetails } from './queries.ts';

/** Finds coordinates for an address; offline, by postal code. */
export interface AddressLocator { locate(address: { country: string; postalCode: string; city?: string | null }): { latitude: number; longitude: number } | null }

export interface LocationDeps { database: Database; geocoder: AddressLocator }

/**
 * Makes or changes a location, at the version the editor saw; the planner knows within a second. Refuses a calendar with mistakes, an
 * address without coordinates that cannot be found on the map, and another kind (stock and orders were planned by it).
 */
export const putLocation = (deps: LocationDeps, context: CommandContext, code: string, ifMatch: string | null, body: LocationBody): Promise<Outcome<LocationDetails>> => {
  const mistakes = checkCalendar(body.calendar);
  if (mistakes.length > 0) throw locationProblems.calendar({ detail: mistakes.join(' '), field: 'calendar', errors: mistakes.map((detail) => ({ field: 'calendar', detail })) });
  const placed = { ...body, ...coordinatesOf(deps.geocoder, body) };
  return execute(deps.database, context, async (change) => {
    const there = await locationByCode(deps.database, code);
    const expected = expectedVersion(there?.version ?? null, ifMatch, `location ${code}`);
    if (there && there.kind !== body.kind) throw locationProblems.kind_fixed({ detail: `${there.name} is a ${there.kind}. Make the ${body.kind} a location of its own, and this one inactive.`, found: body.kind, expected: there.kind, field: 'kind' });
    writeLocation(change, code, placed, expected, context.now);
    if (there) keepFormer(change, 'location', code, there, { facts: factsOf(there), next: factsOf(placed) }, context.now);
    return { status: there ? 200 : 201, answer: { code, ...placed, version: (expected ?? 0) + 1, updatedAt: context.now } };
  });
};

/** What rules of selling read of a location. */
const factsOf = ({ name, kind, size, address, capabilities, tags, active }: LocationBody) => ({ name, kind, size, country: address.country, capabilities, tags, active });

/** Writes a location's row with the change, and lets every process read its master data again. */
export function writeLocation(change: Change, code: string, { stockAuthority, ...body }: LocationBody, expected: number | null, now: string): void {
  putVersioned(change, { table: 'locations.location', key: 'code' }, { code, ...body, stock_authority: stockAuthority }, expected, now);
  raiseEpoch(change);
}

function coordinatesOf(geocoder: AddressLocator, { latitude, longitude, address }: LocationBody): { latitude: number; longitude: number } {
  if (latitude !== null && longitude !== null) return { latitude, longitude };
  const found = geocoder.locate({ country: address.country, postalCode: address.postalCode, city: address.city });
  if (!found) throw locationProblems.not_found_on_map({ detail: `${address.postalCode} ${address.city} (${address.country}) is not on our map. Check the postal code, or give latitude and longitude.`, found: address.postalCode, field: 'address.postalCode' });
  return { latitude: found.latitude, longitude: found.longitude };
}
