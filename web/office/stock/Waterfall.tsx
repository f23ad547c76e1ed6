/** From what lies there to what may be sold: a chart of the steps, and a table that says of each which rule made it. */
import { Alert, Grid, Group, Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import type { Answer } from '../../api/client.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useFormat } from '../../shell/format.ts';
import { Steps } from './Steps.tsx';
import { WaterfallChart } from './WaterfallChart.tsx';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { useSkuWords } from './words.ts';

type Told = NonNullable<Answer<'getStockWaterfall'>['channel']>;

const DELIVERIES = ['ship', 'pickup', 'pickup_point'] as const;

/** Steps that say something: those that change the figure or are not known, and the three that everybody looks for. */
const ALWAYS = ['on_hand', 'reserved', 'kept_back'];

export function Waterfall({ sku }: { sku: string }) {
  const words = useSkuWords();
  const places = usePlaces();
  const { location, channel, delivery, at }: SkuSearch = skuRoute.useSearch();
  const navigate = skuRoute.useNavigate();
  const query = useQuery(read('getStockWaterfall', { sku, location, channel, delivery: channel === undefined ? undefined : delivery, at }, at === undefined ? { kinds: ['stock', 'order', 'load', 'return'] } : undefined));
  const channels = useQuery({ ...read('listChannels', {}), retry: false, staleTime: 60_000 });
  const choose = (change: Partial<SkuSearch>): void => { void navigate({ replace: true, search: (before: SkuSearch) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)) } as never); };
  const steps = query.data?.steps.filter(({ step, change }) => change !== 0 || ALWAYS.includes(step)) ?? [];
  return (
    <Paper withBorder p="lg" radius="md" component="section" aria-labelledby="why">
      <Group justify="space-between" align="flex-end" mb="md">
        <Title order={2} id="why">{location === undefined ? words.why : words.whyAt(places.name(location))}</Title>
        <Group gap="sm">
          <Select label={words.scope} data={[{ value: '', label: words.network }, ...places.options]} value={location ?? ''} onChange={(value) => choose({ location: value === null || value === '' ? undefined : value } as Partial<SkuSearch>)} searchable allowDeselect={false} w={210} />
          {channels.data && <Select label={words.channel} placeholder={words.anyChannel} data={channels.data.items.map(({ code, name }) => ({ value: code, label: name }))} value={channel ?? null} onChange={(value) => choose({ channel: value ?? undefined, ...(value === null ? { delivery: undefined } : {}) } as Partial<SkuSearch>)} clearable w={230} />}
          {channel !== undefined && <Select label={words.delivery} data={DELIVERIES.map((value) => ({ value, label: words.deliveries[value] }))} value={delivery ?? 'ship'} onChange={(value) => choose({ delivery: value === 'ship' ? undefined : value } as Partial<SkuSearch>)} allowDeselect={false} w={200} />}
        </Group>
      </Group>
      {query.isError ? <PageProblem error={query.error} retry={() => void query.refetch()} /> : !query.data ? <Skeleton h={320} /> : (
        <Stack gap="md">
          <Grid gap="xl">
            <Grid.Col span={{ base: 12, lg: 5 }}><WaterfallChart steps={steps} sell={query.data.sell} /></Grid.Col>
            <Grid.Col span={{ base: 12, lg: 7 }}><Steps steps={steps} sell={query.data.sell} /></Grid.Col>
          </Grid>
          {query.data.channel && <ToldTo told={query.data.channel} />}
          {query.data.unknown.length > 0 && <Alert color="yellow" variant="light">{query.data.unknown.includes('reserved') && !query.data.unknown.includes('closed_locations') ? words.notRead : words.unknownSteps}</Alert>}
        </Stack>
      )}
    </Paper>
  );
}

function ToldTo({ told }: { told: Told }) {
  const words = useSkuWords();
  const format = useFormat();
  return (
    <Text size="sm" c="dimmed">
      {told.told === null || told.toldAt === null ? words.neverTold(told.name) : words.told(told.name, told.told, format.moment(told.toldAt))}{told.due && ` ${words.due}`}{told.problem !== null && ` ${words.problem(told.problem)}`}
    </Text>
  );
}
