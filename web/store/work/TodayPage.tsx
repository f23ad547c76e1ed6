/** Today: everything this location has to do, in one list, most urgent first; new work is heard and slides in. */
import { Button, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconChecks, IconRoute } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { startLabels } from '../../printing/labels.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useFormat } from '../../shell/format.ts';
import { arrivals, GROUPS, isPicking } from './groups.ts';
import type { Group, Today } from './groups.ts';
import { todayRoute } from './routes.ts';
import { ROWS, todayOf } from './today.ts';
import { TodayRow } from './TodayRow.tsx';
import classes from './today.module.css';
import { WaveChooser } from './WaveChooser.tsx';
import { useGroup, useTodayWords } from './words.ts';

/** How long new work is marked as new, in milliseconds. */
const NEW = 4000;
/** So many orders can be opened without a connection. */
const AT_HAND = 20;

export default function TodayPage() {
  const { location } = todayRoute.useParams();
  const { group, choose } = todayRoute.useSearch();
  const navigate = todayRoute.useNavigate();
  const words = useTodayWords();
  const format = useFormat();
  const today = useQuery(todayOf(location));
  const isNew = useArrivals(today.data);
  useAtHand(today.data);
  useEffect(startLabels, []);
  if (today.error && !today.data) return <PageProblem error={today.error} retry={() => void today.refetch()} />;
  const picking = (today.data?.items ?? []).filter(isPicking);
  return (
    <>
      <PageHeader title={words.title} description={today.data && format.day(today.data.at)}
        actions={<Button size="md" leftSection={<IconRoute size={20} aria-hidden />} disabled={picking.length === 0} onClick={() => void navigate({ search: { ...(group ? { group } : {}), choose: true } })}>{words.pickWave}</Button>} />
      <Filters counts={today.data?.counts} chosen={group} choose={(next) => void navigate({ search: next ? { group: next } : {}, replace: true })} />
      {today.data ? <List today={today.data} location={location} group={group} isNew={isNew} showAll={() => void navigate({ search: {} })} /> : <Loading />}
      <VisuallyHidden role="status">{isNew.size > 0 ? words.arrived(isNew.size) : ''}</VisuallyHidden>
      <WaveChooser opened={choose === true && today.data !== undefined} items={picking} location={location} onClose={() => void navigate({ search: group ? { group } : {}, replace: true })} />
    </>
  );
}

function Filters({ counts, chosen, choose }: { counts: Today['counts'] | undefined; chosen: Group | undefined; choose: (group: Group | undefined) => void }) {
  const words = useTodayWords();
  const groups = useGroup();
  const all = counts && Object.values(counts).reduce((sum, n) => sum + n, 0);
  const chip = (group: Group | undefined, label: string, n: number | undefined) => (
    <Button key={group ?? 'all'} size="compact-md" h={44} radius="xl" px="md" variant={chosen === group ? 'filled' : 'default'} aria-pressed={chosen === group} onClick={() => choose(group)} rightSection={<Text component="span" fw={650} inherit data-count={group ?? 'all'}>{n ?? '–'}</Text>}>{label}</Button>
  );
  return <div className={classes.filters} role="group" aria-label={words.filter}>{chip(undefined, words.all, all)}{GROUPS.map((group) => chip(group, groups[group], counts?.[group]))}</div>;
}

interface ListProps { today: Today; location: string; group: Group | undefined; isNew: ReadonlySet<string>; showAll: () => void }

function List({ today, location, group, isNew, showAll }: ListProps) {
  const words = useTodayWords();
  // Beyond the rows that were read there may be more of one group: that is asked for by itself.
  const cut = group !== undefined && today.more > 0;
  const own = useQuery({ ...read('getToday', { location, group, limit: ROWS }, { kinds: ['order', 'load', 'return'] }), enabled: cut });
  const view = cut && own.data ? own.data : today;
  const items = group === undefined ? view.items : view.items.filter((item) => item.group === group);
  const products = useMemo(() => new Map(view.products.map((product) => [product.sku, product])), [view.products]);
  if (items.length === 0) return group === undefined ? <Empty icon={<IconChecks size={48} />} title={words.empty} text={words.emptyText} /> : <Empty icon={<IconChecks size={48} />} title={words.emptyGroup} text={words.emptyGroupText}><Button variant="default" size="md" mt="sm" onClick={showAll}>{words.showAll}</Button></Empty>;
  return (
    <>
      <ul className={classes.list} aria-label={words.list}>{items.map((item) => <TodayRow key={item.key} item={item} location={location} products={products} isNew={isNew.has(item.key)} />)}</ul>
      {view.more > 0 && <Text c="dimmed" ta="center" mt="md">{words.more(view.more)}</Text>}
    </>
  );
}

const Loading = () => <Stack gap={8} aria-hidden>{Array.from({ length: 6 }, (_none, index) => <Skeleton key={index} h={78} radius="md" />)}</Stack>;

/** Keys of what came while one was looking; sounds once for each time that something comes. */
function useArrivals(today: Today | undefined): ReadonlySet<string> {
  const seen = useRef<{ location: string; keys: ReadonlySet<string> } | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!today) return undefined;
    const came = arrivals(seen.current?.location === today.location ? seen.current.keys : null, today.items);
    seen.current = { location: today.location, keys: new Set(today.items.map(({ key }) => key)) };
    if (came.length === 0) return undefined;
    feedback('new');
    setFresh(new Set(came.map(({ key }) => key)));
    const timer = setTimeout(() => setFresh(new Set()), NEW);
    return () => clearTimeout(timer);
  }, [today]);
  return fresh;
}

/** Reads the first orders before they are opened, so that they open at once, with or without a connection. */
function useAtHand(today: Today | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    for (const item of (today?.items ?? []).filter(isPicking).slice(0, AT_HAND)) {
      const work = read('getWork', { fulfilment: item.fulfilment ?? '' }, { kinds: ['order'], id: item.order ?? '' });
      if (!client.getQueryData(work.queryKey)) void client.prefetchQuery(work);
    }
  }, [client, today]);
}
