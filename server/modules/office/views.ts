/** Saved views of the office's lists: built-in ones, one's own, and those of a team; each with how much is in it. */
import { z } from 'zod';
import { table } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { fromWire, newId, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { countOrders, OrderFilter } from '../orders/index.ts';
import { seesView, TEAMS, viewActions } from './permissions.ts';
import { officeProblems } from './problems.ts';

const VIEW = table('office.view', 'id');
const PREFIX = 'vew';
/** More views of one list than a person can tell apart. */
const MOST_VIEWS = 200;
const COUNTED = 500;

const list = z.string().regex(/^[a-z][a-z-]{0,39}$/, 'the name of a list, such as orders');
const Definition = {
  filters: z.record(z.string().max(40), z.string().max(500)).describe('As they stand in the address of the list'),
  columns: z.array(z.string().min(1).max(40)).max(40).describe('Columns in the order in which they stand; none: those of the list'),
  order: z.string().max(40).nullable(),
};
export const ViewBody = z.strictObject({
  list, name: z.string().trim().min(1).max(60), ...Definition,
  filters: Definition.filters.default({}), columns: Definition.columns.default([]), order: Definition.order.default(null),
  team: z.enum(TEAMS).nullable().default(null).describe('Who sees it besides oneself; null is nobody'),
});
export type ViewBody = z.output<typeof ViewBody>;

export const View = z.object({
  id: z.string().describe('vew_… of a saved view, or the name of a built-in one'), builtIn: z.boolean(), list: z.string(), name: z.string().describe('Of a built-in view its English name; screens have their own words for it'),
  ...Definition, team: z.enum(TEAMS).nullable(), owner: z.string().nullable(), mine: z.boolean(), updatedAt: z.string().nullable(), can: z.array(z.string()),
});
type View = z.infer<typeof View>;
export const Views = z.object({ views: z.array(View) });
export const ViewCounts = z.object({ counts: z.array(z.object({ view: z.string(), count: z.int(), more: z.boolean().describe(`Whether there are more than the ${COUNTED} that were counted`) })) });
export const ViewsQuery = z.object({ list });
export const ViewPath = z.object({ view: z.string().max(60) });

const builtIn = (id: string, name: string, filters: Record<string, string>, order: string): View => ({ id, builtIn: true, list: 'orders', name, filters, columns: [], order, team: 'everyone', owner: null, mine: false, updatedAt: null, can: [] });

/** What everybody looks at; each is one range of an index. */
export const BUILT_IN: readonly View[] = [
  builtIn('all', 'All', {}, 'newest'),
  builtIn('on-hold', 'On hold', { onHold: 'true', status: 'open,waiting,in_progress,ready,partly_shipped' }, 'oldest'),
  builtIn('today', 'To do today', { due: 'today' }, 'due'),
  builtIn('late', 'Late', { due: 'now' }, 'due'),
  builtIn('waiting', 'Waiting for stock', { waiting: 'true', onHold: 'false' }, 'oldest'),
  builtIn('ready', 'Ready for pickup', { status: 'ready' }, 'oldest'),
  builtIn('partly-shipped', 'Partly shipped', { status: 'partly_shipped' }, 'oldest'),
];

interface Row { id: Uuid; list: string; name: string; owner: string; owner_name: string; team: View['team']; definition: Pick<View, 'filters' | 'columns' | 'order'>; updated_at: Instant }
const COLUMNS = 'id, list, name, owner, owner_name, team, definition, updated_at';
const viewOf = (row: Row, actor: Actor): View => ({
  id: toWire(PREFIX, row.id), builtIn: false, list: row.list, name: row.name, ...row.definition, team: row.team, owner: row.owner_name, mine: row.owner === actor.id, updatedAt: row.updated_at, can: viewActions(actor, row),
});

/** The views of a list that an account sees: built-in ones, then its own and its teams' by name. */
export async function listViews(database: Queryable, actor: Actor, of: string): Promise<View[]> {
  const teams = TEAMS.filter((team) => seesView(actor, { owner: '', team }));
  const rows = await database.query<Row>(`select ${COLUMNS} from office.view where list = $1 and (owner = $2 or team = any($3)) limit ${10 * MOST_VIEWS}`, [of, actor.id, teams]);
  const views = rows.map((row) => viewOf(row, actor));
  return [...BUILT_IN.filter((view) => view.list === of), ...views.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))];
}

