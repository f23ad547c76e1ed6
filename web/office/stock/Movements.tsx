/** What moved a SKU, newest first, each with its cause and a way to the order. */
import { Anchor, Paper, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useStockState, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { useCauses, useSkuWords, useStockWords } from './words.ts';

type Movement = Answer<'listStockMovements'>['movements'][number];

export function Movements({ sku }: { sku: string }) {
  const { movements: words } = useSkuWords();
  const { location, at }: SkuSearch = skuRoute.useSearch();
  const list = useInfiniteQuery(pages('listStockMovements', { sku, location, limit: 50, ...(at === undefined ? {} : { until: at }) }, at === undefined ? { kinds: ['stock', 'order', 'load', 'return'] } : undefined));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.movements) ?? [], [list.data]);
  const columns = useColumns();
  return (
    <Paper withBorder p="lg" radius="md" component="section" aria-labelledby="movements">
      <Title order={2} id="movements" mb="md">{words.title}</Title>
      {list.isError ? <PageProblem error={list.error} retry={() => void list.refetch()} />
        : <DataTable label={words.list} columns={columns} rows={rows} rowKey={keyOf} rowHeight={44} height="420px" loading={list.isFetching && rows.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} empty={<Empty icon={<IconArrowsExchange size={36} />} title={words.emptyTitle} text={words.empty} />} />}
    </Paper>
  );
}

const keyOf = (row: Movement): string => `${row.recordedAt} ${row.cause.event} ${row.cause.order?.id ?? row.cause.reference} ${row.from.location} ${row.from.account} ${row.to.location} ${row.to.account} ${row.quantity}`;

function useColumns(): Column<Movement>[] {
  const { movements: words } = useSkuWords();
  const { system, unknown } = useStockWords();
  const causes = useCauses();
  const states = useStockState();
  const places = usePlaces();
  const format = useFormat();
  const account = ({ location, account: name }: Movement['from']): string => (location === null ? wordOf(states, name) : name === 'sellable' ? places.name(location) : `${places.name(location)} · ${wordOf(states, name).toLowerCase()}`);
  return [
    { key: 'when', title: words.when, width: 130, render: ({ recordedAt, occurredAt }) => (occurredAt === recordedAt ? <Text size="sm">{format.moment(recordedAt)}</Text> : <Tooltip label={words.happened(format.moment(occurredAt))}><Text size="sm" tabIndex={0} td="underline dotted">{format.moment(recordedAt)}</Text></Tooltip>) },
    { key: 'quantity', title: words.quantity, width: 75, align: 'right', render: ({ quantity }) => <Figure value={quantity} strong /> },
    { key: 'from', title: words.from, width: 200, render: ({ from }) => account(from) },
    { key: 'to', title: words.to, width: 200, render: ({ to }) => account(to) },
    { key: 'cause', title: words.cause, width: 310, render: ({ cause }) => (
      <Text size="sm" truncate>{wordOf(causes, cause.event)}{cause.order !== null && <>, <Anchor component={Link} to="/orders/$order" params={{ order: cause.order.id } as never} size="sm" underline="always">{words.order(cause.order.number)}</Anchor></>}{cause.reference !== null && <Text span c="dimmed" size="sm">, {cause.reference}</Text>}</Text>
    ) },
    { key: 'by', title: words.by, width: 155, render: ({ by }) => by.name ?? (by.kind === 'system' ? system : unknown) },
  ];
}
