/** What goes over the wire of insight: figures, the funnel, the workload of locations, and the orders behind them. */
import { z } from 'zod';
import { page, WireId } from '../../kernel/wire.ts';
import { STAGES } from '../books/index.ts';
import { FIGURE_NAMES } from './definitions.ts';

const location = z.string().max(63).optional().describe('Code of one location');
const channel = z.string().max(50).optional().describe('Code of one sales channel');
const day = z.iso.date();

/** Stages that are not the past. */
export const LIVE_STAGES = ['open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer', 'ready', 'shipped', 'at_pickup_point', 'returning'] as const satisfies readonly (typeof STAGES)[number][];
/** Rows of the funnel: the stages, and before them what is held. */
export const FUNNEL_ROWS = ['held', ...LIVE_STAGES] as const;

export const FunnelQuery = z.object({ location, channel });
export const FunnelView = z.object({
  at: z.string(),
  stages: z.array(z.object({
    stage: z.enum(FUNNEL_ROWS), orders: z.int().describe('Orders with at least one unit here; one order can stand in several stages'), units: z.int(), amount: z.int().describe('Worth of those orders, in minor units of the currency'), atLeast: z.boolean().describe('There are more than were counted'),
  })),
  currency: z.string().nullable(),
  oversold: z.int().describe('Units reserved above what the books have: 0, by a constraint of the database'),
});

export const WorkloadQuery = z.object({ kind: z.enum(['store', 'warehouse', 'external_warehouse']).optional(), limit: z.coerce.number().int().min(1).max(500).default(100).describe('Locations at most, the busiest first') });
export const WorkloadView = z.object({
  at: z.string(),
  locations: z.array(z.object({
    location: z.string(), name: z.string(), kind: z.string(), toPick: z.int().describe('Units'), toPack: z.int().describe('Units'), packed: z.int().describe('Work orders packed and waiting for the carrier'), pickups: z.int().describe('Pickups waiting for their customer'),
    incoming: z.int().describe('Work orders on their way to be picked up here'), open: z.int().describe('Work orders that ask for work now'), overdue: z.int().describe('Of these, past the moment they were due'), oldestDueAt: z.string().nullable(),
    assignedToday: z.int().describe('Work orders given today'), doneToday: z.int().describe('Work orders finished today'), rejectedToday: z.int().describe('Units rejected today'),
    capacity: z.int().nullable().describe('Orders a day; null is no limit'), load: z.int().describe('Orders given today that count towards it'),
  })),
  more: z.boolean(),
});

const period = { from: day.optional().describe('First day, on the retailer’s clock; default six days before the last'), until: day.optional().describe('Last day, which counts as well; default today') };
const named = z.union([z.enum(FIGURE_NAMES), z.array(z.enum(FIGURE_NAMES)).max(FIGURE_NAMES.length)]).transform((one) => (Array.isArray(one) ? one : [one]));
export const FiguresQuery = z.object({ ...period, by: z.enum(['day', 'hour', 'location', 'channel', 'reason']).default('day'), figure: named.optional().describe('Only these; may be given several times'), location, channel });

const value = { value: z.int().nullable().describe('Hundredths of a percent, seconds (the median), minor units or a number, by `unit`; null when there is nothing to measure'), top: z.int().describe('What counts; for durations how many were measured'), bottom: z.int().nullable().describe('For a share: of how many'), ninety: z.int().nullable().describe('For durations: what nine in ten stay within, in seconds') };
export const FiguresView = z.object({
  from: z.string(), until: z.string(), zone: z.string(), previous: z.object({ from: z.string(), until: z.string() }), currency: z.string().nullable(),
  figures: z.array(z.object({
    figure: z.enum(FIGURE_NAMES), unit: z.enum(['count', 'share', 'seconds', 'money']), definition: z.string(), perLocation: z.boolean(), byReason: z.boolean(), ...value,
    previous: z.object(value).describe('The same over as many days before'),
    series: z.array(z.object({ key: z.string().describe('Day, hour (2026-03-02T09), code of the location or channel, or the reason'), ...value })),
  })),
});

export const BehindQuery = z.object({
  ...page, ...period, figure: z.enum(FIGURE_NAMES).optional().describe('The figure to look behind; or name a stage'), stage: z.enum(FUNNEL_ROWS).optional().describe('Orders that stand in this stage now'),
  all: z.enum(['true', 'false']).default('false').transform((text) => text === 'true').describe('All that the figure measured, not only what spoils it'), location, channel, reason: z.string().max(60).optional(),
});
export const BehindView = z.object({
  orders: z.array(z.object({
    order: WireId, number: z.string(), channel: z.string(), status: z.string(), currency: z.string(), total: z.int(), placedAt: z.string(), at: z.string().describe('When it happened; for a stage when the order was placed'),
    measure: z.string().nullable().describe('What happened; null for a stage'), location: z.string().nullable(), reason: z.string().nullable(), units: z.int(), seconds: z.int().nullable(),
  })),
  next: z.string().nullable(),
});
