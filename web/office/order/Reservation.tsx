/** That this order is a reservation: at which store, until when, how it stands, and what this account may do about it. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useFormat } from '../../shell/format.ts';
import { useOrder } from './context.ts';
import { useReservationWords } from './words-reservation.ts';

export function Reservation() {
  const { order: { reservation, can }, nameOf, open } = useOrder();
  const words = useReservationWords();
  const format = useFormat();
  if (reservation === null) return null;
  const { location, until, state } = reservation;
  return (
    <Alert variant="light" color={state === 'open' ? 'grape' : 'gray'} icon={<IconBookmark aria-hidden />} title={words.title[state]} mb="lg">
      <Group justify="space-between" align="flex-end">
        <Text size="sm">{words.line[state](nameOf(location), format.due(until))}</Text>
        <Group gap="xs">
          {can.includes('extend_reservation') && <Button size="sm" variant="default" onClick={() => open('extend_reservation')}>{words.extend}</Button>}
          {can.includes('cancel_reservation') && <Button size="sm" variant="default" onClick={() => open('cancel_reservation')}>{words.cancel}</Button>}
        </Group>
      </Group>
    </Alert>
  );
}
