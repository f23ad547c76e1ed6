/** The page of an order: in one sentence how it is, then each delivery, the money, and what one can do or ask. */
import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useFormat } from '../shell/format.ts';
import { CancelDialog } from './CancelDialog.tsx';
import { DeliveryCard } from './DeliveryCard.tsx';
import { MoneyCard } from './MoneyCard.tsx';
import { headlineOf } from './headline.ts';
import type { CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';

export interface OrderPageProps { token: string; order: CustomerOrder; offline: boolean; onChanged(order: CustomerOrder): void }

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Heading({ order }: { order: CustomerOrder }) {
  const words = useWords();
  const format = useFormat();
  const { reservation } = order;
  const headline = reservation ? words.reservation.headline[reservation.state] : words.headline[headlineOf(order)];
  const name = reservation ? words.reservation.of(order.number) : words.order(order.number);
  useEffect(() => { document.title = `${name} · ${order.brand.name}`; }, [name, order.brand.name]);
  return (
    <Stack gap={4} px={{ base: 4, sm: 0 }}>
      <Title order={1} aria-live="polite">{order.firstName === null ? sentenceCase(headline) : `${words.hello(order.firstName)} ${headline}`}</Title>
      <Text c="dimmed">{name}{order.shopNumber === null ? '' : ` (${words.shopOrder(order.shopNumber)})`}, {(reservation ? words.reservation : words).placed(format.date(order.placedAt))}</Text>
    </Stack>
  );
}

function Contact({ order }: { order: CustomerOrder }) {
  const words = useWords();
  const format = useFormat();
  const { brand, expiresAt } = order;
  const gone = order.deliveries.some(({ status }) => ['delivered', 'collected', 'on_its_way'].includes(status));
  return (
    <Paper component="section" className="card" withBorder radius="lg" p={{ base: 'md', sm: 'lg' }} aria-label={words.contact}>
      <Stack gap="xs">
        <Title order={2}>{words.contact}</Title>
        {gone && <Text>{words.tooLate}</Text>}
        <Text>{words.contactText(brand.name)}</Text>
        <Group gap="sm">
          <Button component="a" href={`mailto:${brand.email}?subject=${encodeURIComponent(words.order(order.number))}`} variant="default" size="md">{words.mail}</Button>
          {brand.phone !== null && <Button component="a" href={`tel:${brand.phone.replaceAll(/[^+\d]/g, '')}`} variant="default" size="md">{words.call} {brand.phone}</Button>}
        </Group>
        <Text size="sm" c="dimmed">{words.expires(format.date(expiresAt))}</Text>
        <Text size="sm" c="dimmed">{brand.name}{brand.address === '' ? '' : `, ${brand.address}`} · <Anchor href={brand.url} size="sm" rel="noreferrer" underline="always">{new URL(brand.url).host}</Anchor></Text>
      </Stack>
    </Paper>
  );
}

export function OrderPage({ token, order, offline, onChanged }: OrderPageProps) {
  const words = useWords();
  const [cancelling, setCancelling] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <Stack gap="md">
      <Heading order={order} />
      {offline && <Alert role="status" color="orange" variant="light" icon={<IconWifiOff aria-hidden />}>{words.offline}</Alert>}
      {done && <Alert role="status" color="green" variant="light" icon={<IconCircleCheck aria-hidden />}>{words.cancelled}</Alert>}
      {order.deliveries.map((delivery) => <DeliveryCard key={delivery.delivery} token={token} delivery={delivery} currency={order.currency} reservation={order.reservation} onChanged={onChanged} />)}
      {order.reservation === null && <MoneyCard token={token} order={order} />}
      {order.can.includes('cancel') && <Button variant="default" size="md" fullWidth onClick={() => { setDone(false); setCancelling(true); }}>{words.cancel}…</Button>}
      {cancelling && <CancelDialog token={token} order={order} onClose={() => setCancelling(false)} onDone={(changed) => { setCancelling(false); setDone(true); onChanged(changed); }} />}
      <Contact order={order} />
    </Stack>
  );
}
