/** One figure closely: its course over the days as a chart or a table, and divided by location, channel or reason, each part leading to its orders. */
import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { Group, Paper, SegmentedControl, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../api/query.ts';
import { useFigureFormat } from '../../parts/insight/figure-value.ts';
import type { Figure, FigureName } from '../../parts/insight/figure-value.ts';
import { nameIn, useChannelChoices } from '../../parts/insight/names.ts';
import { useFigureWords, useReasonWords } from '../../parts/insight/words.ts';
import { LinkButton } from '../../parts/links.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { Change, LINE } from './FigureCard.tsx';
import classes from './Insight.module.css';
import { insightRoute } from './routes.ts';
import type { InsightSearch } from './routes.ts';
import { useWords } from './words.ts';

/** Days up to which a period is told by the hour. */
const HOURLY = 2;

interface DetailProps { figure: Figure; currency: string | null; days: number; search: InsightSearch; period: { from: string; until: string } }

export function FigureDetail({ figure, currency, days, search, period }: DetailProps) {
  const words = useWords();
  const { names, definitions } = useFigureWords();
  const format = useFigureFormat();
  const navigate = insightRoute.useNavigate();
  const name = names[figure.figure];
  const behind = { figure: figure.figure, ...period, location: search.location, channel: search.channel };
  return (
    <Paper withBorder p="lg" id="figure" component="section" aria-labelledby="figure-title">
      <Group justify="space-between" align="flex-start" mb="md">
        <Stack gap={4} maw={640}>
          <Title order={2} id="figure-title" tabIndex={-1}>{name}</Title>
          <Text c="dimmed" size="sm">{definitions[figure.figure]}</Text>
          <Group gap="md" mt={4} align="baseline">
            <Text fz={30} fw={650} lh={1.2} className={classes.number}>{format.value(figure.unit, figure.value, currency)}</Text>
            <Text size="sm" c="dimmed" className={classes.number}><Counted figure={figure} /></Text>
          </Group>
          <Change figure={figure} days={days} />
        </Stack>
        <Group gap="sm">
          <SegmentedControl aria-label={words.shown} value={search.show ?? 'chart'} onChange={(show) => void navigate({ search: { ...search, show: show === 'table' ? 'table' : undefined }, replace: true, resetScroll: false })} data={[{ value: 'chart', label: words.chart }, { value: 'table', label: words.table }]} />
          <LinkButton to="/insight/orders" search={behind} leftSection={<IconListDetails size={18} aria-hidden />}>{words.behind}</LinkButton>
        </Group>
      </Group>
      {days <= HOURLY ? <Hours figure={figure} search={search} period={period} currency={currency} name={name} /> : search.show === 'table' ? <CourseTable figure={figure} currency={currency} /> : <Course figure={figure} currency={currency} name={name} />}
      <Parts figure={figure.figure} currency={currency} search={search} period={period} />
    </Paper>
  );
}

/** A day or two are told by the hour. */
function Hours({ figure, search, period, currency, name }: { figure: Figure; search: InsightSearch; period: { from: string; until: string }; currency: string | null; name: string }) {
  const { data } = useQuery({ ...read('getFigures', { ...period, by: 'hour', figure: figure.figure, location: search.location, channel: search.channel }, { kinds: ['order'] }), placeholderData: keepPreviousData });
  const hourly = data?.figures[0];
  if (!hourly) return <Skeleton h={260} />;
  return search.show === 'table' ? <CourseTable figure={hourly} currency={currency} /> : <Course figure={hourly} currency={currency} name={name} />;
}

function Counted({ figure }: { figure: Figure }) {
  const words = useWords();
  const figures = useFigureFormat();
  const format = useFormat();
  if (figure.unit === 'share') return figure.bottom ? words.compact(format.number(figure.top), format.number(figure.bottom)) : null;
  if (figure.unit !== 'seconds' || figure.ninety === null) return null;
  return `${words.ninety} ${figures.duration(figure.ninety)} · ${words.measured(format.number(figure.top))}`;
}

function Course({ figure, currency, name }: { figure: Figure; currency: string | null; name: string }) {
  const words = useWords();
  const figures = useFigureFormat();
  const format = useFormat();
  const short = (key: string): string => (key.includes('T') ? `${key.slice(11)}:00` : format.date(`${key}T12:00:00Z`).replace(/\s\d{4}$/, ''));
  const data = figure.series.map(({ key, value, ninety }) => ({ day: short(key), value, ...(figure.unit === 'seconds' ? { ninety } : {}) }));
  const series = [{ name: 'value', label: figure.unit === 'seconds' ? words.median : name, color: LINE }, ...(figure.unit === 'seconds' ? [{ name: 'ninety', label: words.ninety, color: 'light-dark(var(--mantine-color-orange-8), var(--mantine-color-orange-4))', strokeDasharray: '4 4' }] : [])];
  return (
    <div role="img" aria-label={words.trend(name)} className={classes.chart}>
      <LineChart h={260} data={data} dataKey="day" series={series} curveType="monotone" connectNulls={false} withLegend={figure.unit === 'seconds'} gridAxis="x" withDots={figure.series.length <= 31} tickLine="none" unit=""
        valueFormatter={(value) => figures.value(figure.unit, Math.round(value), currency)} yAxisProps={{ width: 84, allowDecimals: false }} {...(figure.unit === 'share' ? { yAxisProps: { width: 64, domain: ['auto', 'auto'] } } : {})} />
    </div>
  );
}

function CourseTable({ figure, currency }: { figure: Figure; currency: string | null }) {
  const words = useWords();
  const figures = useFigureFormat();
  const format = useFormat();
  const timed = figure.unit === 'seconds';
  return (
    <Table.ScrollContainer minWidth={380} mah={320} type="native">
      <Table stickyHeader className={classes.number} aria-label={words.trend(figure.figure)}>
        <Table.Thead><Table.Tr><Table.Th>{figure.series[0]?.key.includes('T') ? words.hour : words.day}</Table.Th><Table.Th ta="right">{timed ? words.median : words.value}</Table.Th>{timed && <Table.Th ta="right">{words.ninety}</Table.Th>}<Table.Th ta="right">{words.counted}</Table.Th>{figure.bottom !== null && <Table.Th ta="right">{words.ofAll}</Table.Th>}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {figure.series.map(({ key, value, top, bottom, ninety }) => (
            <Table.Tr key={key}><Table.Th scope="row" fw={400}>{key.includes('T') ? `${format.day(`${key.slice(0, 10)}T12:00:00Z`)} ${key.slice(11)}:00` : format.day(`${key}T12:00:00Z`)}</Table.Th><Table.Td ta="right">{figures.value(figure.unit, value, currency)}</Table.Td>{timed && <Table.Td ta="right">{figures.value('seconds', ninety, null)}</Table.Td>}<Table.Td ta="right">{figure.unit === 'money' ? '' : format.number(top)}</Table.Td>{figure.bottom !== null && <Table.Td ta="right">{format.number(bottom ?? 0)}</Table.Td>}</Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Parts({ figure, currency, search, period }: { figure: FigureName; currency: string | null; search: InsightSearch; period: { from: string; until: string } }) {
  const words = useWords();
  const reasons = useReasonWords();
  const figures = useFigureFormat();
  const format = useFormat();
  const locations = usePlaces();
  const channels = useChannelChoices();
  const navigate = insightRoute.useNavigate();
  const by = search.by ?? 'channel';
  const { data } = useQuery(read('getFigures', { ...period, by, figure, location: search.location, channel: search.channel }, { kinds: ['order'] }));
  const found = data?.figures[0];
  const parts = [...(found?.series ?? [])].sort((a, b) => (by === 'reason' ? b.top - a.top : (b.bottom ?? b.top) - (a.bottom ?? a.top)));
  const choices = (['channel', 'location', 'reason'] as const).filter((one) => one === 'channel' || (one === 'location' ? found?.perLocation !== false : found?.byReason !== false));
  const nameOf = (key: string): string => (by === 'location' ? locations.name(key) : by === 'channel' ? nameIn(channels, key) : wordOf(reasons, key));
  return (
    <Stack mt="lg" gap="sm">
      <Group justify="space-between"><Title order={3}>{words.split}</Title>
        <SegmentedControl aria-label={words.split} value={by} onChange={(next) => void navigate({ search: { ...search, by: next as typeof by }, replace: true, resetScroll: false })} data={choices.map((value) => ({ value, label: words.by[value] }))} /></Group>
      {!data ? <Skeleton h={120} /> : parts.length === 0 ? <Text c="dimmed" size="sm">{by === 'location' && found?.perLocation === false ? words.perOrder : words.noPartsText}</Text> : (
        <Table.ScrollContainer minWidth={380} type="native">
          <Table className={classes.number} aria-label={words.by[by]}>
            <Table.Thead><Table.Tr><Table.Th>{words.name}</Table.Th><Table.Th ta="right">{found?.unit === 'seconds' ? words.median : words.value}</Table.Th><Table.Th ta="right">{words.counted}</Table.Th>{found?.unit === 'share' && <Table.Th ta="right">{words.ofAll}</Table.Th>}{found?.unit === 'seconds' && <Table.Th ta="right">{words.ninety}</Table.Th>}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {parts.map((part) => (
                <Table.Tr key={part.key}>
                  <Table.Th scope="row" fw={500}><Link to="/insight/orders" search={{ figure, ...period, location: search.location, channel: search.channel, [by]: part.key }} style={{ color: 'inherit' }}>{nameOf(part.key)}</Link></Table.Th>
                  <Table.Td ta="right">{figures.value(found?.unit ?? 'count', part.value, by === 'reason' && found?.unit === 'money' ? part.key : currency)}</Table.Td>
                  <Table.Td ta="right">{found?.unit === 'money' ? '' : format.number(part.top)}</Table.Td>
                  {found?.unit === 'share' && <Table.Td ta="right">{format.number(part.bottom ?? 0)}</Table.Td>}
                  {found?.unit === 'seconds' && <Table.Td ta="right">{figures.value('seconds', part.ninety, null)}</Table.Td>}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
