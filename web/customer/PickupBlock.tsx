/** Where and when to collect: the code once everything is ready, the store on a map, and when it is open. */
import { Anchor, Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconMapPin, IconPhone } from '@tabler/icons-react';
import { addressOf } from '../api/client.ts';
import { useFormat } from '../shell/format.ts';
import { geoLink, mapsLink } from './projection.ts';
import type { CustomerDelivery } from './useOrder.ts';
import { WhereMap } from './WhereMap.tsx';
import { useWords } from './words.ts';

type Store = NonNullable<CustomerDelivery['store']>;

/** Phones open the address in their maps app; other machines on a page. */
const onPhone = /Android|iPhone|iPad/i.test(navigator.userAgent);
const linkTo = (place: { latitude: number; longitude: number }, name: string): string => (/Android/i.test(navigator.userAgent) ? geoLink(place, name) : onPhone ? `https://maps.apple.com/?ll=${place.latitude},${place.longitude}&q=${encodeURIComponent(name)}` : mapsLink(place, name));

/** The pickup code, large enough to be read across a counter, with its QR code. */
export function PickupCode({ token, delivery, code, until }: { token: string; delivery: number; code: string; until: string | null }) {
  const words = useWords();
  const format = useFormat();
  return (
    <Paper withBorder p="md" radius="md" ta="center">
      <Stack gap="xs" align="center">
        <Title order={3}>{words.code}</Title>
        <Text className="code">{code}</Text>
        <img src={addressOf('getPickupCode', { token, delivery })} width={208} height={208} alt={words.qr(code)} style={{ borderRadius: 8, background: '#fff' }} />
        <Text size="sm">{words.codeHelp}</Text>
        {until !== null && <Text size="sm" fw={600}>{words.until(format.day(`${until}T12:00:00Z`))}</Text>}
      </Stack>
    </Paper>
  );
}

function Hours({ store }: { store: Store }) {
  const words = useWords();
  const format = useFormat();
  return (
    <Table aria-label={words.week} verticalSpacing={4} horizontalSpacing={0} withRowBorders={false} layout="fixed">
      <Table.Tbody>
        {store.week.map(({ date, name, hours }, index) => (
          <Table.Tr key={date}>
            <Table.Th fw={index === 0 ? 700 : 400} w="55%">{format.day(`${date}T12:00:00Z`)}{name !== null && <Text span size="sm" c="dimmed"> {name}</Text>}</Table.Th>
            <Table.Td ta="right" fw={index === 0 ? 700 : 400}>{hours.length === 0 ? words.shut : hours.map(({ from, until }) => words.opens(from, until)).join(', ')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function StoreBlock({ store }: { store: Store }) {
  const words = useWords();
  const { latitude, longitude } = store;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Stack gap={0}>
          <Title order={3}>{store.name}</Title>
          <Text>{store.street}<br />{store.postalCode} {store.city}</Text>
        </Stack>
        <Badge color={store.open ? 'green' : 'gray'} variant="light" size="lg" tt="none" autoContrast style={{ flexShrink: 0 }}>{store.open ? words.open : words.closed}</Badge>
      </Group>
      {latitude !== null && longitude !== null && <WhereMap label={words.storeMap(store.name)} places={[{ latitude, longitude, name: store.name }]} />}
      <Group gap="xs">
        {latitude !== null && longitude !== null && <Button component="a" href={linkTo({ latitude, longitude }, store.name)} rel="noreferrer" target="_blank" variant="default" size="md" leftSection={<IconMapPin size={18} aria-hidden />}>{words.route}</Button>}
        {store.phone !== null && <Button component="a" href={`tel:${store.phone.replaceAll(/[^+\d]/g, '')}`} variant="default" size="md" leftSection={<IconPhone size={18} aria-hidden />}>{words.call} {store.phone}</Button>}
        {store.phone === null && store.email !== null && <Anchor href={`mailto:${store.email}`} inline py={12}>{store.email}</Anchor>}
      </Group>
      <Hours store={store} />
    </Stack>
  );
}

/** A carrier's pickup point: where it is, and when it is open as far as its carrier told. */
export function PointBlock({ point }: { point: NonNullable<CustomerDelivery['pickupPoint']> }) {
  const words = useWords();
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, hours: point.hours.filter((one) => one.day === day) }));
  return (
    <Stack gap="sm">
      <Stack gap={0}>
        <Title order={3}>{point.name ?? `${point.carrier} ${point.id}`}</Title>
        {point.street !== null && <Text>{point.street}<br />{point.postalCode} {point.city}</Text>}
      </Stack>
      {point.hours.length > 0 && (
        <Table aria-label={words.pointHours} verticalSpacing={4} horizontalSpacing={0} withRowBorders={false} layout="fixed">
          <Table.Tbody>{days.map(({ day, hours }) => <Table.Tr key={day}><Table.Th fw={400} w="55%">{words.weekday(day)}</Table.Th><Table.Td ta="right">{hours.length === 0 ? words.shut : hours.map(({ from, until }) => words.opens(from, until)).join(', ')}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
