/** After buying: where the order is, and as whom one can go on with it. */
import { Badge, Button, Card, Group, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconBuilding, IconBuildingStore, IconMail, IconTruckDelivery, IconUser } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useWorkStatus, wordOf } from '../../parts/words.ts';
import { enterAs, watch } from '../demo.ts';
import type { Followed } from '../demo.ts';
import { placedRoute } from './routes.ts';
import { useShopWords } from './words.ts';

const SERVICE = 'klantenservice@vandalen.example';

export default function PlacedPage() {
  const words = useShopWords();
  const { shop, number }: { shop: string; number: string } = placedRoute.useParams();
  const followed = useQuery(watch<Followed>(`/orders/${shop}/${encodeURIComponent(number)}`, 1000));
  const enter = useMutation({ mutationFn: ({ email, page }: { email: string; page: string }) => enterAs(email, page) });
  const order = followed.data?.order ?? null;
  return (
    <>
      <PageHeader title={words.placed} description={`${words.placedAs(number)} ${order === null ? '' : words.arrived(order.number)}`} actions={<Button variant="default" component={Link} to="/shop" search={{ shop } as never}>{words.again}</Button>} />
      {order === null && <ProblemAlert error={followed.error} />}
      {order === null && <Card withBorder padding="xl"><Group wrap="nowrap"><Loader size="sm" /><Stack gap={2}><Text fw={600} role="status">{words.waiting}</Text><Text size="sm" c="dimmed">{words.waitingHelp}</Text></Stack></Group></Card>}
      {order !== null && (
        <Stack gap="md">
          <Group gap="sm"><Title order={2}>{words.next}</Title></Group>
          <ProblemAlert error={followed.error ?? enter.error} />
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
            <Role icon={<IconUser size={22} aria-hidden />} title={words.asCustomer}>
              <Button component="a" variant="default" href={order.page} target="_blank" rel="noreferrer">{words.customerPage}</Button>
              <Button variant="default" component={Link} to="/mailbox" leftSection={<IconMail size={18} aria-hidden />}>{words.mails}</Button>
            </Role>
            {order.work.length === 0 && <Role icon={<IconBuildingStore size={22} aria-hidden />} title={order.onHold ? words.held : words.nobody} />}
            {order.work.map((work) => <Work key={work.id} work={work} onEnter={(email, page) => enter.mutate({ email, page })} />)}
            <Role icon={<IconBuilding size={22} aria-hidden />} title={words.asService}>
              <Button variant="default" onClick={() => enter.mutate({ email: SERVICE, page: `/office/orders/${order.id}` })}>{words.office}</Button>
            </Role>
            {order.parcels.some(({ barcode }) => barcode !== null) && <Role icon={<IconTruckDelivery size={22} aria-hidden />} title={words.parcels}><Button variant="default" component={Link} to="/parcels">{words.parcelsDo}</Button></Role>}
          </SimpleGrid>
        </Stack>
      )}
    </>
  );
}

function Work({ work, onEnter }: { work: NonNullable<Followed['order']>['work'][number]; onEnter: (email: string, page: string) => void }) {
  const words = useShopWords();
  const statuses = useWorkStatus();
  const { email } = work;
  const over = ['done', 'packed', 'in_transfer'].includes(work.status);
  return (
    <Role icon={<IconBuildingStore size={22} aria-hidden />} title={words.asStore(work.name)} beside={<Badge variant="light" tt="none">{wordOf(statuses, work.status)}</Badge>} text={wordOf(words.work, work.kind)}>
      {email !== null && <Button variant={over ? 'default' : 'filled'} onClick={() => onEnter(email, `/store/${work.location}/work/${work.id}`)}>{words.ship}</Button>}
    </Role>
  );
}

function Role({ icon, title, beside, text, children }: { icon: ReactNode; title: string; beside?: ReactNode; text?: string; children?: ReactNode }) {
  return (
    <Card withBorder padding="lg" h="100%">
      <Stack gap="sm" h="100%">
        <Group justify="space-between" gap="xs"><Group gap="xs">{icon}<Title order={3}>{title}</Title></Group>{beside}</Group>
        {text !== undefined && <Text c="dimmed">{text}</Text>}
        <Group gap="sm" mt="auto">{children}</Group>
      </Stack>
    </Card>
  );
}
