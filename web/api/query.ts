/** What the screens read, kept by TanStack Query: each query names what it follows, so that a change on the server shows within a second. */
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { call, Refused } from './client.ts';
import type { Answer, Input, Operation } from './client.ts';

/** Streams of the journal that a query depends on: `order` includes work, parcels and payments of an order; `settings` what has versions. */
export type Followed = 'order' | 'load' | 'stock' | 'return';

export interface Follows {
  /** Kinds of change that make the answer old. */
  kinds: readonly Followed[];
  /** Only changes of this one thing (`ord_…`); left out, of any. */
  id?: string;
}

/** Options for useQuery: `useQuery(read('getWork', { fulfilment }, { kinds: ['order'] }))`. Without `follows` it is read again when the window is looked at. */
export const read = <O extends Operation>(operation: O, input: Input<O>, follows?: Follows) =>
  queryOptions<Answer<O>>({ queryKey: [operation, input], queryFn: ({ signal }) => call(operation, input, { signal }), ...(follows ? { meta: { follows } } : {}) });

/** Options for useInfiniteQuery on a list that pages by key: `useInfiniteQuery(pages('listOrders', { limit: 100 }, { kinds: ['order'] }))`. */
export const pages = <O extends Operation>(operation: O, input: Input<O>, follows?: Follows) => ({
  queryKey: [operation, input, 'pages'] as const,
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }): Promise<Answer<O>> => call(operation, { ...input, ...(pageParam === undefined ? {} : { after: pageParam }) } as Input<O>, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Answer<O>): string | undefined => (last as { next?: string | null }).next ?? undefined,
  ...(follows ? { meta: { follows } } : {}),
});

/** The client of a door. A refusal is an answer and is not asked for again; what could not be reached is, with growing pauses. */
export const createQueryClient = (): QueryClient => new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, gcTime: 24 * 3_600_000, networkMode: 'offlineFirst', retry: (count, error) => !(error instanceof Refused) && count < 3 },
    mutations: { networkMode: 'always', retry: false },
  },
});
