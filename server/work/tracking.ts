/** Following parcels: asks each carrier which of them moved, and books what is new of each. */
import type { Instant } from '../kernel/clock.ts';
import { between, later } from '../kernel/clock.ts';
import type { Uuid } from '../kernel/ids.ts';
import type { Later } from '../kernel/jobs.ts';
import { fold, loadStreamBy } from '../modules/books/index.ts';
import { carrierScan } from '../modules/fulfilment/index.ts';
import { orderSlice } from '../modules/orders/index.ts';
import { backOff } from '../modules/payments/index.ts';
import { parcelsSlice } from '../modules/shipping/index.ts';
import type { CarrierScan } from '../modules/shipping/index.ts';
import { bySystem, sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** News of the last quarter of an hour is asked for again: a carrier's clock and ours differ, and scans reach its books late. */
const OVERLAP = 15 * MINUTE;
/** Carriers keep their list of news for about two days (PostNL: 48 hours); after a longer silence every parcel on its way is asked for. */
const LIST_REACHES = 40 * HOUR;

const ON_ITS_WAY = ['labelled', 'shipped', 'at_pickup_point', 'returning', 'lost'];
/** A parcel that was opened is expected nowhere: after a longer silence, only one of these last days may have been taken along all the same. */
const OPENED_LATELY = 14 * 24 * HOUR;

interface Followed { carrier: string; barcode: string; parcel: Uuid }

/** Asks a carrier for the barcodes with news, and makes a job of each parcel of ours among them. The cursor moves when the jobs are kept. */
export async function askForNews(deps: WorkDeps, code: string, earlier: number): Promise<Later | void> {
  const carrier = deps.carriers.get(code);
  if (!carrier) return;
  const now = deps.clock.now();
  const [cursor] = await deps.database.query<{ until: Instant }>('select until from shipping.tracking where carrier = $1', [code]);
  const tooLong = !cursor || between(cursor.until, now) > LIST_REACHES;
  let barcodes: string[] | null = null;
  if (!tooLong) {
    try {
      barcodes = await carrier.updatedSince(later(cursor.until, -OVERLAP), now);
    } catch (error) {
      return { later: askedFor(error) ?? backOff(earlier), reason: sentenceOf(error) };
    }
  }
  const parcels = await deps.database.query<Followed>(
    'select carrier, barcode, id as parcel from shipping.parcel where carrier = $1 and barcode is not null and ($3::text[] is null or barcode = any($3)) and (status = any($2) or (status = $4 and ($3::text[] is not null or packed_at > $5)))', [code, ON_ITS_WAY, barcodes, 'unpacked', later(now, -OPENED_LATELY)]);
  await deps.jobs.send('track', parcels.map((data) => ({ key: data.parcel, data })));
  await deps.database.query('insert into shipping.tracking (carrier, until) values ($1, $2) on conflict (carrier) do update set until = greatest(shipping.tracking.until, excluded.until)', [code, now]);
}

const mark = ({ at, code, status }: CarrierScan): string => `${at} ${code} ${status}`;

/** Books the scans of one parcel that were not seen before, oldest first. A scan counts once, though the carrier tells it each time. */
export async function followParcel(deps: WorkDeps, { carrier: code, barcode, parcel }: Followed, earlier: number): Promise<Later | void> {
  const carrier = deps.carriers.get(code);
  if (!carrier) return;
  let scans: CarrierScan[];
  try {
    scans = await carrier.track(barcode);
  } catch (error) {
    return { later: askedFor(error) ?? backOff(earlier), reason: sentenceOf(error) };
  }
  const [kept] = await deps.database.query<{ seen: string[] }>('select seen from shipping.tracked where parcel_id = $1', [parcel]);
  const seen = new Set(kept?.seen);
  const news = scans.filter((one) => !seen.has(mark(one)));
  // Whoever is told that it lies there is told when that place is open, as the carrier says now.
  if (news.some(({ status }) => status === 'at_pickup_point')) await askForPoint(deps, carrier.code, parcel);
  for (const scan of news) await carrierScan(deps.app, bySystem(deps), parcel, scan, () => null);
  await deps.database.query('insert into shipping.tracked (parcel_id, seen, checked_at) values ($1, $2, $3) on conflict (parcel_id) do update set seen = excluded.seen, checked_at = excluded.checked_at', [parcel, scans.map(mark), deps.clock.now()]);
}

/** Hears of the pickup point of a parcel again; nothing where the carrier does not tell, for what was heard before will do. */
async function askForPoint(deps: WorkDeps, carrier: string, parcel: Uuid): Promise<void> {
  const stream = await loadStreamBy(deps.database, 'select order_id from shipping.parcel where id = $1', parcel);
  const delivery = stream && fold(stream, orderSlice).deliveries.get(fold(stream, parcelsSlice).get(parcel)?.delivery ?? 0);
  if (delivery?.pickupPoint?.carrier === carrier && delivery.coordinates) await deps.app.points.near({ ...delivery.coordinates, country: delivery.country }, carrier);
}

/** The pause a carrier asks for in its error, if it does. */
function askedFor(error: unknown): number | null {
  const seconds: unknown = error instanceof Error && 'retryAfterSeconds' in error ? error.retryAfterSeconds : null;
  return typeof seconds === 'number' ? seconds : null;
}
