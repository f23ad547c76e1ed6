/** One delivery: how far it is, where it goes or waits, its parcels, and what is in it. */
import { Badge, Divider, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { ProductPicture } from '../parts/ProductPicture.tsx';
import { useFormat } from '../shell/format.ts';
import { DeliveryChoices } from './DeliveryChoices.tsx';
import { saidAlready } from './naming.ts';
import { ParcelBlock } from './ParcelBlock.tsx';
import { PickupCode, PointBlock, StoreBlock } from './PickupBlock.tsx';
import { ProgressLine } from './ProgressLine.tsx';
import type { CustomerDelivery, CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';
import type { CustomerWords } from './words.ts';

const OVER: readonly string[] = ['collected', 'delivered', 'returned', 'cancelled', 'lost', 'returning'];

function titleOf(words: CustomerWords, { kind, address, store, pickupPoint }: CustomerDelivery): string {
  switch (kind) {
    case 'home': return words.delivery.home(address?.city ?? words.area);
    case 'store': return words.delivery.store(store?.name ?? '');
    case 'pickup_point': return words.delivery.pickup_point(pickupPoint ? pickupPoint.name ?? `${pickupPoint.carrier} ${pickupPoint.id}` : '');
    case 'taken': return words.delivery.taken(store?.name ?? '');
    case 'digital': return words.delivery.digital;
    default: return kind satisfies never;
  }
}

function Promised({ delivery }: { delivery: CustomerDelivery }) {
  const words = useWords();
  const format = useFormat();
  const { promise, status, kind } = delivery;
  if (promise === null || OVER.includes(status) || status === 'ready') return null;
  const [now, before] = [format.day(promise.current), format.day(promise.original)];
  return <Text fw={600}>{kind === 'store' ? words.readyBy(now) : words.expected(now)}{before !== now && <Text span c="dimmed" fw={400}> {words.moved(before)}</Text>}</Text>;
}

function Lines({ lines, currency, status, reservation }: Pick<CustomerDelivery, 'lines' | 'status'> & { currency: string; reservation: CustomerOrder['reservation'] }) {
  const words = useWords();
  const format = useFormat();
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {lines.map((line) => {
        // Where all of a line is where the delivery is, saying it again helps nobody.
        const said = line.units.length > 1 || line.units[0]?.status !== status;
        // What was bought of a reservation left it by the till; and nothing of it is owed before.
        const gone = reservation?.state !== 'bought' && line.units.every((unit) => unit.status === 'cancelled');
        return (
          <Group key={line.line} component="li" wrap="nowrap" align="flex-start" gap="sm">
            <ProductPicture picture={line.picture} name={line.name} size={64} />
            <Stack gap={2} style={{ flex: 1, minWidth: 0 }}>
              <Text fw={600} td={gone ? 'line-through' : undefined}>{line.quantity > 1 ? `${line.quantity} × ` : ''}{line.name}</Text>
              {line.variant !== null && !saidAlready(line.name, line.variant) && <Text size="sm" c="dimmed">{line.variant}</Text>}
              {said && <Text size="sm">{line.units.map((unit) => (line.units.length === 1 ? words.state[unit.status] : words.units(unit.quantity, words.state[unit.status]))).join(' · ')}</Text>}
              {line.asked > 0 && <Text size="sm" fw={600}>{words.asked(line.asked)}</Text>}
              {line.notStopped > 0 && <Text size="sm" fw={600}>{words.notStopped}</Text>}
            </Stack>
            {reservation === null && <Text style={{ whiteSpace: 'nowrap' }} td={gone ? 'line-through' : undefined}>{format.money(line.total, currency)}</Text>}
          </Group>
        );
      })}
    </Stack>
  );
}

export interface DeliveryCardProps { token: string; delivery: CustomerDelivery; currency: string; reservation: CustomerOrder['reservation']; onChanged(order: CustomerOrder): void }

export function DeliveryCard({ token, delivery, currency, reservation, onChanged }: DeliveryCardProps) {
  const words = useWords();
  const format = useFormat();
  const { store, status } = delivery;
  return (
    <Paper component="section" className="card" withBorder radius="lg" p={{ base: 'md', sm: 'lg' }} aria-label={titleOf(words, delivery)}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Title order={2}>{titleOf(words, delivery)}</Title>
          <Badge size="lg" variant="filled" tt="none">{reservation ? words.reservation.state[reservation.state] : words.state[status]}</Badge>
        </Group>
        <Stack gap={4}>
          {reservation ? <Text>{words.reservation.explain[reservation.state]}</Text> : <Text>{words.explain[status]}{delivery.ahead !== null && delivery.ahead !== 'received' && ` ${words.ahead[delivery.ahead]}`}</Text>}
          {reservation === null && <Promised delivery={delivery} />}
          {reservation && reservation.code !== null && <Text fw={600}>{words.reservation.until(format.due(reservation.until))}{delivery.code === null && ` ${words.reservation.code}: ${reservation.code}`}</Text>}
        </Stack>
        {delivery.code !== null && <PickupCode token={token} delivery={delivery.delivery} code={delivery.code} until={delivery.until} />}
        {delivery.code === null && delivery.until !== null && <Text fw={600}>{words.until(format.day(`${delivery.until}T12:00:00Z`))}</Text>}
        <DeliveryChoices token={token} delivery={delivery} onChanged={onChanged} />
        {delivery.steps.length > 0 && reservation === null && <ProgressLine steps={delivery.steps} />}
        {delivery.address !== null && <Text size="sm" c="dimmed">{delivery.address.postalCode} {delivery.address.city}</Text>}
        {store !== null && delivery.kind === 'store' && !OVER.includes(status) && <><Divider /><StoreBlock store={store} /></>}
        {delivery.pickupPoint !== null && !OVER.includes(status) && <><Divider /><PointBlock point={delivery.pickupPoint} /></>}
        {delivery.parcels.map((parcel, index) => <Stack key={parcel.number} gap="md"><Divider /><ParcelBlock parcel={parcel} delivery={delivery} index={index} /></Stack>)}
        <Divider />
        <Title order={3}>{words.products}</Title>
        <Lines lines={delivery.lines} currency={currency} status={status} reservation={reservation} />
      </Stack>
    </Paper>
  );
}
