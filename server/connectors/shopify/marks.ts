/** Notes that the connector leaves on an order of Shopify, as metafields in its own namespace: what a capture found before it began, and what it made. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ShopifyRefusal } from './client.ts';
import type { ShopifyClient } from './client.ts';
import { Id } from './schema.ts';
import { Unreached } from '../outside/http.ts';

const NAMESPACE = 'spil_captures';

const Noted = z.object({ before: z.array(z.string()), made: z.array(z.string()) });
const Metafield = z.object({ id: Id, key: z.string(), value: z.union([z.string(), z.unknown().transform((value) => JSON.stringify(value))]) });
const Metafields = z.object({ metafields: z.array(Metafield) });

export interface Mark extends z.output<typeof Noted> { id: string; key: string }

/** Metafield keys are at most 64 letters, digits, dashes and underscores; ours may have others, so a hash stands for it. */
const keyOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** Reads the notes of an order; customers never see them, and merchants see them with the order's metafields. */
export async function marksOf(client: ShopifyClient, order: string) {
  const path = `/orders/${order}/metafields`;
  const { metafields } = await client.get(`${path}.json?namespace=${NAMESPACE}&limit=250`, Metafields);
  const marks = metafields.flatMap(({ id, key, value }): Mark[] => {
    try {
      return [{ id, key, ...Noted.parse(JSON.parse(value)) }];
    } catch {
      return [];
    }
  });
  const body = (noted: z.output<typeof Noted>, more: Record<string, unknown>) => ({ metafield: { ...more, type: 'json', value: JSON.stringify(noted) } });
  return {
    of: (key: string): Mark | null => marks.find((mark) => mark.key === keyOf(key)) ?? null,
    claimedByOthers: (key: string): ReadonlySet<string> => new Set(marks.filter((mark) => mark.key !== keyOf(key)).flatMap(({ made }) => made)),
    /** Leaves the note; when it cannot be left, nothing may be captured yet, and the refusal or silence goes up. */
    leave: async (key: string, before: string[]): Promise<Mark> => {
      const noted = { before, made: [] };
      const { metafield } = await client.post(`${path}.json`, body(noted, { namespace: NAMESPACE, key: keyOf(key) }), z.object({ metafield: z.object({ id: Id }) }));
      return { id: metafield.id, key: keyOf(key), ...noted };
    },
    /** Adds what was made. The money has moved by now, so a note that cannot be written does not change the outcome. */
    claim: async (mark: Mark, made: string[]): Promise<void> => {
      try {
        await client.put(`${path}/${mark.id}.json`, body({ before: mark.before, made }, { id: Number(mark.id) }), z.unknown());
      } catch (error) {
        if (!(error instanceof ShopifyRefusal) && !(error instanceof Unreached)) throw error;
      }
    },
  };
}
