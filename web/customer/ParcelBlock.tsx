/** A parcel: who carries it, where it comes from, and what the carrier told of it, the newest first. */
import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useFormat } from '../shell/format.ts';
import type { CustomerDelivery } from './useOrder.ts';
import { WhereMap } from './WhereMap.tsx';
import { useWords } from './words.ts';
import type { CustomerWords } from './words.ts';

type Parcel = CustomerDelivery['parcels'][number];

/** While it is one of these there may be news; a parcel that has arrived needs none. */
const UNDERWAY: readonly string[] = ['on_its_way', 'returning'];

const scanWord = (words: CustomerWords, status: string): string => (Object.hasOwn(words.scan, status) ? words.scan[status as keyof CustomerWords['scan']] : words.scan.other);

export function ParcelBlock({ parcel, delivery, index }: { parcel: Parcel; delivery: CustomerDelivery; index: number }) {
  const words = useWords();
  const format = useFormat();
  const { destination } = delivery;
  const goal = delivery.address?.city ?? words.area;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Title order={3}>{words.parcel(index + 1, delivery.parcels.length)}</Title>
        <Badge variant="light" size="lg" tt="none">{words.parcelState[parcel.status]}</Badge>
      </Group>
      <Text size="sm" c="dimmed">{words.from(parcel.from, parcel.carrier)}{parcel.trackingNumber === null ? '' : ` · ${parcel.trackingNumber}`}</Text>
      {parcel.news !== null && <Text fw={600}>{words.news[parcel.news]}</Text>}
      {delivery.parcels.length > 1 && <Text size="sm">{parcel.lines.map(({ name, quantity }) => (quantity > 1 ? `${quantity} × ${name}` : name)).join(', ')}</Text>}
      {parcel.origin && destination && <WhereMap label={words.map(parcel.from, goal)} places={[{ ...parcel.origin, name: parcel.from }, { ...destination, name: goal }]} />}
      {parcel.trackingUrl !== null && <Group><Button component="a" href={parcel.trackingUrl} rel="noreferrer" target="_blank" variant="default" size="md" leftSection={<IconExternalLink size={18} aria-hidden />}>{words.track(parcel.carrier)}</Button></Group>}
      {parcel.status !== 'packed' && (parcel.scans.length === 0
        ? UNDERWAY.includes(parcel.status) && <Text size="sm" c="dimmed">{words.noScans}</Text>
        : (
          <Table aria-label={words.scans} verticalSpacing={4} horizontalSpacing={0} withRowBorders={false}>
            <Table.Tbody>{[...parcel.scans].reverse().map(({ at, status }, place) => <Table.Tr key={`${at} ${status}`}><Table.Td fw={place === 0 ? 600 : 400}>{scanWord(words, status)}</Table.Td><Table.Td ta="right" c="dimmed" style={{ whiteSpace: 'nowrap' }}>{format.due(at)}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        ))}
    </Stack>
  );
}
