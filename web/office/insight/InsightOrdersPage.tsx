/** The orders behind a figure or in a stage of the funnel. */
import { Breadcrumbs, SegmentedControl, Text } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Answer, Input } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { SHARES, useFigureFormat } from '../../parts/insight/figure-value.ts';
import type { FigureName } from '../../parts/insight/figure-value.ts';
import { useFigureWords, useInsightWords, useReasonWords } from '../../parts/insight/words.ts';
import { LinkAnchor, LinkButton } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useStage, wordOf } from '../../parts/words.ts';
import { useFormat, ZONE } from '../../shell/format.ts';
import { dayAt, daysBack } from './days.ts';
import { Filters } from './Filters.tsx';
import { insightOrdersRoute } from './routes.ts';
import { useBehindWords } from './words.ts';
import { now as clockNow } from '../../shell/clock.ts';

type Row = Answer<'listOrdersBehind'>['orders'][number];
type Query = Input<'listOrdersBehind'>;

export default function InsightOrdersPage() {
  const words = useBehindWords();
  const { names } = useFigureWords();
  const { held } = useInsightWords();
  const stages = useStage();
  const search = insightOrdersRoute.useSearch();
  const navigate = insightOrdersRoute.useNavigate();
  const change = (next: Partial<typeof search>): void => { void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false }); };
  const { figure, stage } = search;
  const title = stage !== undefined ? words.inStage(stage === 'held' ? held : wordOf(stages, stage)) : figure !== undefined ? words.behind(names[figure as FigureName] ?? figure) : words.title;
  const until = search.until ?? dayAt(clockNow(), ZONE);
  return (
    <>
      <Breadcrumbs mb={4}><LinkAnchor to="/insight" search={stage !== undefined ? { view: 'now' } : { figure, from: search.from, until: search.until }} size="sm">{words.back}</LinkAnchor><Text size="sm" c="dimmed">{words.rows}</Text></Breadcrumbs>
      <PageHeader title={title}
        actions={SHARES.has(figure as FigureName) && stage === undefined && <SegmentedControl aria-label={words.show} value={search.all ? 'all' : 'only'} onChange={(next) => change({ all: next === 'all' ? true : undefined })} data={[{ value: 'only', label: words.only }, { value: 'all', label: words.all }]} />} />
      {figure === undefined && stage === undefined
        ? <Empty icon={<IconListSearch size={40} />} title={words.unnamed} text={words.unnamedText}><LinkButton to="/insight">{words.toInsight}</LinkButton></Empty>
        : <><Filters filter={search} shown={{ from: search.from ?? daysBack(until, 6), until }} onChange={change} withoutPeriod={stage !== undefined} /><Orders query={{ ...search, figure: figure as FigureName, stage: stage as NonNullable<Query['stage']>, all: search.all ? 'true' : 'false', limit: 100 }} /></>}
    </>
  );
}

/** A column that no row has anything for is left out. */
const only = (wanted: boolean, column: Column<Row>): Column<Row>[] => (wanted ? [column] : []);
/** What was ordered has its currency for a reason, which the amount shows. */
const hasReason = ({ reason, measure }: Row): boolean => reason !== null && measure !== 'placed';

function Orders({ query }: { query: Query }) {
  const words = useBehindWords();
  const reasons = useReasonWords();
  const format = useFormat();
  const figures = useFigureFormat();
  const locations = usePlaces();
  const navigate = insightOrdersRoute.useNavigate();
  const live = query.stage !== undefined;
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage } = useInfiniteQuery(pages('listOrdersBehind', query, { kinds: ['order'] }));
  const rows = data?.pages.flatMap(({ orders }) => orders) ?? [];
  const columns: Column<Row>[] = [
    { key: 'number', title: words.order, width: 130, render: ({ number, order }) => <LinkAnchor to="/orders/$order" params={{ order }} fw={600} size="sm" onClick={(event) => event.stopPropagation()}>{number}</LinkAnchor> },
    { key: 'when', title: live ? words.placed : words.when, width: 140, render: ({ at }) => format.moment(at) },
    ...(live ? [] : [{ key: 'what', title: words.what, width: 160, render: ({ measure }: Row) => wordOf(words.measures, measure ?? '') }]),
    ...only(rows.some(({ location }) => location !== null), { key: 'location', title: words.location, render: ({ location }: Row) => (location === null ? '–' : locations.name(location)) }),
    ...only(rows.some(hasReason), { key: 'reason', title: words.reason, render: (row: Row) => (hasReason(row) ? wordOf(reasons, row.reason ?? '') : '–') }),
    ...only(rows.some(({ seconds }) => seconds !== null), { key: 'took', title: words.took, width: 120, align: 'right' as const, render: ({ seconds }: Row) => (seconds === null ? '–' : figures.duration(seconds)) }),
    { key: 'units', title: words.units, width: 80, align: 'right', render: ({ units }) => (units === 0 ? '–' : format.number(units)) },
    { key: 'worth', title: words.worth, width: 120, align: 'right', render: ({ total, currency }) => format.money(total, currency) },
    { key: 'status', title: words.status, width: 170, render: ({ status }) => <StatusBadge of="order" status={status} /> },
  ];
  return (
    <>
      <ProblemAlert error={error} />
      <DataTable label={words.rows} columns={columns} rows={rows} rowKey={(row) => `${row.order} ${row.at} ${row.measure} ${row.location} ${row.reason}`} loading={isPending || isFetchingNextPage} onOpen={({ order }) => void navigate({ to: '/orders/$order', params: { order } })}
        onEnd={() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }} height="calc(100dvh - 320px)" empty={error ? null : <Empty icon={<IconListSearch size={40} />} title={words.empty} text={live ? words.emptyStage : words.emptyFigure} />} />
    </>
  );
}
