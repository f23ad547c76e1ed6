/** Today: one list of what a location has to do, most urgent first, with a count per group. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { catalogue } from '../../kernel/problem.ts';
import { WireId, wireOrNull } from '../../kernel/wire.ts';
import { namesOf } from '../identity/index.ts';
import { toReplenish, broughtInVain, contentsOf, incomingLoads, openReturns, openWork, piles, unlabelled, waitingPickups } from './queries.ts';
import type { Content, Open } from './queries.ts';
import { GROUPS, isOverdue, urgency } from './rules.ts';
import type { Group } from './rules.ts';

export const todayProblems = catalogue('today', { location_unknown: { status: 404, title: 'There is no such location here' } });

/** Pictures a row has room for. */
const PICTURES = 4;

export const TodayQuery = z.object({ location: z.string().max(63), group: z.enum(GROUPS).optional().describe('Only this group; the counts are of all'), limit: z.coerce.number().int().min(1).max(500).default(200).describe('Rows at most; the most urgent come first') });

const Item = z.object({
  key: z.string().describe('Stays the same while it is on the list'), group: z.enum(GROUPS),
  fulfilment: WireId.nullable(), order: WireId.nullable(), delivery: z.int().nullable(), load: z.string().nullable().describe('Code on the tote'), return: WireId.nullable(), carrier: z.string().nullable(), carrierName: z.string().nullable(),
  number: z.string().describe('As people call it: work, order, tote or carrier'), kind: z.enum(['ship', 'pickup', 'transfer']).nullable(), dueAt: z.string().nullable(), overdue: z.boolean(), since: z.string(),
  units: z.int().describe('Products; of a pile, parcels'), putBack: z.int().describe('Of these, cancelled: to be put back'), customer: z.string().nullable().describe('Only of pickups that wait'),
  place: z.string().nullable().describe('Where an internal shipment goes to or comes from'), shelf: z.string().nullable(), acceptedBy: z.string().nullable(), problem: z.string().nullable(),
  products: z.array(z.object({ sku: z.string(), quantity: z.int() })).describe(`The first ${PICTURES}`),
});
export const TodayView = z.object({
  location: z.string(), at: z.string(), counts: z.record(z.enum(GROUPS), z.int()).describe('Pieces of work per group; of to_hand_over, parcels'), items: z.array(Item), more: z.int().describe('Left out after the last'),
  products: z.array(z.object({ sku: z.string(), name: z.string(), picture: z.string().nullable() })).describe('Those that the items name'),
});
export type TodayView = z.infer<typeof TodayView>;

export interface TodayDeps { database: Database; carriers: ReadonlyMap<string, { name: string }> }

/** What one location has to do now. To an account of other locations it does not exist. */
export async function readToday({ database, carriers }: TodayDeps, actor: Actor, { location, group, limit }: z.output<typeof TodayQuery>, now: Instant): Promise<TodayView> {
  const [known] = await database.query('select 1 from locations.location where code = $1', [location]);
  if (!known || (actor.locations !== 'all' && !actor.locations.includes(location))) throw todayProblems.location_unknown({ detail: `There is no location "${location}" for this account.`, found: location, field: 'location' });
  const all = (await Promise.all([openWork, unlabelled, piles, broughtInVain, toReplenish, waitingPickups, incomingLoads, openReturns].map((read) => read(database, location)))).flat();
  const wanted = all.filter((item) => group === undefined || item.group === group).map((item) => ({ item, urgent: urgency(item.group, item.dueAt, item.since) }));
  wanted.sort((a, b) => (a.urgent < b.urgent ? -1 : a.urgent > b.urgent ? 1 : keyOf(a.item) < keyOf(b.item) ? -1 : 1));
  const items = wanted.slice(0, limit).map(({ item }) => item);
  const contents = await contentsOf(database, items);
  const people = await namesOf(database, items.flatMap((item) => (item.acceptedBy === null ? [] : [{ kind: 'person', id: item.acceptedBy }])));
  const skus = [...new Set(items.flatMap((item) => first(contents.get(item)).map(({ sku }) => sku)))];
  const products = await database.query<{ sku: string; name: string; picture: string | null }>('select v.sku, v.name, coalesce(v.picture, p.picture) as picture from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1) order by v.sku', [skus]);
  return {
    location, at: now, counts: countsOf(all), more: wanted.length - items.length, products,
    items: items.map((item) => {
      const { holder: _holder, ...shown } = item;
      return {
        ...shown, key: keyOf(item), acceptedBy: item.acceptedBy === null ? null : people.get(item.acceptedBy) ?? item.acceptedBy, fulfilment: wireOrNull('fulfilment', item.fulfilment), order: wireOrNull('order', item.order), return: wireOrNull('return', item.return),
        carrierName: item.carrier === null ? null : carriers.get(item.carrier)?.name ?? item.carrier, overdue: isOverdue(item.dueAt, now), products: first(contents.get(item)),
      };
    }),
  };
}

const first = (contents: readonly Content[] = []): Content[] => contents.slice(0, PICTURES);

/** A label's problem is another row than the rest of the same work. */
const keyOf = (item: Open): string => (item.problem !== null ? `label:${item.holder ?? ''}` : `${item.group}:${item.fulfilment ?? item.load ?? item.return ?? item.carrier ?? (item.order === null || item.putBack > 0 ? item.holder : null) ?? `${item.order ?? ''}-${item.delivery ?? 0}`}`);

function countsOf(items: readonly Open[]): Record<Group, number> {
  const counts = Object.fromEntries(GROUPS.map((group) => [group, 0])) as Record<Group, number>;
  for (const item of items) counts[item.group] += item.group === 'to_hand_over' ? item.units : 1;
  return counts;
}
