/** The addresses of the shipping room: pickup points near a place. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { Near, PointsFinder } from './points.ts';
import { shippingProblems } from './problems.ts';

export const PointView = z.object({
  carrier: z.string(), id: z.string().describe('Goes into the order with the carrier, as `pickupPoint.id`'), network: z.string().nullable(), name: z.string(), address: Address, latitude: z.number(), longitude: z.number(),
  distanceMetres: z.int().nullable(), openingHours: z.array(z.object({ day: z.int().min(1).max(7).describe('1 is Monday'), from: z.string(), to: z.string() })).describe('Local times by weekday; a day without an entry is closed'),
});
const PointsQuery = z.object({
  country: z.string().regex(/^[A-Z]{2}$/).default('NL'), postalCode: z.string().trim().max(20).optional(), houseNumber: z.string().trim().max(20).optional(),
  latitude: z.coerce.number().min(-90).max(90).optional(), longitude: z.coerce.number().min(-180).max(180).optional(),
  carrier: z.string().max(50).optional(), limit: z.coerce.number().int().min(1).max(50).default(10),
});

/** What a postal code looks like, where the carrier would only say that it is wrong. */
const POSTAL_CODES: Readonly<Record<string, RegExp>> = { NL: /^[1-9]\d{3}\s?(?:[A-Z]{2})?$/i, BE: /^[1-9]\d{3}$/ };

function placeIn({ country, postalCode, houseNumber, latitude, longitude }: z.output<typeof PointsQuery>): Near {
  if (latitude !== undefined && longitude !== undefined) return { country, latitude, longitude };
  if (postalCode === undefined || postalCode === '') throw shippingProblems.place_missing({ detail: 'Name a postal code (with its country), or latitude and longitude.', field: 'query.postalCode' });
  if (!(POSTAL_CODES[country] ?? /^[A-Z0-9][A-Z0-9 -]{1,9}$/i).test(postalCode)) throw shippingProblems.place_unknown({ detail: `"${postalCode}" is not a postal code of ${country}.`, found: postalCode, field: 'query.postalCode' });
  return { country, postalCode, ...(houseNumber === undefined ? {} : { houseNumber }) };
}

export const shippingRoutes = ({ points }: { points: PointsFinder }): Route[] => [
  route({
    method: 'GET', path: '/pickup-points', operation: 'listPickupPoints', tag: 'Shipping', summary: 'Pickup points of the carriers near an address, nearest first',
    description: 'What the carrier said within the last quarter of an hour is not asked again. While the carrier cannot be reached, what it said within a day is shown, with the moment it said so; when nothing is known the answer is 503, and home delivery can be offered alone.',
    access: ['channel', 'service', 'operations', 'store', 'viewer'], query: PointsQuery,
    answers: {
      200: { description: 'The points', schema: z.object({ asOf: z.string().describe('When the carrier said so'), points: z.array(PointView) }) },
      422: { description: 'No such place, or no such carrier', schema: Problem }, 503: { description: 'The carrier cannot be reached', schema: Problem },
    },
    handle: async ({ query }) => {
      const found = await points.near(placeIn(query), query.carrier ?? null);
      switch (found.kind) {
        case 'points': return ok({ asOf: found.asOf, points: found.points.slice(0, query.limit) });
        case 'none': throw shippingProblems.carrier_unknown({ detail: found.reason, found: query.carrier, field: 'query.carrier' });
        case 'refused': throw shippingProblems.place_unknown({ detail: `${found.reason} Check the postal code and the country.`, found: query.postalCode ?? `${query.latitude}, ${query.longitude}` });
        case 'unavailable': throw shippingProblems.carrier_unavailable({ detail: `${found.reason} Offer home delivery meanwhile, and ask again in a minute.`, retryAfterSeconds: 60 });
        default: return found satisfies never;
      }
    },
  }),
];
