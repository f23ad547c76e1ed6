/** The end of the day: the pile of a carrier is scanned or ticked, counted against what was announced, signed for and closed. */
import { Anchor, Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconTruckDelivery } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { pages, read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { Closed } from './Closing.tsx';
import type { Handover } from './Closing.tsx';
import { PileOf } from './PileOf.tsx';
import { pilesOf } from './pile.ts';
import type { Parcel } from './pile.ts';
import { handoverRoute } from './routes.ts';
import { useHandoverWords } from './words.ts';

export default function HandoverPage() {
  const { location } = handoverRoute.useParams();
  const { carrier } = handoverRoute.useSearch();
  const navigate = handoverRoute.useNavigate();
  const words = useHandoverWords();
  const { parcels, query } = useLabelled(location);
  const client = useQueryClient();
  const [handover, setHandover] = useState<Handover | null>(null);
  const closed = (done: Handover): void => {
    setHandover(done);
    void client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === 'listParcels' || name === 'listManifests' || name === 'getToday' });
  };
  if (query.error && !query.data) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  const piles = pilesOf(parcels);
  const pile = piles.find((one) => one.carrier === carrier) ?? piles[0];
  return (
    <>
      <PageHeader title={words.title} actions={<Button variant="default" size="md" component={Link} to={`/${location}/manifests`}>{words.past}</Button>} />
      <Stack maw={860}>
        <Unlabelled location={location} />
        {piles.length > 1 && <SegmentedControl aria-label={words.carriers} size="md" data={piles.map(({ carrier: code, name, parcels: of }) => ({ value: code, label: `${name} · ${of.length}` }))} value={pile?.carrier ?? ''} onChange={(next) => void navigate({ search: { carrier: next }, replace: true })} />}
        {query.isPending ? <Stack aria-hidden>{Array.from({ length: 5 }, (_none, index) => <Skeleton key={index} h={56} />)}</Stack>
          : pile ? <PileOf key={pile.carrier} pile={pile} all={parcels} location={location} closed={closed} />
            : <Empty icon={<IconTruckDelivery size={48} />} title={words.empty} text={words.emptyText}><Button size="md" mt="sm" component={Link} to={`/${location}/today`}>{words.next}</Button></Empty>}
      </Stack>
      <Closed handover={handover} location={location} onClose={() => setHandover(null)} />
    </>
  );
}

/** All parcels with a label, page after page: the count must be right before it is signed. */
function useLabelled(location: string): { parcels: Parcel[]; query: ReturnType<typeof useInfiniteQuery> } {
  const query = useInfiniteQuery(pages('listParcels', { location, status: 'labelled', limit: 200 }, { kinds: ['order'] }));
  const { hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => { if (hasNextPage && !isFetching) void fetchNextPage(); }, [hasNextPage, isFetching, fetchNextPage]);
  return { parcels: (query.data?.pages ?? []).flatMap((page) => page.parcels), query: query as unknown as ReturnType<typeof useInfiniteQuery> };
}

/** Packed, and not announced yet: it cannot go along. */
function Unlabelled({ location }: { location: string }) {
  const words = useHandoverWords();
  const packed = useQuery(read('listParcels', { location, status: 'packed', limit: 50 }, { kinds: ['order'] }));
  const n = packed.data?.parcels.length ?? 0;
  if (n === 0) return null;
  return <Group gap="xs"><Text c="dimmed">{words.waiting(n)}</Text><Anchor component={Link} to={`/${location}/today`} search={{ group: 'to_pack' } as never}>{words.waitingShow}</Anchor></Group>;
}
