/** What goes over the wire about sales channels: who does what, and how their places map to ours. Secrets are named, never shown. */
import { z } from 'zod';

const locationCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'the code of a location, such as utrecht');

export const ChannelSettingsBody = z.strictObject({
  contract: z.strictObject({
    money: z.enum(['channel', 'own']).describe('Whether captures and refunds go through the channel'),
    mail: z.enum(['channel', 'own']).describe('Who writes to the customer'),
    subtractsOwnSales: z.boolean().describe('Whether the channel itself subtracts what it sells from the stock it was told'),
  }).default({ money: 'own', mail: 'own', subtractsOwnSales: false }),
  locationMap: z.record(z.string().max(200), locationCode).default({}).describe("The channel's own id of a place → the code of our location"),
  credentials: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/).nullable().default(null).describe('Name of the secret, as the installation keeps it; the secret itself is never here'),
  url: z.url({ protocol: /^https?$/ }).max(500).nullable().default(null).describe('Where the channel is reached'),
  currency: z.string().regex(/^[A-Z]{3}$/).default('EUR'),
  country: z.string().regex(/^[A-Z]{2}$/).default('NL'),
  options: z.record(z.string().max(100), z.json()).default({}).describe("What its connector further wants to know; the connector's documentation lists it"),
});

export const ChannelBody = z.strictObject({
  name: z.string().trim().min(1).max(100), kind: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'the kind of its connector, such as shopify, magento, till or api'),
  settings: ChannelSettingsBody.default({ contract: { money: 'own', mail: 'own', subtractsOwnSales: false }, locationMap: {}, credentials: null, url: null, currency: 'EUR', country: 'NL', options: {} }),
  priceList: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/).default('standard'), language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'a language such as nl or nl-BE').default('nl'), active: z.boolean().default(true),
});
export type ChannelBody = z.output<typeof ChannelBody>;

export const ChannelView = ChannelBody.extend({ code: z.string(), version: z.int(), updatedAt: z.string() });
export const ChannelList = z.strictObject({ items: z.array(ChannelView), next: z.string().nullable() });
export const CodePath = z.object({ channel: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'a code of lower-case letters, digits and dashes, such as webshop') });
export const Page = z.object({ after: z.string().max(50).optional(), limit: z.coerce.number().int().min(1).max(200).default(100) });
