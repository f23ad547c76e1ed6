/** Insight: the figures of a period with the period before, or where everything stands now. */
import { Paper, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import type { FigureName } from '../../parts/insight/figure-value.ts';
import { FunnelBars } from '../../parts/insight/Funnel.tsx';
import { useInsightWords } from '../../parts/insight/words.ts';
import { WorkloadBars } from '../../parts/insight/Workload.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { daysIn } from './days.ts';
import { FigureCard } from './FigureCard.tsx';
import { FigureDetail } from './FigureDetail.tsx';
import { Filters } from './Filters.tsx';
import { insightRoute } from './routes.ts';
import { useWords } from './words.ts';

const GROUPS: readonly { group: 'sales' | 'delivery' | 'stores' | 'back'; figures: readonly FigureName[] }[] = [
  { group: 'sales', figures: ['orders', 'revenue', 'units', 'cancel_rate'] },
  { group: 'delivery', figures: ['fill_rate', 'on_time', 'lead_time', 'split_rate', 'pickup_ready'] },
  { group: 'stores', figures: ['first_time_right', 'rejection_rate', 'accept_time', 'dispatch_on_time', 'broken_reservations'] },
  { group: 'back', figures: ['return_rate', 'returns', 'refund_time'] },
];

export default function InsightPage() {
  const words = useWords();
  const search = insightRoute.useSearch();
  const navigate = insightRoute.useNavigate();
  const view = search.view ?? 'figures';
  const change = (next: Partial<typeof search>): void => { void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false }); };
  return (
    <>
      <PageHeader title={words.title} description={view === 'now' ? words.nowText : words.description}
        actions={<SegmentedControl aria-label={words.views} value={view} onChange={(next) => change({ view: next === 'now' ? 'now' : undefined })} data={[{ value: 'figures', label: words.figures }, { value: 'now', label: words.now }]} />} />
      {view === 'now' ? <Now onChange={change} /> : <Figures onChange={change} />}
    </>
  );
}

function Figures({ onChange }: { onChange: (next: Record<string, string | undefined>) => void }) {
  const words = useWords();
  const search = insightRoute.useSearch();
  const { from, until, location, channel } = search;
  const { data, error } = useQuery({ ...read('getFigures', { from, until, location, channel }, { kinds: ['order'] }), placeholderData: keepPreviousData });
  const days = data ? daysIn(data.from, data.until) : 7;
  const byName = new Map(data?.figures.map((figure) => [figure.figure, figure]));
  const chosen = byName.get(search.figure as FigureName);
  return (
    <>
      <Filters filter={search} shown={data} onChange={onChange} />
      <ProblemAlert error={error} />
      {location !== undefined && <Text c="dimmed" size="sm" mb="md">{words.onlyLocation}</Text>}
      <Stack gap="xl">
        {chosen && data && <FigureDetail figure={chosen} currency={data.currency} days={days} search={search} period={{ from: data.from, until: data.until }} />}
        {GROUPS.map(({ group, figures }) => {
          const shown = data ? figures.flatMap((name) => byName.get(name) ?? []) : [];
          if (data && shown.length === 0) return null;
          return (
            <section key={group} aria-labelledby={`group-${group}`}>
              <Title order={2} size="h3" mb="sm" id={`group-${group}`}>{words.groups[group]}</Title>
              <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 5 }} spacing="md">
                {data ? shown.map((figure) => <FigureCard key={figure.figure} figure={figure} currency={data.currency} days={days} search={search} selected={figure.figure === search.figure} />) : figures.map((name) => <Skeleton key={name} h={156} />)}
              </SimpleGrid>
            </section>
          );
        })}
      </Stack>
    </>
  );
}

function Now({ onChange }: { onChange: (next: Record<string, string | undefined>) => void }) {
  const words = useInsightWords();
  const search = insightRoute.useSearch();
  const { location, channel } = search;
  const funnel = useQuery({ ...read('getFunnel', { location, channel }, { kinds: ['order'] }), placeholderData: keepPreviousData });
  const workload = useQuery(read('getWorkload', { limit: 500 }, { kinds: ['order'] }));
  return (
    <>
      <Filters filter={search} onChange={onChange} withoutPeriod />
      <ProblemAlert error={funnel.error ?? workload.error} />
      <Stack gap="xl">
        <Paper withBorder p="lg" component="section" aria-labelledby="funnel-title"><Title order={2} mb="md" id="funnel-title">{words.funnel}</Title><FunnelBars funnel={funnel.data} search={{ location, channel }} /></Paper>
        <Paper withBorder p="lg" component="section" aria-labelledby="workload-title"><Title order={2} mb="md" id="workload-title">{words.workload}</Title><WorkloadBars workload={workload.data} /></Paper>
      </Stack>
    </>
  );
}
