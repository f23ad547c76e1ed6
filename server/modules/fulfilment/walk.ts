/** One walk through the store for several orders: every product once by the place where it lies, each order with its own tote. */
import { z } from 'zod';
import type { Actor, CommandContext } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import { accept } from './commands.ts';
import type { FloorRouteDeps } from './contract.ts';
import { presentWorks, WorkView } from './present.ts';
import { fulfilmentProblems } from './problems.ts';

/** More orders than a trolley has totes are two waves. */
export const MOST_TOTES = 40;

const ids = z.array(idOf('fulfilment')).min(1).max(MOST_TOTES);
export const WalkQuery = z.object({
  fulfilments: z.string().max(60 * MOST_TOTES).transform((text, context) => {
    const read = ids.safeParse(text.split(','));
    if (read.success) return read.data;
    context.issues.push({ code: 'custom', message: `must be 1 to ${MOST_TOTES} ids of work with commas between`, input: text });
    return z.NEVER;
  }).meta({ type: 'string', description: `Up to ${MOST_TOTES} ids with commas between; their order gives the totes their numbers` }),
});
export const WaveBody = z.strictObject({ location: z.string().max(63), fulfilments: ids });

export const WalkView = z.object({
  location: z.string(),
  works: z.array(WorkView.extend({ tote: z.int().describe('From 1, in the order asked') })),
  stops: z.array(z.object({ tote: z.int(), fulfilment: WireId, line: z.int(), sku: z.string().nullable(), place: z.string().nullable() })).describe('Every line, in the order of a walk along the places; what has no place comes last'),
});
export type WalkView = z.infer<typeof WalkView>;
export const WaveView = WalkView.extend({ refused: z.array(z.object({ fulfilment: WireId, code: z.string(), detail: z.string() })).describe('Work that could not be taken up; the walk goes without it') });

/** B-2 comes before B-12, and capitals do not matter. */
const along = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order in which two places are passed; what has none comes last. */
export const comparePlaces = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : along.compare(a, b));

/** Lays the lines of several works along one walk. Lines of one product stay together, the lower tote first. */
export function walkOf(works: readonly WorkView[]): WalkView {
  const numbered = works.map((work, index) => ({ ...work, tote: index + 1 }));
  const stops = numbered.flatMap((work) => work.lines.map(({ line, sku, place }) => ({ tote: work.tote, fulfilment: work.id, line, sku, place })));
  stops.sort((a, b) => comparePlaces(a.place, b.place) || along.compare(a.sku ?? '', b.sku ?? '') || a.tote - b.tote || a.line - b.line);
  return { location: works[0]?.location ?? '', works: numbered, stops };
}

/** The walk for these works as they stand now. */
export const readWalk = async (deps: FloorRouteDeps, actor: Actor, fulfilments: readonly Uuid[]): Promise<WalkView> => walkOf(await presentWorks(deps, actor, [...new Set(fulfilments)]));

/**
 * Takes up several works at once, each in its own transaction, and answers their walk. Work that cannot be taken up (ended, held, not
 * there) is named and left out; refuses when that leaves nothing. Sent again, it does nothing twice: work that was taken up stays so.
 */
export async function startWave(deps: FloorRouteDeps, context: CommandContext, request: z.output<typeof WaveBody>): Promise<z.infer<typeof WaveView>> {
  const { actor } = context;
  if (actor.locations !== 'all' && !actor.locations.includes(request.location)) throw fulfilmentProblems.location_unknown({ detail: `There is no location "${request.location}" for this account.`, found: request.location, field: 'location' });
  const here = await deps.database.query<{ id: Uuid }>('select id from fulfilment.fulfilment where id = any($1) and location = $2', [request.fulfilments, request.location]);
  const known = new Set(here.map((row) => row.id));
  const taken: Uuid[] = [];
  const refused: z.infer<typeof WaveView>['refused'] = [];
  const refusals: Refusal[] = [];
  for (const id of new Set(request.fulfilments)) {
    try {
      if (!known.has(id)) throw fulfilmentProblems.unknown({ detail: `There is no work ${wire('fulfilment', id)} at ${request.location}.` });
      await accept(deps, { ...context, key: null }, id, () => ({}));
      taken.push(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
      refused.push({ fulfilment: wire('fulfilment', id), code: error.code, detail: error.details.detail });
    }
  }
  if (taken.length === 0) throw refusals[0] ?? fulfilmentProblems.unknown({ detail: 'No work is named.', field: 'fulfilments' });
  return { ...await readWalk(deps, actor, taken), refused };
}
