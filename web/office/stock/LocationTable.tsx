/** Where a SKU lies: a row per location, a column per state, what can be promised of it, and the totals. */
import { Anchor, Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../api/query.ts';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useStockState } from '../../parts/words.ts';
import { placesOf, totalOf } from './balances.ts';
import type { PlaceRow } from './balances.ts';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { useSkuWords } from './words.ts';

const STATES = ['picked', 'quarantine', 'damaged', 'in_transit', 'expected'] as const;

export function LocationTable({ sku }: { sku: string }) {
  const words = useSkuWords();
  const { at }: SkuSearch = skuRoute.useSearch();
  const query = useQuery(read('getStockAt', { sku, at }, at === undefined ? { kinds: ['stock', 'order', 'load', 'return'] } : undefined));
  const rows = placesOf(query.data?.balances ?? []);
  return (
    <Paper withBorder p="lg" radius="md" component="section" aria-labelledby="by-location">
      <Title order={2} id="by-location" mb="md">{words.byLocation}</Title>
      {query.isError ? <PageProblem error={query.error} retry={() => void query.refetch()} /> : !query.data ? <Skeleton h={200} />
        : rows.length === 0 ? <Text c="dimmed">{at === undefined ? words.never : words.then}</Text> : <Rows rows={rows} />}
    </Paper>
  );
}

function Rows({ rows }: { rows: readonly PlaceRow[] }) {
  const words = useSkuWords();
  const states = useStockState();
  const total = totalOf(rows);
  const kept = rows.some(({ keptBack }) => keptBack !== 0);
  const broken = rows.some((row) => row.broken !== 0);
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table verticalSpacing={4} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.place}</Table.Th>
            {[states.sellable, words.reserved, ...(broken ? [words.broken] : []), ...(kept ? [words.keptBack] : []), words.available, ...STATES.map((state) => states[state])].map((title) => <Table.Th key={title} ta="right" style={{ whiteSpace: 'nowrap' }}>{title}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{rows.map((row) => <Row key={row.location} row={row} kept={kept} broken={broken} />)}</Table.Tbody>
        <Table.Tfoot>
          <Table.Tr><Table.Th scope="row">{words.total}</Table.Th><Figures row={total} kept={kept} broken={broken} strong /></Table.Tr>
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ row, kept, broken }: { row: PlaceRow; kept: boolean; broken: boolean }) {
  const words = useSkuWords();
  const places = usePlaces();
  const { location }: SkuSearch = skuRoute.useSearch();
  const name = places.name(row.location);
  return (
    <Table.Tr bg={location === row.location ? 'var(--mantine-primary-color-light)' : undefined}>
      <Table.Th scope="row" fw={500}>
        <Anchor component={Link} to="." search={((before: SkuSearch) => ({ ...before, location: row.location, channel: undefined })) as never} replace resetScroll={false} size="sm" aria-label={words.onlyThis(name)}>{name}</Anchor>
      </Table.Th>
      <Figures row={row} kept={kept} broken={broken} />
    </Table.Tr>
  );
}

function Figures({ row, kept, broken, strong = false }: { row: PlaceRow; kept: boolean; broken: boolean; strong?: boolean }) {
  const cells: [string, number | null, ('bad' | undefined)?][] = [
    ['sellable', row.sellable], ['reserved', row.reserved], ...(broken ? [['broken', row.broken, 'bad'] as [string, number | null, 'bad']] : []), ...(kept ? [['kept', row.keptBack] as [string, number | null]] : []), ['available', row.available, (row.available ?? 0) < 0 ? 'bad' : undefined],
    ...STATES.map((state): [string, number] => [state, row[state]]),
  ];
  return <>{cells.map(([key, value, tone]) => <Table.Td key={key} ta="right"><Figure value={value} strong={strong || key === 'available'} tone={tone} /></Table.Td>)}</>;
}
