/** Parcels at the carrier, which the visitor takes from place to place. */
import { Badge, Button, Card, Group, Menu, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconChevronDown, IconTruckDelivery } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { defineWords } from '../../shell/language.ts';
import { tell, watch } from '../demo.ts';
import type { Parcel } from '../demo.ts';

const useWords = defineWords(
  { title: 'Parcels', intro: 'What the carrier has, newest first. Take a parcel further, and see the customer\'s page and the office follow within seconds.', none: 'The carrier has no parcels yet', noneText: 'A parcel is announced as soon as a store packs it.', parcel: 'Parcel', order: 'Order', where: 'Where it is', since: 'Since', next: 'Next step', to: 'Take it to …', of: (what: string, barcode: string) => `${what} (${barcode})`, over: 'Its journey is over.' },
  { title: 'Pakketten', intro: 'Wat de vervoerder heeft, het nieuwste eerst. Breng een pakket verder en zie de pagina van de klant en het kantoor binnen enkele seconden volgen.', none: 'De vervoerder heeft nog geen pakketten', noneText: 'Een pakket wordt aangemeld zodra een winkel het inpakt.', parcel: 'Pakket', order: 'Bestelling', where: 'Waar het is', since: 'Sinds', next: 'Volgende stap', to: 'Breng het naar …', of: (what: string, barcode: string) => `${what} (${barcode})`, over: 'De reis is voorbij.' },
);
const usePlaces = defineWords(
  { announced: 'Announced', accepted: 'Handed to the carrier', sorted: 'Sorting centre', out_for_delivery: 'With the deliverer', delivered: 'Delivered', delivered_neighbour: 'At the neighbours\'', at_pickup_point: 'At the pickup point', collected: 'Collected', refused: 'Refused at the door', unclaimed: 'Not collected', wrong_address: 'Address not found', damaged: 'Damaged', found: 'Found again', returned: 'Back at the sender', lost: 'Missing' },
  { announced: 'Aangemeld', accepted: 'Aan de vervoerder gegeven', sorted: 'Sorteercentrum', out_for_delivery: 'Bij de bezorger', delivered: 'Bezorgd', delivered_neighbour: 'Bij de buren', at_pickup_point: 'Op het afhaalpunt', collected: 'Afgehaald', refused: 'Aan de deur geweigerd', unclaimed: 'Niet opgehaald', wrong_address: 'Adres niet gevonden', damaged: 'Beschadigd', found: 'Weer gevonden', returned: 'Terug bij de afzender', lost: 'Zoek' },
);

export default function ParcelsPage() {
  const words = useWords();
  const list = useQuery(watch<{ parcels: Parcel[] }>('/parcels', 2000));
  const client = useQueryClient();
  const move = useMutation({ mutationFn: ({ barcode, to }: { barcode: string; to: string | null }) => tell<{ steps: string[] }>(`/parcels/${barcode}/advance`, { to }), onSettled: () => client.invalidateQueries({ queryKey: ['demo', '/parcels'] }) });
  if (list.error && !list.data) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const parcels = list.data?.parcels;
  return (
    <>
      <PageHeader title={words.title} description={words.intro} />
      <Stack gap="md">
        <ProblemAlert error={move.error} />
        {parcels === undefined && <Skeleton height={320} />}
        {parcels?.length === 0 && <Empty icon={<IconTruckDelivery size={40} />} title={words.none} text={words.noneText} />}
        {parcels !== undefined && parcels.length > 0 && (
          <Card withBorder padding={0}>
            <Table.ScrollContainer minWidth={720}>
              <Table verticalSpacing="xs" horizontalSpacing="md" aria-label={words.title} style={{ whiteSpace: 'nowrap' }}>
                <Table.Thead><Table.Tr><Table.Th>{words.parcel}</Table.Th><Table.Th>{words.order}</Table.Th><Table.Th>{words.where}</Table.Th><Table.Th>{words.since}</Table.Th><Table.Th ta="right">{words.next}</Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>{parcels.map((parcel) => <Row key={parcel.barcode} parcel={parcel} busy={move.isPending && move.variables.barcode === parcel.barcode} onMove={(to) => move.mutate({ barcode: parcel.barcode, to })} />)}</Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Card>
        )}
      </Stack>
    </>
  );
}

function Row({ parcel, busy, onMove }: { parcel: Parcel; busy: boolean; onMove: (to: string | null) => void }) {
  const words = useWords();
  const places = usePlaces();
  const format = useFormat();
  const { barcode, place, scans, next, order, reference } = parcel;
  const last = scans.at(-1);
  return (
    <Table.Tr>
      <Table.Td ff="monospace">{barcode}</Table.Td><Table.Td>{order ?? reference}</Table.Td>
      <Table.Td><Badge miw="max-content" variant="light" size="lg" tt="none" color={place === 'lost' || place === 'refused' ? 'red' : undefined}>{wordOf(places, place)}</Badge></Table.Td>
      <Table.Td>{last ? format.due(last.at) : ''}</Table.Td>
      <Table.Td>
        {next.length === 0
          ? <Text ta="right" c="dimmed" size="sm">{words.over}</Text>
          : (
            <Group gap="xs" justify="flex-end" wrap="nowrap">
              <Button size="sm" loading={busy} variant="light" aria-label={words.of(words.next, barcode)} onClick={() => onMove(null)}>{words.next}</Button>
              <Menu position="bottom-end">
                <Menu.Target><Button size="sm" variant="default" aria-label={words.of(words.to, barcode)} rightSection={<IconChevronDown size={16} aria-hidden />}>{words.to}</Button></Menu.Target>
                <Menu.Dropdown>{next.map((to) => <Menu.Item key={to} onClick={() => onMove(to)}>{wordOf(places, to)}</Menu.Item>)}</Menu.Dropdown>
              </Menu>
            </Group>
          )}
      </Table.Td>
    </Table.Tr>
  );
}
