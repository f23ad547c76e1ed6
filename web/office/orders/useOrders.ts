/** The rows of the list: pages by key, kept current without jumping. New orders are counted until somebody wants to see them. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { onTold } from '../../api/live.ts';
import { pages, read } from '../../api/query.ts';
import type { Shown } from './search.ts';

export type Order = Answer<'listOrders'>['orders'][number];

const PAGE = 100;
/** Milliseconds between readings while the company is busy: a change is seen within a second, and a rush is not answered row by row. */
const PAUSE = 800;
const PAUSE_COUNTS = 3000;

/** Makes queries old a moment after something happened to an order, once per pause. */
function useChanges(operation: 'listOrders' | 'countViews', pause: number): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = onTold(({ kind }) => {
      if (kind !== 'order') return;
      timer ??= setTimeout(() => {
        timer = null;
        void client.invalidateQueries({ queryKey: [operation] }, { cancelRefetch: false });
      }, pause);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [client, operation, pause]);
}

export interface Orders { rows: Order[]; fresh: number; showFresh(): void; can: readonly string[]; loading: boolean; error: unknown; more: boolean; readMore(): void; refetch(): void }

export function useOrders({ filters, order }: Pick<Shown, 'filters' | 'order'>, ready: boolean): Orders {
  useChanges('listOrders', PAUSE);
  const query = useInfiniteQuery({ ...pages('listOrders', { ...filters, order, limit: PAGE } as Parameters<typeof pages<'listOrders'>>[1]), enabled: ready });
  const all = useMemo(() => [...new Map((query.data?.pages ?? []).flatMap((page) => page.orders).map((row) => [row.id, row])).values()], [query.data]);
  const asked = JSON.stringify([filters, order]);
  // Ids are made in the order of time: what is newer than the first row that was seen is new.
  const [seen, setSeen] = useState<{ asked: string; newest: string } | null>(null);
  const newest = all.reduce((latest, row) => (row.id > latest ? row.id : latest), '');
  if (query.data && !query.isPlaceholderData && seen?.asked !== asked) setSeen({ asked, newest });
  const hidden = order === 'newest' && seen?.asked === asked && seen.newest !== '' ? all.filter((row) => row.id > seen.newest) : [];
  return {
    rows: hidden.length === 0 ? all : all.filter((row) => row.id <= (seen?.newest ?? '')), fresh: hidden.length, showFresh: () => setSeen({ asked, newest }),
    can: query.data?.pages[0]?.can ?? [], loading: query.isPending || query.isFetchingNextPage, error: query.error, more: query.hasNextPage,
    readMore: () => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage(); }, refetch: () => void query.refetch(),
  };
}

/** Views with how many orders are in each. */
export function useViews() {
  useChanges('countViews', PAUSE_COUNTS);
  const views = useQuery({ ...read('listViews', { list: 'orders' }), staleTime: 60_000 });
  const counts = useQuery(read('countViews', {}));
  const byId = useMemo(() => new Map(counts.data?.counts.map((one) => [one.view, one])), [counts.data]);
  return { views: views.data?.views ?? [], ready: views.data !== undefined, error: views.error, count: (id: string) => byId.get(id) };
}
