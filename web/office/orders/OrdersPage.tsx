/** The list of orders: views, filters, live rows, selection, and a file of it. */
import { Button, Checkbox, Group, Popover, Select, Stack, Tabs, Text } from '@mantine/core';
import { IconArrowUp, IconColumns3, IconReceipt2 } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { DataTable } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { BulkBar } from './Bulk.tsx';
import { useColumns } from './columns.tsx';
import { Export } from './Export.tsx';
import { Filters, hasFilters, Hint } from './Filters.tsx';
import classes from './orders.module.css';
import { ordersRoute } from './routes.ts';
import { SaveView } from './SaveView.tsx';
import { changed, COLUMNS, shownOf, SORTS, viewOf, withFilter } from './search.ts';
import type { ColumnKey, OrdersSearch, Shown, Sort, View } from './search.ts';
import { useOrders, useViews } from './useOrders.ts';
import type { Order } from './useOrders.ts';
import { useSelection } from './useSelection.ts';
import { useWords } from './words.ts';

export default function OrdersPage() {
  const words = useWords();
  const search = ordersRoute.useSearch();
  const navigate = ordersRoute.useNavigate();
  const { views, ready, error, count } = useViews();
  const view = viewOf(search, views);
  const shown = shownOf(search, view);
  const go = (next: OrdersSearch): void => void navigate({ search: next, replace: false });
  const nameOf = (one: View): string => (words.view as Readonly<Record<string, string>>)[one.id] ?? one.name;
  if (error) return <PageProblem error={error} />;
  return (
    <>
      <PageHeader title={words.title} actions={<PageActions shown={shown} />} />
      <Tabs value={view?.id ?? 'all'} onChange={(id) => go(id === null || id === 'all' ? {} : { view: id })} keepMounted={false} variant="default">
        <Tabs.List aria-label={words.views} className={classes.tabs} mb="md">
          {views.map((one) => <Tabs.Tab key={one.id} value={one.id} rightSection={<Count of={count(one.id)} />}>{nameOf(one)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value={view?.id ?? 'all'} tabIndex={-1}>
          <List {...{ search, shown, view, ready, go }} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function PageActions({ shown }: { shown: Shown }) {
  const places = usePlaces();
  return <Export shown={shown} place={places.name} />;
}

const Count = ({ of }: { of: { count: number; more: boolean } | undefined }) => (of === undefined ? null : <Text span size="xs" c="dimmed" className={classes.figures}>{of.count}{of.more ? '+' : ''}</Text>);

interface ListProps { search: OrdersSearch; shown: Shown; view: View | undefined; ready: boolean; go(next: OrdersSearch): void }

function List({ search, shown, view, ready, go }: ListProps) {
  const words = useWords();
  const navigate = ordersRoute.useNavigate();
  const places = usePlaces();
  const channels = useChannels();
  const orders = useOrders(shown, ready);
  const selection = useSelection(orders.rows);
  const columns = useColumns(shown.columns, orders.can.length > 0 ? selection : null, places.name, channels.name);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = event.target instanceof HTMLElement && event.key === 'x' && !event.ctrlKey && !event.metaKey && event.target.tagName === 'TR' ? event.target : null;
    const order = row === null ? undefined : orders.rows[Number(row.getAttribute('aria-rowindex')) - 1];
    if (order && orders.can.length > 0) selection.toggle(order, event.shiftKey);
  };
  if (orders.error) return <PageProblem error={orders.error} retry={orders.refetch} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <Filters filters={shown.filters} set={(change) => go(withFilter(search, shown, change))} clear={() => go({ ...(search.columns === undefined ? {} : { columns: search.columns }) })} options={{ channels: channels.options, places: places.options, place: places.name, channel: channels.name }} />
        <Group gap="xs">
          <SaveView shown={shown} view={view} isChanged={changed(shown, view)} go={(id) => go({ view: id })} reset={() => go(search.view === undefined ? {} : { view: search.view })} />
          <Select aria-label={words.sort} w={170} allowDeselect={false} data={SORTS.map((value) => ({ value, label: words.sorts[value] }))} value={shown.order} onChange={(order) => go({ ...search, order: order as Sort })} />
          <Columns shown={shown} set={(next) => go({ ...search, columns: next.join(',') })} />
        </Group>
      </Group>
      <div className={classes.place} onKeyDown={onKeyDown}>
        {orders.fresh > 0 && <div className={classes.news} role="status"><Button radius="xl" size="sm" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={orders.showFresh}>{words.news(orders.fresh)}</Button></div>}
        <DataTable<Order> label={words.list} columns={columns} rows={orders.rows} rowKey={(order) => order.id} onOpen={(order) => void navigate({ to: '/orders/$order', params: { order: order.id } })} onEnd={orders.readMore} loading={orders.loading} rowTone={(order) => (selection.has(order.id) ? 'selected' : undefined)} empty={<None view={view} shown={shown} plain={!changed(shown, view)} />} height="calc(100dvh - 290px)" />
      </div>
      <BulkBar selected={selection.selected} can={orders.can} clear={selection.clear} />
      {orders.rows.length > 0 && <Hint>{words.keys}</Hint>}
    </Stack>
  );
}

function None({ view, shown, plain }: { view: View | undefined; shown: Shown; plain: boolean }) {
  const { none } = useWords();
  const said = plain && view ? (none as Readonly<Record<string, string>>)[view.id] : undefined;
  return <Empty icon={<IconReceipt2 size={40} />} title={none.title} text={said ?? (hasFilters(shown.filters) ? none.filtered : none.all)} />;
}

function Columns({ shown, set }: { shown: Shown; set(next: ColumnKey[]): void }) {
  const words = useWords();
  return (
    <Popover position="bottom-end" trapFocus shadow="md" withinPortal>
      <Popover.Target><Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>{words.chooseColumns}</Button></Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={shown.columns} onChange={(next) => { if (next.length > 0) set(COLUMNS.filter((key) => next.includes(key))); }} aria-label={words.chooseColumns}>
          <Stack gap="xs">{COLUMNS.map((key) => <Checkbox key={key} value={key} label={words.columns[key]} />)}</Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
