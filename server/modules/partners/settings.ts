/** Which locations an external warehouse works for us, and how it is reached: a setting per location. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument, activeDocuments } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';

const Settings = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What people call the warehouse'),
  url: z.url({ protocol: /^https?$/ }).max(500).nullable().describe('Where work orders are sent; null: it fetches them'),
  credentials: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'a short name, such as venlo').nullable().describe('Its token is the secret of this name with -token'),
  bookWithin: z.int().min(0).max(1000).describe('Differences of at most so many pieces are booked without asking'),
}).refine(({ url, credentials }) => url === null || credentials !== null, { message: 'name the credentials under which it is called', path: ['credentials'] });
export type PartnerSettings = z.infer<typeof Settings>;

export const PARTNER_KIND = 'logistics-partner';

export const partnerKind: DocumentKind = {
  kind: PARTNER_KIND, title: 'External warehouses', editors: ['operations'], schema: z.toJSONSchema(Settings, { io: 'input' }) as Record<string, unknown>,
  check: (body) => {
    const read = Settings.safeParse(body);
    return read.success ? [] : read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  },
};

/** The partner that works a location; null when its own people do. */
export async function partnerOf(database: Queryable, location: string): Promise<PartnerSettings | null> {
  const active = await activeDocument(database, PARTNER_KIND, location);
  return active === null ? null : Settings.safeParse(active.body).data ?? null;
}

/** All partners by the code of their location. */
export async function partners(database: Queryable): Promise<Map<string, PartnerSettings>> {
  return new Map((await activeDocuments(database, PARTNER_KIND)).flatMap(({ name, body }) => { const read = Settings.safeParse(body); return read.success ? [[name, read.data] as const] : []; }));
}
