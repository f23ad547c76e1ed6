/** Returns at the counter: find the order by what the customer shows, or put away what came in. */
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconArrowBackUp, IconReceiptOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { pages, read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useFormat } from '../../shell/format.ts';
import { useReasonWord } from './reasons.ts';
import { returnsRoute } from './routes.ts';
import { useReturnWords } from './words.ts';

export default function ReturnsPage() {
  const words = useReturnWords();
  const { find } = returnsRoute.useSearch();
  const navigate = returnsRoute.useNavigate();
  return (
    <Stack gap="md">
      <PageHeader title={words.title} description={words.how} />
      <ScanField label={words.scanOrder} onScan={(code) => void navigate({ search: { find: code } })} />
      {find === undefined ? <Waiting /> : <Found find={find} />}
    </Stack>
  );
}

/** Orders by what was scanned; the only one is opened at once. */
function Found({ find }: { find: string }) {
  const words = useReturnWords();
  const format = useFormat();
  const { location } = returnsRoute.useParams();
  const navigate = returnsRoute.useNavigate();
  const found = useQuery(read('findCounterOrders', { find }, { kinds: ['order'] }));
  const only = found.data?.orders.length === 1 ? found.data.orders[0]?.id : undefined;
  const none = found.data?.orders.length === 0;
  useEffect(() => {
    if (only !== undefined) void navigate({ to: `/${location}/returns/${only}`, replace: true } as never);
  }, [only, location, navigate]);
  useEffect(() => { if (none) feedback('wrong'); }, [none]);
  if (found.isError) return <PageProblem error={found.error} retry={() => void found.refetch()} />;
  if (found.isPending || only !== undefined) return <RowsLoading rows={2} />;
  const clear = <Button variant="default" size="md" onClick={() => void navigate({ search: {} })}>{words.clear}</Button>;
  if (none) return <Empty icon={<IconReceiptOff size={48} />} title={words.noOrder} text={words.noOrderText}>{clear}</Empty>;
  return (
    <>
      <Group justify="space-between"><Title order={2} size="h3">{words.orders}</Title>{clear}</Group>
      <Rows label={words.orders}>
        {found.data.orders.map((order) => (
          <RowLink key={order.id} to={`/${location}/returns/${order.id}`} heading={words.order(order.externalNumber ?? order.number)}
            facts={<>{words.bought} {format.date(order.placedAt)} · {words.returnable(order.lines.reduce((sum, line) => sum + line.returnable, 0))}<Text component="span" size="sm" display="block">{order.lines.map((line) => line.name).join(', ')}</Text></>} />
        ))}
      </Rows>
    </>
  );
}

/** What came in and nobody has looked at yet. */
function Waiting() {
  const words = useReturnWords();
  const { location } = returnsRoute.useParams();
  const reason = useReasonWord();
  const list = useInfiniteQuery(pages('listReturns', { location, status: 'received' }, { kinds: ['order'] }));
  const returns = list.data?.pages.flatMap((page) => page.returns) ?? [];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <RowsLoading rows={3} />;
  if (returns.length === 0) return <Empty icon={<IconArrowBackUp size={48} />} title={words.none} text={words.noneText} />;
  return (
    <>
      <Title order={2} size="h3">{words.waiting}</Title>
      <Rows label={words.waitingList}>
        {returns.map((one) => <RowLink key={one.id} to={`/${location}/returns/inspect/${one.id}`} heading={`${one.orderNumber}-${one.number}`} facts={<>{words.products(one.units)}{one.reason !== null && <> · {reason(one.reason)}</>} · {words.received} <Ago at={one.receivedAt} span /></>} />)}
      </Rows>
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </>
  );
}
