/** Pure: what the list of orders shows, as it stands in the address: a view, filters that replace the view's own, the order, and columns. */
import type { Answer } from '../../api/client.ts';

export const FILTERS = ['status', 'channel', 'location', 'kind', 'onHold', 'waiting', 'due', 'placedAfter', 'placedBefore', 'tag', 'customer', 'number'] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;
export const SORTS = ['newest', 'oldest', 'due'] as const;
export type Sort = (typeof SORTS)[number];
export const COLUMNS = ['number', 'customer', 'status', 'channel', 'kinds', 'locations', 'due', 'placed', 'promised', 'units', 'total', 'tags'] as const;
export type ColumnKey = (typeof COLUMNS)[number];
const DEFAULT_COLUMNS: readonly ColumnKey[] = ['number', 'customer', 'status', 'channel', 'kinds', 'locations', 'due', 'placed', 'total'];

export interface OrdersSearch extends Filters { view?: string; order?: Sort; columns?: string }
export type View = Answer<'listViews'>['views'][number];

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined);
const given = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** What of an address the list understands. */
export function validate(search: Record<string, unknown>): OrdersSearch {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = text(search[name]);
    if (value !== undefined) filters[name] = value;
  }
  const order = SORTS.find((sort) => sort === search['order']);
  const [view, columns] = [text(search['view']), text(search['columns'])];
  return given({ ...filters, view, order, columns } as OrdersSearch);
}

const own = (search: OrdersSearch): Filters => given(Object.fromEntries(FILTERS.map((name) => [name, search[name]]))) as Filters;

/** The view that is shown: the one of the address, or "All". */
export const viewOf = (search: OrdersSearch, views: readonly View[]): View | undefined => views.find((view) => view.id === (search.view ?? 'all')) ?? views[0];

export interface Shown { filters: Filters; order: Sort; columns: ColumnKey[] }

/** What the address comes to: filters in it replace those of its view, and so do order and columns. */
export function shownOf(search: OrdersSearch, view: Pick<View, 'filters' | 'order' | 'columns'> | undefined): Shown {
  const filters = own(search);
  const columns = (search.columns?.split(',') ?? view?.columns ?? []).filter((key): key is ColumnKey => (COLUMNS as readonly string[]).includes(key));
  return {
    filters: Object.keys(filters).length > 0 ? filters : (view?.filters as Filters | undefined) ?? {},
    order: search.order ?? SORTS.find((sort) => sort === view?.order) ?? 'newest',
    columns: columns.length > 0 ? columns : [...DEFAULT_COLUMNS],
  };
}

/** The address after a filter was set, or taken away (undefined). Without any filter left it is the view "All" again. */
export function withFilter(search: OrdersSearch, shown: Shown, change: Filters): OrdersSearch {
  const filters = given({ ...shown.filters, ...change }) as Filters;
  const rest = given({ order: search.order, columns: search.columns }) as OrdersSearch;
  return Object.keys(filters).length === 0 ? rest : { ...rest, ...(search.view === undefined ? {} : { view: search.view }), ...filters };
}

const sorted = (filters: Readonly<Record<string, string | undefined>>): string => JSON.stringify(Object.entries(filters).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Whether what is shown is something else than the view it began with. */
export const changed = (shown: Shown, view: Pick<View, 'filters' | 'order' | 'columns'> | undefined): boolean => {
  if (view === undefined) return false;
  const as = shownOf({}, view);
  return sorted(shown.filters) !== sorted(as.filters) || shown.order !== as.order || shown.columns.join() !== as.columns.join();
};
