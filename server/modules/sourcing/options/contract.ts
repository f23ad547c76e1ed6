/** What goes over the wire of delivery options. */
import { z } from 'zod';
import { PointView } from '../../shipping/index.ts';
import { OPTION_KINDS } from './options.ts';

export const OptionsBody = z.strictObject({
  channel: z.string().min(1).max(50).describe('Code of the sales channel: its rules of selling and its prices apply'),
  lines: z.array(z.strictObject({
    sku: z.string().min(1).max(100), quantity: z.int().min(1).max(10_000),
    price: z.int().min(0).max(1_000_000_000).optional().describe('Price of one unit in minor units, as it is sold; left out: by the channel’s price list'),
  })).min(1).max(50).describe('The basket'),
  to: z.strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, 'two capitals such as NL').optional().describe('ISO 3166-1 alpha-2; left out: where the IP address is, else NL'),
    postalCode: z.string().trim().min(1).max(20).optional(), houseNumber: z.string().trim().min(1).max(20).optional(),
    latitude: z.number().min(-90).max(90).optional(), longitude: z.number().min(-180).max(180).optional(),
    ip: z.union([z.ipv4(), z.ipv6()]).optional().describe('The customer’s IP address: looked up in a table on this machine, and kept nowhere'),
  }).refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), { message: 'give both latitude and longitude, or neither', path: ['longitude'] }).default({}).describe('Where the customer is, by whatever is known; with nothing of it the options still come, in no order of distance'),
  kinds: z.array(z.enum(OPTION_KINDS)).min(1).max(OPTION_KINDS.length).default([...OPTION_KINDS]).describe('Which kinds to work out'),
  store: z.string().min(1).max(63).optional().describe('This store only, e.g. the one a customer chose before'),
  stores: z.int().min(1).max(20).default(5).describe('Stores at most'), points: z.int().min(0).max(10).default(5).describe('Pickup points at most'),
  tags: z.array(z.string().min(1).max(100)).max(100).default([]).describe('Tags that the order will have: strategies may look at them'),
});
export type OptionsBody = z.output<typeof OptionsBody>;

const amount = z.int().describe('Whole minor units of `currency`');
const lines = z.array(z.object({ line: z.int().describe('Position in the basket, from 1'), quantity: z.int() }));
const offered = {
  promisedBy: z.string().describe('When it is there (home, pickup point) or ready (store): put it into the order’s delivery as `promisedBy`'),
  date: z.string().describe('The local day of that'), price: amount, lines, complete: z.boolean().describe('Whether it brings everything asked'),
  parcels: z.int().describe('Locations that would send a part'),
  ownCost: z.object({ cost: amount, items: z.array(z.object({ name: z.string(), amount: z.int() })) }).nullable().describe('What it costs the retailer, for staff; null for a channel'),
};
const HomeOption = z.object({ service: z.enum(['standard', 'express']).describe('express: put `express: true` into the order’s delivery as well'), ...offered });
const StoreOption = z.object({
  location: z.string().describe('Code of the store: put it into the order’s delivery as `location`'), name: z.string(), city: z.string(), metres: z.int().nullable().describe('As the crow flies from the customer; null where either end is unknown'),
  hours: z.array(z.object({ from: z.string(), until: z.string() })).describe('Opening hours of today, as instants; empty when it is closed today'),
  brought: z.boolean().describe('Whether some of it comes from elsewhere first'), here: lines.describe('What lies in the store now'), ...offered,
});

export const OptionsView = z.object({
  currency: z.string(), asOf: z.string(),
  place: z.object({ country: z.string(), by: z.enum(['postal_code', 'coordinates', 'ip']).nullable(), ip: z.enum(['found', 'private', 'unknown', 'no_table']).nullable().describe('What became of the IP address, where one was given'), reason: z.string().nullable() }),
  home: z.array(HomeOption).describe('Earliest first'), stores: z.array(StoreOption).describe('Nearest first'),
  pickupPoints: z.array(z.object({ point: PointView, ...offered })).describe('Nearest first'),
  mixed: z.array(z.object({ price: amount, store: StoreOption, home: HomeOption })).describe('Some lines collected now, the rest home: two deliveries of one order, the store first'),
  lines: z.array(z.object({ line: z.int(), sku: z.string(), wanted: z.int(), available: z.int().describe('What may be sold of this SKU in all'), expectedOn: z.string().nullable().describe('Local date on which enough more is expected') })),
  reasons: z.partialRecord(z.enum(OPTION_KINDS), z.string()).describe('Why a kind has no options'),
  nearest: z.object({ count: z.int(), by: z.enum(['ip', 'place']).nullable(), rule: z.string() }).nullable().describe('The rule of selling that shows only the nearest stores'),
});
