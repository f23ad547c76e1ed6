/** One price list: its prices in force, past and still to come, found by words. */
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages, read } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useFormat } from '../../shell/format.ts';
import { SearchBox } from './SearchBox.tsx';
import { SetPrice } from './SetPrice.tsx';
import { priceListRoute } from './routes.ts';
import type { PriceListSearch } from './routes.ts';
import { usePriceWords } from './words.ts';

type Price = Answer<'listPrices'>['items'][number];
const COLOURS = { current: 'teal', upcoming: 'blue', past: 'gray' } as const;

export default function PriceListPage() {
  const words = usePriceWords();
  const { list } = priceListRoute.useParams() as { list: string };
  const { q }: PriceListSearch = priceListRoute.useSearch();
  const navigate = priceListRoute.useNavigate();
  const query = useInfiniteQuery(pages('listPrices', { list, limit: 200, search: q }));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const lists = useQuery(read('listPriceLists', {}));
  const [setting, { open, close }] = useDisclosure(false);
  const columns = useColumns();
  if (query.isError) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <PageHeader title={words.prices(list)} actions={lists.data?.can.includes('set_price') && <Button leftSection={<IconTag size={18} aria-hidden />} onClick={open}>{words.set}</Button>} />
      <Stack gap="md">
        <Group><SearchBox label={words.search} placeholder={words.searchHint} value={q ?? ''} onSearch={(text) => void navigate({ replace: true, search: text === '' ? {} : { q: text } } as never)} /></Group>
        <DataTable label={words.pricesOf} columns={columns} rows={rows} rowKey={(row) => `${row.sku} ${row.currency} ${row.validFrom}`} rowHeight={42} height="calc(100dvh - 265px)" loading={query.isFetching && rows.length === 0} onEnd={() => { if (query.hasNextPage && !query.isFetching) void query.fetchNextPage(); }}
          empty={<Empty icon={<IconTag size={40} />} title={words.noneTitle} text={words.none} />} />
      </Stack>
      <SetPrice opened={setting} onClose={close} list={list} currency={rows[0]?.currency ?? 'EUR'} />
    </>
  );
}

function useColumns(): Column<Price>[] {
  const words = usePriceWords();
  const format = useFormat();
  return useMemo(() => {
    const moment = (at: string): string => `${format.date(at)} ${format.time(at)}`;
    return [
      { key: 'sku', title: words.sku, width: 280, render: (row) => <LinkAnchor to="/stock/$sku" params={{ sku: row.sku } as never} size="sm" c="inherit" fw={550} truncate display="block">{row.sku}</LinkAnchor> },
      { key: 'state', title: words.state, width: 130, render: (row) => <Badge variant="light" color={COLOURS[row.state]} tt="none" autoContrast>{words.states[row.state]}</Badge> },
      { key: 'from', title: words.from, width: 180, render: (row) => moment(row.validFrom) },
      { key: 'until', title: words.until, width: 180, render: (row) => (row.validUntil === null ? words.always : moment(row.validUntil)) },
      { key: 'amount', title: words.amount, width: 130, align: 'right', render: (row) => <Text size="sm" fw={row.state === 'current' ? 650 : undefined} style={{ fontVariantNumeric: 'tabular-nums' }}>{format.money(row.amount, row.currency)}</Text> },
      { key: 'tax', title: words.tax, width: 130, render: (row) => (row.includesTax ? words.included : words.excluded) },
    ];
  }, [words, format]);
}
