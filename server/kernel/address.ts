/** A structured postal address, used by customers, locations, carriers and channels alike. */
import { z } from 'zod';

export const Address = z.object({
  name: z.string().max(200).nullable().default(null).describe('Person at the door'),
  company: z.string().max(200).nullable().default(null),
  street: z.string().max(200),
  houseNumber: z.string().max(20).describe('House number without its addition, as PostNL wants it'),
  addition: z.string().max(20).nullable().default(null).describe('Addition to the house number, e.g. "A" or "2 hoog"'),
  line2: z.string().max(200).nullable().default(null).describe('Anything that is not street, number or addition'),
  postalCode: z.string().max(20),
  city: z.string().max(100),
  region: z.string().max(100).nullable().default(null),
  country: z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as NL'),
  phone: z.string().max(50).nullable().default(null),
  email: z.string().max(254).nullable().default(null),
  original: z.string().max(1000).nullable().default(null).describe('The address as the channel gave it, before it was taken apart'),
});
export type Address = z.infer<typeof Address>;
