/** What goes over the wire of the intake: quarantined orders, conflicts and received messages. */
import { z } from 'zod';
import { fromWire } from '../../kernel/ids.ts';
import { page, WireId } from '../../kernel/wire.ts';
import { OrderSnapshot } from '../channels/index.ts';

const id = (prefix: string) => z.string().max(60).transform((text, context) => {
  const found = fromWire(prefix, text);
  if (found !== null) return found;
  context.issues.push({ code: 'custom', message: `must be an id like ${prefix}_01h2xcejqtf2nbrexx3vqjhp41`, input: text });
  return z.NEVER;
}).meta({ type: 'string', description: `Id of the kind ${prefix}_…` });

export const QuarantinePath = z.object({ quarantine: id('qua') });
export const ConflictPath = z.object({ conflict: id('cfl') });
export const MessagePath = z.object({ message: id('msg') });
export const ChannelPath = z.object({ channel: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'the code of a channel') });

export const QuarantineQuery = z.object({ ...page, state: z.enum(['open', 'released', 'repaired', 'rejected', 'replaced']).default('open'), channel: z.string().max(50).optional() });
export const ConflictQuery = z.object({ ...page, order: id('ord').optional(), resolved: z.enum(['true', 'false']).default('false').transform((text) => text === 'true') });
export const MessageQuery = z.object({ ...page, state: z.enum(['received', 'taken', 'nothing_new', 'quarantined', 'failed']).default('failed'), channel: z.string().max(50).optional() });

export const ReasonBody = z.strictObject({ reason: z.string().trim().min(1).max(200).describe('Why; it is kept with the order') });
export const RepairBody = z.strictObject({ reason: z.string().trim().min(1).max(200), order: OrderSnapshot.describe('The order as it should have been') });

const quarantineFields = {
  id: WireId, channel: z.string(), externalId: z.string().nullable(), version: z.string().nullable(), order: WireId.nullable().describe('The order that an earlier version of it became'),
  reasons: z.array(z.string()), readable: z.boolean(), state: z.string(), openedAt: z.string(), closedAt: z.string().nullable(), closedBy: z.string().nullable(), note: z.string().nullable(),
};
export const QuarantineItem = z.object(quarantineFields);
export const QuarantineList = z.object({ items: z.array(QuarantineItem), next: z.string().nullable() });
export const QuarantineView = z.object({ ...quarantineFields, snapshot: OrderSnapshot.nullable(), raw: z.string().nullable().describe('The document as received, while it is kept') });
export const TakenView = z.object({ order: WireId.nullable(), detail: z.string().nullable() });

export const ConflictView = z.object({
  id: WireId, order: WireId, number: z.string(), channel: z.string(), kind: z.string(), subject: z.string(), detail: z.string(), channelSays: z.unknown(), spilSays: z.unknown(),
  openedAt: z.string(), resolvedAt: z.string().nullable(), resolvedBy: z.string().nullable(), resolution: z.string().nullable(),
});
export const ConflictList = z.object({ items: z.array(ConflictView), next: z.string().nullable() });

export const MessageList = z.object({
  items: z.array(z.object({ id: WireId, channel: z.string(), eventId: z.string(), source: z.string(), topic: z.string().nullable(), externalId: z.string().nullable(), version: z.string().nullable(), receivedAt: z.string(), state: z.string(), detail: z.string().nullable(), attempts: z.int(), processedAt: z.string().nullable() })),
  next: z.string().nullable(),
});

export const ComparisonPath = ChannelPath.extend({ comparison: id('cmp') });
export const CompareBody = z.strictObject({ correct: z.boolean().default(true).describe('False: differences are reported and nothing is set') }).prefault({});
export const ComparisonView = z.strictObject({
  id: z.string(), channel: z.string(), askedAt: z.string(), askedBy: z.string(), correct: z.boolean(), compared: z.int().describe('SKUs compared so far'), different: z.int(),
  unread: z.int().describe('SKUs of which the channel does not say what it has'), finishedAt: z.string().nullable().describe('Null while it is under way'), problem: z.string().nullable().describe('Why it does not go on, or was given up'),
});
export const ComparisonList = z.strictObject({ items: z.array(ComparisonView), next: z.string().nullable() });
export const ComparisonLines = z.strictObject({
  lines: z.array(z.strictObject({
    sku: z.string(), had: z.int().nullable().describe('What the channel said it had; what it was last told, where it offers no way to read it'), told: z.int().nullable().describe('What it was last told'), should: z.int().describe('What it should have'),
    outcome: z.enum(['set', 'left', 'refused', 'unread']), reason: z.string().nullable(),
  })),
  next: z.string().nullable(),
});
