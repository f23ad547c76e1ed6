/** The shapes that the addresses of the shop floor share: who may call them, what comes in, what goes out. */
import { z } from 'zod';
import { Problem } from '../../kernel/http.ts';
import type { Role } from '../../kernel/http.ts';
import { idOf, WireId } from '../../kernel/wire.ts';
import type { Carrier, PointsFinder } from '../shipping/index.ts';
import type { FloorDeps } from './commands.ts';
import { WorkView } from './present.ts';

export const STORE: readonly Role[] = ['store', 'operations'];
export const WorkParams = z.object({ fulfilment: idOf('fulfilment') });
export const ParcelParams = z.object({ parcel: idOf('parcel') });
export const Scans = z.array(z.strictObject({ scan: z.string().min(1).max(100).describe('Id made by the device: a scan sent again counts once'), code: z.string().min(1).max(100).describe('What was scanned: a GTIN of any length, or a SKU'), quantity: z.int().min(1).max(100_000).default(1) })).min(1).max(500);
export const Lines = z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1) })).min(1).max(1000);
export const ScanResultView = z.object({ scan: z.string(), result: z.enum(['counted', 'already', 'refused']), line: z.int().nullable(), problem: z.object({ code: z.string(), detail: z.string() }).nullable() });

/** What cannot be delivered, and why; and where it goes then. */
export const ShortBody = z.strictObject({ line: z.int().min(1), quantity: z.int().min(1).default(1), reason: z.string().min(1).max(50), note: z.string().max(1000).nullable().default(null) });
export const ShortView = z.object({ reassigned: z.array(z.object({ location: z.string(), quantity: z.int() })), cancelled: z.int(), waiting: z.int(), goes: z.array(z.object({ to: z.enum(['location', 'cancelled', 'waiting']), quantity: z.int(), location: z.string().nullable(), name: z.string().nullable() })).describe('The same in one list, with the locations’ names') });

/** What a command on work can answer. */
export const workAnswers = { 200: { description: 'The work as it is now', schema: WorkView }, 404: { description: 'No such work here', schema: Problem }, 409: { description: 'It cannot be done now', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };

export interface FloorRouteDeps extends FloorDeps {
  /** How many of each SKU orders want that no location has. */
  waitingFor(skus: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Called right after packing: the store gets its label in the same answer where the carrier is quick. */
  packed?(parcels: readonly string[]): Promise<void>;
  carriers: ReadonlyMap<string, Pick<Carrier, 'code' | 'name' | 'recognises' | 'trackingUrl'>>;
  /** A digest with the installation's secret: the same for the same text, and nobody reads the text from it. */
  digest(text: string): string;
  /** Carriers' pickup points near a place; whoever shows them asks here. */
  points: PointsFinder;
}
