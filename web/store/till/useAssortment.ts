/** What this store sells, read whole and kept on the device: a till goes on without a connection. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { productCode } from '../../scanning/codes.ts';

export type Assortment = Answer<'getAssortment'>;
export type Item = Assortment['items'][number];

/** Pages are read one after another; more of them than this no retailer has. */
const MOST_PAGES = 200;

async function readAll(location: string, signal: AbortSignal): Promise<Assortment> {
  const first = await call('getAssortment', { location }, { signal });
  const items = [...first.items];
  let { next } = first;
  for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
    const more = await call('getAssortment', { location, after: next }, { signal });
    items.push(...more.items);
    next = more.next;
  }
  return { ...first, items, next: null };
}

export function useAssortment(location: string) {
  // Prices change by the day: what is an hour old is read again in the background, and used meanwhile.
  const query = useQuery({ queryKey: ['getAssortment', { location }], queryFn: ({ signal }) => readAll(location, signal), staleTime: 3_600_000 });
  const byCode = useMemo(() => {
    const items = new Map<string, Item>();
    for (const item of query.data?.items ?? []) {
      items.set(item.sku.toLowerCase(), item);
      for (const gtin of item.gtins) items.set(gtin, item);
    }
    return items;
  }, [query.data]);
  return { query, find: (code: string): Item | null => byCode.get(productCode(code)) ?? byCode.get(productCode(code).toLowerCase()) ?? null };
}
