/** The port that an external warehouse implements: it is given work orders, and asked to stop them. The shapes are those of the interface it calls us by. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';

const at = z.string().describe('Moment in UTC');

const WorkLine = z.object({
  line: z.int(), sku: z.string(), gtins: z.array(z.string()), name: z.string(), weightGrams: z.int(),
  quantity: z.int().describe('Given with the work order'), open: z.int().describe('Still to be sent'), asked: z.int().describe('Of those, how many we asked to stop'),
});

/** A work order as the warehouse sees it. */
export const WorkOrder = z.object({
  id: z.string(), number: z.string().describe('For people: the order with its work order'), order: z.string(), location: z.string(),
  kind: z.enum(['ship', 'transfer']).describe('ship: to the customer; transfer: to a store of ours, where the customer collects it'), destination: z.string().nullable().describe('Code of that store; null to a customer'),
  state: z.enum(['submitted', 'accepted', 'rejected', 'cancellation_requested', 'cancellation_accepted', 'cancellation_rejected']), submittedAt: at.describe('When it was given; given again after a hold it has a later one'), changedAt: at, expectedAt: at.nullable(),
  shipBy: at.nullable(), promisedBy: at.nullable().describe('When the customer was told to have it'),
  service: z.object({ carrier: z.string(), product: z.string() }).describe('How we would send it; the ship notice says how it was sent'),
  receiver: Address.nullable().describe('The customer, or the store it goes to'), email: z.string().nullable(), language: z.string().nullable(), pickupPoint: z.object({ carrier: z.string(), id: z.string() }).nullable(),
  lines: z.array(WorkLine),
  cancellation: z.object({ request: z.string(), askedAt: at, reason: z.string(), lines: z.array(z.object({ line: z.int(), sku: z.string(), quantity: z.int() })) }).nullable().describe('What we asked to stop and have no answer to'),
});
export type WorkOrder = z.infer<typeof WorkOrder>;

/** `taken`: it has it now, or had it before; `refused`: it will never take it like this; `unavailable`: nobody can say: ask, then give it again under the same id. */
export type FulfillerOutcome = { kind: 'taken' } | { kind: 'refused'; reason: string } | { kind: 'unavailable'; reason: string; retryAfterSeconds: number | null };

export interface Fulfiller {
  /** Gives a work order under its id; given again it changes nothing. */
  submit(work: WorkOrder): Promise<FulfillerOutcome>;
  /** Asks to stop what the work order's `cancellation` names. */
  cancel(work: WorkOrder): Promise<FulfillerOutcome>;
  /** Whether it has a work order: what is asked after an answer that was lost. */
  knows(id: string): Promise<boolean | null>;
}
