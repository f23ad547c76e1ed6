/** The products there are, found by the beginnings of words. */
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconShoe, IconX } from '@tabler/icons-react';
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
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { useFormat } from '../../shell/format.ts';
import { EditProduct } from './EditProduct.tsx';
import { SearchBox } from './SearchBox.tsx';
import { productsRoute } from './routes.ts';
import type { ProductsSearch } from './routes.ts';
import { useProductWords } from './words.ts';

type Row = Answer<'listProducts'>['items'][number];

export default function ProductsPage() {
  const words = useProductWords();
  const { q, tag }: ProductsSearch = productsRoute.useSearch();
  const navigate = productsRoute.useNavigate();
  const list = useInfiniteQuery(pages('listProducts', { limit: 100, search: q, tag }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const lists = useQuery(read('listPriceLists', {}));
  const [adding, { open, close }] = useDisclosure(false);
  const columns = useColumns();
  const search = (change: ProductsSearch): void => { void navigate({ replace: true, search: Object.fromEntries(Object.entries({ q, tag, ...change }).filter(([, value]) => value !== undefined && value !== '')) } as never); };
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  return (
    <>
      <PageHeader title={words.title} description={words.description} actions={lists.data?.can.includes('edit') && <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>{words.add}</Button>} />
      <Stack gap="md">
        <Group align="flex-end" gap="sm">
          <SearchBox label={words.search} placeholder={words.searchHint} value={q ?? ''} onSearch={(text) => search({ q: text })} />
          {tag !== undefined && <Button variant="light" rightSection={<IconX size={14} aria-hidden />} onClick={() => search({ tag: '' })} aria-label={words.clearTag(tag)}>{tag}</Button>}
        </Group>
        <DataTable label={words.list} columns={columns} rows={rows} rowKey={(row) => row.code} rowHeight={64} height="calc(100dvh - 275px)" loading={list.isFetching && rows.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
          onOpen={(row) => void navigate({ to: '/products/$product', params: { product: row.code } } as never)} empty={<Empty icon={<IconShoe size={40} />} title={q === undefined && tag === undefined ? words.nothingTitle : words.noneTitle} text={q === undefined && tag === undefined ? words.nothing : words.none} />} />
      </Stack>
      <EditProduct product={null} opened={adding} onClose={close} onSaved={(code) => void navigate({ to: '/products/$product', params: { product: code } } as never)} />
    </>
  );
}

function useColumns(): Column<Row>[] {
  const words = useProductWords();
  const format = useFormat();
  return useMemo(() => [
    { key: 'name', title: words.name, width: 420, render: (row) => (
      <Group gap="sm" wrap="nowrap">
        <ProductPicture picture={row.picture} name={row.name} size={48} />
        <div style={{ minWidth: 0 }}>
          <LinkAnchor to="/products/$product" params={{ product: row.code } as never} size="sm" fw={550} c="inherit" truncate display="block">{row.name}</LinkAnchor>
          <Text size="xs" c="dimmed" truncate>{row.code}</Text>
        </div>
      </Group>
    ) },
    { key: 'brand', title: words.brand, width: 180, render: (row) => row.brand ?? '' },
    { key: 'tags', title: words.tags, width: 260, render: (row) => <Group gap={4}>{row.tags.slice(0, 4).map((tag) => <Badge key={tag} variant="default" tt="none" fw={500}>{tag}</Badge>)}</Group> },
    { key: 'changed', title: words.changed, width: 140, render: (row) => format.date(row.updatedAt) },
  ], [words, format]);
}
