/** How long goods are on the way: carriers' days by country, internal shipments, and the minutes a pickup takes. A setting, with usual Dutch times until there is one. */
import { z } from 'zod';
import type { DocumentKind, DocumentProblem } from '../documents/index.ts';
import { WEEKDAYS } from '../locations/index.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 17:30');
const days = z.array(z.enum(WEEKDAYS)).min(1).max(7).describe('Days on which it is brought; a day that is not one of them is not counted either');
const zone = z.string().max(50).refine((name) => { try { new Intl.DateTimeFormat('en', { timeZone: name }); return true; } catch { return false; } }, 'an IANA time zone such as Europe/Amsterdam');
const closed = z.array(z.string().regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date such as 2026-12-25, or 12-25 for every year')).max(500);

const CarrierCountry = z.strictObject({
  days: z.int().min(0).max(60).describe('Days on the way: 1 is the next day that it delivers'),
  on: days,
  until: time.describe('Local time by which a parcel is there'),
  zone: zone.default('Europe/Amsterdam'),
});

const DeliveryTimes = z.strictObject({
  carrier: z.string().min(1).max(50).describe('The carrier of parcels to homes and pickup points'),
  carriers: z.record(z.string().min(1).max(50), z.strictObject({ countries: z.record(z.string().regex(/^[A-Z]{2}$/), CarrierCountry), closed: closed.default([]).describe('Days on which it brings nothing') })),
  transfer: z.strictObject({ days: z.int().min(0).max(60), on: days, at: time.describe('Local time at which an internal shipment is in the store') }),
  preparation: z.strictObject({
    store: z.int().min(0).max(10_000).describe('Minutes of opening time until goods of the store itself lie ready'),
    arrived: z.int().min(0).max(10_000).describe('The same for goods that were brought'),
  }),
}).refine(({ carrier, carriers }) => carriers[carrier] !== undefined, { message: 'this carrier is not among the carriers below', path: ['carrier'] });
export type DeliveryTimes = z.infer<typeof DeliveryTimes>;

export const DELIVERY_TIMES = 'delivery-times';
const NAME = 'default';

const WORKING = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const to = (count: number, where: string): z.infer<typeof CarrierCountry> => ({ days: count, on: [...WORKING], until: '22:00', zone: where });

/** PostNL's usual days for parcels to its neighbours in 2025, and a van a day between the retailer's own locations. Further away nothing is promised. */
export const USUAL_TIMES: DeliveryTimes = {
  carrier: 'postnl',
  carriers: { postnl: { countries: { NL: to(1, 'Europe/Amsterdam'), BE: to(1, 'Europe/Brussels'), LU: to(2, 'Europe/Luxembourg'), DE: to(2, 'Europe/Berlin') }, closed: ['01-01', '12-25', '12-26'] } },
  transfer: { days: 1, on: [...WORKING], at: '12:00' },
  preparation: { store: 60, arrived: 60 },
};

const problemsOf = (error: z.ZodError): DocumentProblem[] => error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));

export const deliveryTimesKind: DocumentKind = {
  kind: DELIVERY_TIMES, title: 'Delivery times', editors: ['operations'], schema: z.toJSONSchema(DeliveryTimes, { io: 'input' }) as Record<string, unknown>,
  check: (body, { name }) => {
    const read = DeliveryTimes.safeParse(body);
    if (!read.success) return problemsOf(read.error);
    return name === NAME ? [] : [{ path: 'name', message: `there is one document of delivery times, and its name is ${NAME}` }];
  },
};

/** The times that a document says; those of the code where there is none, or one that code of today cannot read. */
export function timesOf(body: unknown): DeliveryTimes {
  const read = DeliveryTimes.safeParse(body);
  return read.success ? read.data : USUAL_TIMES;
}
