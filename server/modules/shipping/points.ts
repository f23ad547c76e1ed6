/** Carriers' pickup points near a place: asked for once and kept a while, and the points themselves kept for labels and messages. */
import { Temporal } from 'temporal-polyfill';
import { between, later } from '../../kernel/clock.ts';
import type { Clock, Instant } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Carrier, PickupPoint } from './ports.ts';

/** Where somebody looks from: an address' postal code, or a place on the map. */
export type Near = { country: string; postalCode: string; houseNumber?: string } | { country: string; latitude: number; longitude: number };

export interface FoundPoint extends PickupPoint { carrier: string }

/** `unavailable`: no carrier answered and nothing recent is known. `refused`: the carrier does not know this place. `none`: no carrier here has pickup points. */
export type PointsFound =
  | { kind: 'points'; points: FoundPoint[]; /** When the carrier said so. */ asOf: Instant }
  | { kind: 'unavailable' | 'refused' | 'none'; reason: string };

export interface PointsFinder {
  /** Points nearest first, of one carrier or of all. What was heard in the last quarter of an hour is not asked again; while a carrier is down, what it said within a day is shown. */
  near(where: Near, carrier?: string | null): Promise<PointsFound>;
}

const MINUTE = 60_000;
const FRESH = 15 * MINUTE;
const STALE = 24 * 60 * MINUTE;
/** A carrier that did not answer is left alone for so long, so that every visitor of a shop does not wait for it. */
const PAUSE = 30_000;
/** Places remembered by one process. */
const MOST = 2000;

type Asked = Pick<Carrier, 'code' | 'name' | 'pickupPoints'>;
type CarrierAnswer = PointsFound & { kind: 'points' | 'unavailable' | 'refused' };

/** Makes the finder of a process; all who show pickup points share it. */
export function pointsFinder({ database, clock, carriers }: { database: Database; clock: Clock; carriers: ReadonlyMap<string, Asked> }): PointsFinder {
  const known = new Map<string, { points: FoundPoint[]; at: Instant }>();
  const asking = new Map<string, Promise<CarrierAnswer>>();
  const down = new Map<string, { until: Instant; reason: string }>();

  const remember = (key: string, points: FoundPoint[], at: Instant): void => {
    known.delete(key);
    known.set(key, { points, at });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  };

  async function ask(carrier: Asked, where: Near, key: string): Promise<CarrierAnswer> {
    const now = clock.now();
    const heard = known.get(key);
    const fallBack = (kind: 'unavailable' | 'refused', reason: string): CarrierAnswer =>
      (kind === 'unavailable' && heard && between(heard.at, now) < STALE ? { kind: 'points', points: heard.points, asOf: heard.at } : { kind, reason });
    const pause = down.get(carrier.code);
    if (pause && now < pause.until) return fallBack('unavailable', pause.reason);
    try {
      const points = (await carrier.pickupPoints?.(where, tomorrow(now)) ?? []).map((point) => ({ ...point, carrier: carrier.code }));
      down.delete(carrier.code);
      remember(key, points, now);
      await keepPoints(database, points, now);
      return { kind: 'points', points, asOf: now };
    } catch (error) {
      if (isRefusal(error)) return { kind: 'refused', reason: error.message };
      const reason = error instanceof Error ? error.message : String(error);
      down.set(carrier.code, { until: later(now, PAUSE), reason });
      return fallBack('unavailable', reason);
    }
  }

  return {
    near: async (where, only = null) => {
      const asked = [...carriers.values()].filter((carrier) => carrier.pickupPoints !== undefined && (only === null || carrier.code === only));
      if (asked.length === 0) return { kind: 'none', reason: only === null ? 'No carrier that is connected has pickup points.' : `"${only}" is no carrier with pickup points that is connected.` };
      const answers = await Promise.all(asked.map(async (carrier) => {
        const key = `${carrier.code} ${placeOf(where)}`;
        const heard = known.get(key);
        if (heard && between(heard.at, clock.now()) < FRESH) return { kind: 'points' as const, points: heard.points, asOf: heard.at };
        const running = asking.get(key) ?? ask(carrier, where, key).finally(() => asking.delete(key));
        asking.set(key, running);
        return running;
      }));
      const heard = answers.filter((answer) => answer.kind === 'points');
      if (heard.length === 0) return answers.find((answer) => answer.kind === 'refused') ?? answers[0] ?? { kind: 'none', reason: '' };
      return {
        kind: 'points', points: heard.flatMap((answer) => answer.points).sort((a, b) => (a.distanceMetres ?? Infinity) - (b.distanceMetres ?? Infinity)),
        asOf: heard.map((answer) => answer.asOf).sort()[0] ?? clock.now(),
      };
    },
  };
}

/** A carrier's error that says that asking again will not help. */
const isRefusal = (error: unknown): error is Error => error instanceof Error && 'refused' in error && error.refused === true;

/** In the evening in UTC it is tomorrow already where the carrier is, and it refuses yesterday. */
const tomorrow = (now: Instant): string => Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Amsterdam').toPlainDate().add({ days: 1 }).toString();

/** Two people in one street ask the same: coordinates count to about a hundred metres. */
const placeOf = (where: Near): string => ('postalCode' in where ? `${where.country} ${where.postalCode.replaceAll(/\s/g, '').toUpperCase()} ${where.houseNumber ?? ''}` : `${where.country} ${where.latitude.toFixed(3)} ${where.longitude.toFixed(3)}`);

async function keepPoints(database: Queryable, points: readonly FoundPoint[], at: Instant): Promise<void> {
  if (points.length === 0) return;
  await database.query(
    `insert into shipping.pickup_point (carrier, id, network, name, address, latitude, longitude, hours, seen_at)
     select p->>'carrier', p->>'id', p->>'network', p->>'name', p->'address', (p->>'latitude')::float8, (p->>'longitude')::float8, p->'openingHours', $2 from jsonb_array_elements($1::jsonb) p order by 1, 2
     on conflict (carrier, id) do update set network = excluded.network, name = excluded.name, address = excluded.address, latitude = excluded.latitude, longitude = excluded.longitude, hours = excluded.hours, seen_at = excluded.seen_at
     where shipping.pickup_point.seen_at <= excluded.seen_at`, [JSON.stringify(points), at]);
}

export interface KeptPoint extends Pick<PickupPoint, 'id' | 'network' | 'name' | 'address' | 'latitude' | 'longitude' | 'openingHours'> { carrier: string; seenAt: Instant }

/** A point as its carrier described it last; null when it was never heard of. */
export async function keptPoint(database: Queryable, carrier: string, id: string): Promise<KeptPoint | null> {
  const [row] = await database.query<{ network: string | null; name: string; address: PickupPoint['address']; latitude: number; longitude: number; hours: PickupPoint['openingHours']; seen_at: Instant }>(
    'select network, name, address, latitude, longitude, hours, seen_at from shipping.pickup_point where carrier = $1 and id = $2', [carrier, id]);
  return row ? { carrier, id, network: row.network, name: row.name, address: row.address, latitude: row.latitude, longitude: row.longitude, openingHours: row.hours, seenAt: row.seen_at } : null;
}
