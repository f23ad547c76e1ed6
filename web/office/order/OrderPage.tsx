/** One page that tells the whole story of an order: what was ordered and where it is, where it goes, the money, and everything that happened. */
import { Grid, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { read } from '../../api/query.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { OrderContext } from './context.ts';
import type { OrderPageContext } from './context.ts';
import { Deliveries } from './Deliveries.tsx';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { Header } from './Header.tsx';
import { Lines } from './Lines.tsx';
import { namesOf } from './model.ts';
import { Money } from './Money.tsx';
import { orderRoute } from './routes.ts';
import type { OrderSearch } from './routes.ts';
import { Timeline } from './Timeline.tsx';

export default function OrderPage() {
  const { order: id } = orderRoute.useParams();
  const navigate = orderRoute.useNavigate();
  const order = useQuery(read('getOrder', { order: id }, { kinds: ['order', 'return'], id }));
  const around = useQuery(read('getOrderAround', { order: id }, { kinds: ['order'], id }));
  const open = useCallback((show: string | null) => { void navigate({ search: (before: OrderSearch) => ({ ...before, show: show ?? undefined }), replace: true, resetScroll: false }); }, [navigate]);
  const context = useMemo((): OrderPageContext | null => (order.data ? { order: order.data, around: around.data, nameOf: namesOf(around.data), open } : null), [order.data, around.data, open]);
  if (order.error && !order.data) return <PageProblem error={order.error} retry={() => { void order.refetch(); }} />;
  if (context === null) return <Waiting />;
  return (
    <OrderContext value={context}>
      <Header />
      <Grid gap="lg" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 7 }}><Stack gap="lg"><Lines /><Deliveries /><Money /></Stack></Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}><Timeline /></Grid.Col>
      </Grid>
      <Dialogs />
    </OrderContext>
  );
}

/** The shape of the page while it is read. */
function Waiting() {
  return (
    <Stack gap="lg" aria-busy>
      <Stack gap={6}><Skeleton h={32} w={280} /><Skeleton h={18} w={420} maw="100%" /></Stack>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}><Stack gap="lg"><Skeleton h={240} /><Skeleton h={280} /><Skeleton h={260} /></Stack></Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}><Skeleton h={640} /></Grid.Col>
      </Grid>
    </Stack>
  );
}
