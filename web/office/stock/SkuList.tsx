/** Every SKU with what there is of it, found by words, place and how it stands. */
import { Anchor, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBuildingWarehouse, IconX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { LocationFilter, SearchFilter, useFilter } from './Filters.tsx';
import { STOCK_STATES, stockRoute } from './routes.ts';
import { useStockWords } from './words.ts';

type Row = Answer<'listStock'>['items'][number];

/** Rows that are looked for before the list rests: a state that few SKUs have may give empty pages first. */
const ENOUGH = 30;

function useColumns(location: string | undefined): Column<Row>[] {
  const words = useStockWords();
  // On a phone the figures are what one looks for: the name leaves them room.
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return useMemo(() => {
    const figure = (key: keyof typeof words.columns & keyof Row, width: number, strong = false): Column<Row> => ({
      key, title: words.columns[key], width, align: 'right', render: (row) => <Figure value={row[key] as number} strong={strong} zero={strong ? 'zero' : 'dash'} tone={(key === 'available' && row.available === 0) ? 'bad' : undefined} />,
    });
    return [
      { key: 'product', title: words.columns.product, width: narrow ? 220 : 340, render: (row) => <Product row={row} location={location} narrow={narrow} /> },
      figure('available', 110, true), figure('onHand', 110), figure('reserved', 120), figure('wanted', 100), figure('inTransit', 110), figure('expected', 110),
      ...(location === undefined ? [figure('locations', 100)] : []),
    ];
  }, [words, location, narrow]);
}

function Product({ row, location, narrow }: { row: Row; location: string | undefined; narrow: boolean }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <ProductPicture picture={row.picture} name={row.name} size={40} />
      <div style={{ minWidth: 0 }}>
        <Anchor component={Link} to="/stock/$sku" params={{ sku: row.sku } as never} search={(location === undefined ? {} : { location }) as never} size="sm" fw={550} c="inherit" {...(narrow ? { lineClamp: 2, lh: 1.3 } : { truncate: true, display: 'block' })} onClick={(event) => event.stopPropagation()}>{row.name}</Anchor>
        {/* The size stands at the end of the name: on a phone the name gets both lines. */}
        {!narrow && <Text size="xs" c="dimmed" truncate>{[row.brand, row.sku].filter(Boolean).join(' · ')}</Text>}
      </div>
    </Group>
  );
}

export function SkuList() {
  const words = useStockWords();
  const { q, location, product, state } = stockRoute.useSearch();
  const navigate = stockRoute.useNavigate();
  const filter = useFilter();
  const list = useInfiniteQuery(pages('listStock', { limit: 100, search: q, location, product, state }, { kinds: ['stock', 'order', 'load', 'return'] }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  useEffect(() => { if (rows.length < ENOUGH && hasNextPage && !isFetching) void fetchNextPage(); }, [rows.length, hasNextPage, isFetching, fetchNextPage]);
  const columns = useColumns(location);
  const filtered = q !== undefined || location !== undefined || product !== undefined || state !== undefined;
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        <SearchFilter />
        <LocationFilter />
        <Select label={words.state} placeholder={words.anyState} data={STOCK_STATES.map((one) => ({ value: one, label: words.states[one] }))} value={state ?? null} onChange={(value) => filter({ state: value })} clearable w={{ base: '100%', xs: 280 }} />
        {product !== undefined && <Button variant="light" rightSection={<IconX size={14} aria-hidden />} onClick={() => filter({ product: null })} aria-label={`${words.ofProduct(product)}: ${words.clearProduct}`}>{words.ofProduct(product)}</Button>}
      </Group>
      <DataTable label={words.list} columns={columns} rows={rows} rowKey={(row) => row.sku} rowHeight={58} loading={isFetching && (rows.length < ENOUGH || list.isFetchingNextPage)} onOpen={(row) => void navigate({ to: '/stock/$sku', params: { sku: row.sku }, search: location === undefined ? {} : { location } } as never)}
        onEnd={() => { if (hasNextPage && !isFetching) void fetchNextPage(); }} height="calc(100dvh - 330px)" rowTone={(row) => (row.broken > 0 ? 'warning' : undefined)}
        empty={<Empty icon={<IconBuildingWarehouse size={40} />} title={filtered ? words.noneTitle : words.nothingTitle} text={filtered ? words.none : words.nothing} />} />
    </Stack>
  );
}
