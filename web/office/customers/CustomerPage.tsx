/** A person: how they are reached, what they bought and brought back, everything that happened over all channels, and who they are known as. */
import { Alert, Badge, Grid, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { useFormat } from '../../shell/format.ts';
import { Actions } from './Actions.tsx';
import { ContactCard } from './ContactCard.tsx';
import classes from './customers.module.css';
import { KnownAs } from './KnownAs.tsx';
import { customerRoute } from './routes.ts';
import { openOrders } from './timeline.ts';
import { Timeline } from './TimelineList.tsx';
import { useWords } from './words.ts';

type History = Answer<'getCustomerHistory'>;

export default function CustomerPage() {
  const { customer: id } = customerRoute.useParams();
  const words = useWords();
  const format = useFormat();
  const names = useChannels();
  const customer = useQuery(read('getCustomer', { customer: id }, { kinds: ['order'] }));
  const history = useQuery(read('getCustomerHistory', { customer: id }, { kinds: ['order'] }));
  const error = customer.error ?? history.error;
  if (error) return <PageProblem error={error} retry={() => { void customer.refetch(); void history.refetch(); }} />;
  if (!customer.data || !history.data) return <Waiting />;
  const { name, email, erasedAt, channel, same } = customer.data;
  const channels = [...new Set([channel, ...same.map((one) => one.channel)])];
  return (
    <>
      <PageHeader
        title={erasedAt === null ? name ?? email ?? words.noName : words.erased}
        beside={<Group gap={6}>{channels.map((one) => <Badge key={one} variant="default" tt="none">{names.name(one)}</Badge>)}</Group>}
        actions={<Actions customer={customer.data} />}
      />
      {erasedAt !== null && <Alert color="gray" mb="lg">{words.erasedText(format.date(erasedAt))}</Alert>}
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="xl">
            <Figures figures={history.data.figures} />
            <Open history={history.data} customer={id} />
            <Timeline history={history.data} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="xl">
            {erasedAt === null && <ContactCard customer={customer.data} />}
            {(same.length > 0 || customer.data.mergings.length > 0) && <KnownAs customer={customer.data} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Figures({ figures }: { figures: History['figures'] }) {
  const words = useWords().figures;
  const format = useFormat();
  const money = (sums: readonly { currency: string; amount: number }[]): string => (sums.length === 0 ? format.money(0) : sums.map(({ currency, amount }) => format.money(amount, currency)).join(' + '));
  const shown = [
    [words.orders, format.number(figures.orders), figures.more ? words.more : figures.firstOrderAt === null ? '' : words.since(format.date(figures.firstOrderAt))], [words.open, format.number(figures.open), ''], [words.spent, money(figures.spent), ''],
    [words.returns, format.number(figures.returns), figures.returns === 0 ? '' : words.returnedUnits(figures.returnedUnits)], [words.refunded, money(figures.refunded), ''],
  ] as const;
  return (
    <dl className={classes.figures}>
      {shown.map(([name, value, beside]) => <div key={name}><dt>{name}</dt><dd>{value}{beside !== '' && <Text span size="xs" c="dimmed" display="block" fw={400}>{beside}</Text>}</dd></div>)}
    </dl>
  );
}

function Open({ history, customer }: { history: History; customer: string }) {
  const words = useWords();
  const format = useFormat();
  const channels = useChannels();
  const open = openOrders(history);
  return (
    <section aria-labelledby="open-orders">
      <Group justify="space-between" mb="xs"><Title order={2} id="open-orders">{words.openOrders}</Title>{history.orders.length > 0 && <LinkAnchor to="/orders" search={{ customer }} size="sm">{words.showOrders}</LinkAnchor>}</Group>
      {open.length === 0 ? <Text c="dimmed">{words.noOpen}</Text> : (
        <Table.ScrollContainer minWidth={600}>
          <Table aria-labelledby="open-orders" verticalSpacing="xs">
            <Table.Tbody>
              {open.map((order) => (
                <Table.Tr key={order.id}>
                  <Table.Td className={classes.number}><LinkAnchor to="/orders/$order" params={{ order: order.id }} fw={600}>{order.number}</LinkAnchor></Table.Td>
                  <Table.Td><StatusBadge of="order" status={order.status} /></Table.Td>
                  <Table.Td>{channels.name(order.channel)}</Table.Td>
                  <Table.Td><Ago at={order.placedAt} size="sm" /></Table.Td>
                  <Table.Td ta="right" className={classes.number}>{format.money(order.total, order.currency)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

function Waiting() {
  return (
    <Stack gap="xl" aria-busy="true">
      <Skeleton h={34} w={280} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 8 }}><Stack gap="xl"><Skeleton h={86} /><Skeleton h={140} /><Skeleton h={320} /></Stack></Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}><Skeleton h={240} /></Grid.Col>
      </Grid>
    </Stack>
  );
}