/** How many orders are in each view of an account, counted to 500 and no further. */
export async function countViews(database: Database, actor: Actor, now: Instant): Promise<z.infer<typeof ViewCounts>['counts']> {
  const views = await listViews(database, actor, 'orders');
  return Promise.all(views.map(async ({ id, filters }) => {
    const filter = OrderFilter.safeParse(filters);
    return { view: id, ...(filter.success ? await countOrders(database, filter.data, { actor, now }, COUNTED) : { count: 0, more: false }) };
  }));
}

/** What a view of orders says must be filters that the list has; other lists know theirs themselves. */
function checkFilters({ list: of, filters }: ViewBody): void {
  if (of !== 'orders') return;
  const result = OrderFilter.strict().safeParse(filters);
  if (result.success) return;
  const [issue] = result.error.issues;
  throw officeProblems.view_filters({ detail: `filters${issue?.path.length ? `.${issue.path.join('.')}` : ''}: ${issue?.message ?? 'not filters of this list'}. GET /orders says which there are.`, field: 'filters', found: filters });
}

const rowOf = async (database: Queryable, actor: Actor, id: string): Promise<Row> => {
  const uuid = fromWire(PREFIX, id);
  const [row] = uuid === null ? [] : await database.query<Row>(`select ${COLUMNS} from office.view where id = $1`, [uuid]);
  if (!row || !seesView(actor, row)) throw officeProblems.view_unknown({ detail: BUILT_IN.some((view) => view.id === id) ? `"${id}" is built in and stays as it is. Save a view of your own.` : `There is no view ${id}.`, found: id });
  return row;
};
const mine = async (database: Queryable, actor: Actor, id: string): Promise<Row> => {
  const row = await rowOf(database, actor, id);
  if (viewActions(actor, row).length === 0) throw officeProblems.view_not_yours({ detail: `"${row.name}" is a view of ${row.owner_name}. Save your own under another name.`, found: row.owner_name });
  return row;
};

/** Saves a view under a name; one's own of that name is replaced. */
export const saveView = (database: Database, context: CommandContext, body: ViewBody): Promise<Outcome<View>> => execute(database, context, async (change) => {
  checkFilters(body);
  const { actor, now } = context;
  const own = await database.query<Row>(`select ${COLUMNS} from office.view where owner = $1 and list = $2`, [actor.id, body.list]);
  const before = own.find((row) => row.name === body.name);
  if (!before && own.length >= MOST_VIEWS) throw officeProblems.too_many_views({ detail: `You have ${own.length} views of this list. Delete some first.`, found: own.length, expected: MOST_VIEWS });
  const id = before?.id ?? newId();
  change.put(VIEW, rowFor(id, body, actor.id, actor.name, now));
  return { status: before ? 200 : 201, answer: answerOf(id, body, { owner: actor.id, owner_name: actor.name }, context) };
});

/** Changes a view: its name, what it shows, or who sees it. */
export const changeView = (database: Database, context: CommandContext, id: string, body: ViewBody): Promise<Outcome<View>> => execute(database, context, async (change) => {
  checkFilters(body);
  const row = await mine(database, context.actor, id);
  change.patch(VIEW, rowFor(row.id, body, row.owner, row.owner_name, context.now));
  return { status: 200, answer: answerOf(row.id, body, row, context) };
});

/** Takes a view away. */
export const deleteView = (database: Database, context: CommandContext, id: string): Promise<Outcome<null>> => execute(database, context, async (change) => {
  const row = await mine(database, context.actor, id);
  change.remove(VIEW, { id: row.id });
  return { status: 200, answer: null };
});

const rowFor = (id: Uuid, { list: of, name, filters, columns, order, team }: ViewBody, owner: string, ownerName: string, now: Instant): Record<string, unknown> =>
  ({ id, list: of, name, owner, owner_name: ownerName, team, definition: { filters, columns, order }, updated_at: now });
const answerOf = (id: Uuid, body: ViewBody, { owner, owner_name }: { owner: string; owner_name: string }, { actor, now }: CommandContext): View =>
  viewOf({ id, list: body.list, name: body.name, owner, owner_name, team: body.team, definition: { filters: body.filters, columns: body.columns, order: body.order }, updated_at: now }, actor);
