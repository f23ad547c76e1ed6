/** Magento's searches: criteria from the query string, filters, sorting and paging with the vendor's own habits. */
import { VendorRefusal } from './simulator-refusal.ts';

interface Filter { field: string; value: string; condition_type: string }
interface Criteria { groups: Filter[][]; sorts: { field: string; direction: string }[]; pageSize: number | null; page: number }

const KEY = /^search_?criteria\[(filter_?groups)\]\[(\d+)\]\[filters\]\[(\d+)\]\[(field|value|condition_?type)\]$/i;
const SORT = /^search_?criteria\[sort_?orders\]\[(\d+)\]\[(field|direction)\]$/i;
const PAGING = /^search_?criteria\[(page_?size|current_?page)\]$/i;

/** Reads criteria in both spellings Magento takes (filterGroups, filter_groups). None at all is refused, as Magento does. */
export function readCriteria(query: Record<string, unknown>): Criteria {
  const groups: Filter[][] = [];
  const sorts: Criteria['sorts'] = [];
  let pageSize: number | null = null;
  let page = 1;
  const keys = Object.keys(query);
  if (!keys.some((key) => /^search_?criteria/i.test(key))) throw new VendorRefusal(400, '"%fieldName" is required. Enter and try again.', { fieldName: 'searchCriteria' });
  for (const key of keys) {
    const value = String(query[key]);
    const filter = KEY.exec(key);
    if (filter) {
      const group = (groups[Number(filter[2])] ??= []);
      const target = (group[Number(filter[3])] ??= { field: '', value: '', condition_type: 'eq' });
      const part = (filter[4] ?? '').toLowerCase().replace('_', '');
      if (part === 'field') target.field = value;
      else if (part === 'value') target.value = value;
      else target.condition_type = value;
      continue;
    }
    const sort = SORT.exec(key);
    if (sort) {
      const target = (sorts[Number(sort[1])] ??= { field: '', direction: 'ASC' });
      if (sort[2] === 'field') target.field = value;
      else target.direction = value.toUpperCase();
      continue;
    }
    const paging = PAGING.exec(key);
    if (!paging) continue;
    if (!/^\d+$/.test(value) || Number(value) < 1) throw new VendorRefusal(400, 'Invalid value of "%1" for "%2": a positive number is expected.', [value, paging[1] ?? '']);
    if ((paging[1] ?? '').toLowerCase().startsWith('page')) pageSize = Number(value);
    else page = Number(value);
  }
  return { groups: groups.filter(Boolean).map((group) => group.filter(Boolean)), sorts: sorts.filter(Boolean), pageSize, page };
}

const compare = (a: unknown, b: unknown): number => (typeof a === 'number' && !Number.isNaN(Number(b)) ? a - Number(b) : String(a ?? '').localeCompare(String(b ?? '')));

function matches(row: Record<string, unknown>, filter: Filter): boolean {
  if (!(filter.field in row)) throw new VendorRefusal(400, 'Column not found: %1 in where clause.', [filter.field]);
  const value = row[filter.field];
  switch (filter.condition_type) {
    case 'eq': return compare(value, filter.value) === 0;
    case 'neq': return compare(value, filter.value) !== 0;
    case 'in': return filter.value.split(',').some((one) => compare(value, one) === 0);
    case 'gt': return compare(value, filter.value) > 0;
    case 'gteq': return compare(value, filter.value) >= 0;
    case 'lt': return compare(value, filter.value) < 0;
    case 'lteq': return compare(value, filter.value) <= 0;
    default: throw new VendorRefusal(400, 'Condition type "%1" is not known.', [filter.condition_type]);
  }
}

/** The answer to a search. Asked for a page beyond the last, Magento gives the last page again; so does this. */
export function searched(rows: readonly Record<string, unknown>[], criteria: Criteria): { items: Record<string, unknown>[]; search_criteria: unknown; total_count: number } {
  const found = rows.filter((row) => criteria.groups.every((group) => group.some((filter) => matches(row, filter))));
  found.sort((a, b) => {
    for (const sort of criteria.sorts) {
      const order = compare(a[sort.field], b[sort.field]);
      if (order !== 0) return sort.direction === 'DESC' ? -order : order;
    }
    return 0;
  });
  const size = criteria.pageSize ?? Math.max(1, found.length);
  const last = Math.max(1, Math.ceil(found.length / size));
  const start = (Math.min(criteria.page, last) - 1) * size;
  return {
    items: found.slice(start, start + size),
    search_criteria: {
      filter_groups: criteria.groups.map((filters) => ({ filters })),
      ...(criteria.sorts.length > 0 ? { sort_orders: criteria.sorts } : {}),
      ...(criteria.pageSize === null ? {} : { page_size: criteria.pageSize }),
      current_page: criteria.page,
    },
    total_count: found.length,
  };
}
