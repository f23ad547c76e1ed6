/** The master data that plans are made from, kept once per different state, so that a decision can be made again after locations and code have changed. */
import { createHash } from 'node:crypto';
import type { Queryable } from '../../kernel/database.ts';
import type { Location } from '../locations/index.ts';
import type { Candidate, Strategy } from './types.ts';

/** What planning knows of a location besides what a decision keeps itself: its stock, its load and when it would ship. */
export type KeptLocation = Omit<Candidate, 'stock' | 'load' | 'shipsAt' | 'master'>;

export interface KeptMaster {
  /** Active locations in the order they were planned in. */
  locations: KeptLocation[];
  /** The strategy of the code, which applies when no document does. */
  builtIn: Strategy;
}

/** A location as the planner sees it, without what changes from order to order. */
export function planningView({ code, name, kind, size, latitude, longitude, address, capabilities, capacity, tags }: Location): KeptLocation {
  return {
    location: code, name, kind, size, coordinates: latitude === null || longitude === null ? null : { latitude, longitude },
    country: address.country, capabilities, capacity, tags,
  };
}

/** Writes the master data down unless this very state is there, and answers the hash it is found by. */
export async function keepMaster(database: Queryable, epoch: number, locations: readonly Location[], builtIn: Strategy): Promise<string> {
  const kept: KeptMaster = { locations: locations.filter((location) => location.active).map(planningView), builtIn };
  const body = JSON.stringify(kept);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  await database.query('insert into sourcing.master (hash, body, first_epoch) values ($1, $2, $3) on conflict do nothing', [hash, body, epoch]);
  return hash;
}

/** Master data by hash; those that are not there are left out. */
export async function readMasters(database: Queryable, hashes: readonly string[]): Promise<Map<string, KeptMaster>> {
  const rows = await database.query<{ hash: string; body: string }>('select hash, body from sourcing.master where hash = any($1)', [hashes]);
  return new Map(rows.map(({ hash, body }) => [hash, JSON.parse(body) as KeptMaster]));
}
