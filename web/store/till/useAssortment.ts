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

/** More than these are not shown of what is called so: another word makes them fewer. */
const MOST_NAMED = 8;

/** Items with all words of the text in their name, and a price; none for what is no word. */
function namedIn(items: readonly Item[], text: string): Item[] {
  if (!/[a-z]{3}/i.test(text)) return [];
  const wanted = text.toLowerCase().trim().split(/\s+/);
  return items.filter(({ name, price }) => price !== null && wanted.every((word) => name.toLowerCase().includes(word))).slice(0, MOST_NAMED);
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
  return { query, named: (text: string): Item[] => namedIn(query.data?.items ?? [], text), find: (code: string): Item | null => byCode.get(productCode(code)) ?? byCode.get(productCode(code).toLowerCase()) ?? null };
}
