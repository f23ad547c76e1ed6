/** What goes over the wire about locations: stores and warehouses with their hours, capacity and what they can do. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';
import { WEEKDAYS } from './calendar.ts';

const time = z.string().max(5).describe('Local 24-hour time such as 17:30');
const hours = z.strictObject({ from: time, until: time });
const day = z.strictObject({ hours: z.array(hours).max(6), collection: time.nullable().describe('When the carrier comes; null when it does not') });

export const CalendarBody = z.strictObject({
  zone: z.string().max(50).describe('IANA time zone such as Europe/Amsterdam'),
  week: z.partialRecord(z.enum(WEEKDAYS), day).describe('A day that is absent is closed'),
  cutOff: time.nullable().describe('Work that comes in before leaves the same day; null means that the collection is the cut-off'),
  exceptions: z.array(z.strictObject({ date: z.iso.date(), name: z.string().max(100), hours: z.array(hours).max(6), collection: time.nullable().optional() })).max(500).default([]),
});

/** What a location can do. `ship`: sends parcels to customers, and what other stores hand out; `pickup`: hands out orders; `return`: takes returns; `transfer`: sends to other locations alone; `endless_aisle`: sells what others have. */
export const CAPABILITIES = ['ship', 'pickup', 'return', 'transfer', 'endless_aisle'] as const;

export const LocationBody = z.strictObject({
  name: z.string().trim().min(1).max(100), kind: z.enum(['store', 'warehouse', 'external_warehouse']), size: z.enum(['small', 'medium', 'large']).default('medium'),
  address: Address,
  latitude: z.number().min(-90).max(90).nullable().default(null).describe('Left out together with the longitude: found by the postal code'),
  longitude: z.number().min(-180).max(180).nullable().default(null),
  calendar: CalendarBody,
  capacity: z.int().min(0).max(1_000_000).nullable().default(null).describe('Orders a day; null is no limit'),
  capabilities: z.array(z.enum(CAPABILITIES)).max(CAPABILITIES.length).default(['ship', 'pickup', 'return']),
  stockAuthority: z.enum(['spil', 'erp', '3pl']).default('spil').describe('Whose count of the stock is the truth'),
  tags: z.array(z.string().trim().min(1).max(50)).max(50).default([]), active: z.boolean().default(true),
}).refine(({ latitude, longitude }) => (latitude === null) === (longitude === null), { message: 'give both latitude and longitude, or neither', path: ['longitude'] });
export type LocationBody = z.output<typeof LocationBody>;

export const LocationView = z.strictObject({ ...LocationBody.shape, code: z.string(), version: z.int(), updatedAt: z.string() });
export const LocationList = z.strictObject({ items: z.array(LocationView), next: z.string().nullable() });
export const LocationDetailsView = z.strictObject({ ...LocationView.shape, can: z.array(z.enum(['edit'])).describe('What this account may do with it') });
export const Opening = z.strictObject({
  location: z.string(), at: z.string(), open: z.boolean(), shipsAt: z.string().nullable().describe('When work given now leaves with the carrier; null when it cannot say'),
  cutOff: z.string().nullable().describe('Until when work given leaves then; null when it cannot say'),
  days: z.array(z.strictObject({ date: z.string(), name: z.string().nullable(), hours: z.array(z.strictObject({ from: z.string(), until: z.string() })) })).describe('Today and the six days after, as instants'),
});

export const CodePath = z.object({ location: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a code of lower-case letters, digits and dashes, such as utrecht') });
export const LocationQuery = z.object({
  after: z.string().max(63).optional(), limit: z.coerce.number().int().min(1).max(500).default(100),
  kind: z.enum(['store', 'warehouse', 'external_warehouse']).optional(), active: z.enum(['true', 'false']).optional(), tag: z.string().max(50).optional(),
});
export const OpeningQuery = z.object({ at: z.iso.datetime({ offset: true }).optional() });
