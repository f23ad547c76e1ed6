/** A location's week and the dates on which it goes otherwise, to read. */
import { Button, Collapse, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { now } from '../../shell/clock.ts';
import { useFormat } from '../../shell/format.ts';
import { wallOf } from '../../parts/zoned.ts';
import { WEEKDAYS } from './calendar-form.ts';
import type { Location } from './location.ts';
import { useLocationWords } from './words.ts';

type Calendar = Location['calendar'];
type Exception = Calendar['exceptions'][number];

const hoursText = (hours: readonly { from: string; until: string }[]): string => hours.map(({ from, until }) => `${from}–${until}`).join(', ');

export function Week({ calendar }: { calendar: Calendar }) {
  const words = useLocationWords();
  return (
    <Stack gap="sm">
      <Table verticalSpacing={5} style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Table.Thead><Table.Tr><Table.Th>{words.day}</Table.Th><Table.Th>{words.hours}</Table.Th><Table.Th>{words.collection}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {WEEKDAYS.map((day) => {
            const usual = calendar.week[day];
            const closed = (usual?.hours.length ?? 0) === 0;
            return <Table.Tr key={day}><Table.Th scope="row" fw={500}>{words.days[day]}</Table.Th><Table.Td c={closed ? 'dimmed' : undefined}>{closed ? words.closed : hoursText(usual?.hours ?? [])}</Table.Td><Table.Td c={usual?.collection ? undefined : 'dimmed'}>{usual?.collection ?? words.noCarrier}</Table.Td></Table.Tr>;
          })}
        </Table.Tbody>
      </Table>
      <Text size="sm">{calendar.cutOff === null ? words.noCutOff : words.cutOffIs(calendar.cutOff)}</Text>
      <Text size="xs" c="dimmed">{words.zone}: {calendar.zone}</Text>
    </Stack>
  );
}

export function Exceptions({ calendar }: { calendar: Calendar }) {
  const words = useLocationWords();
  const [opened, { toggle }] = useDisclosure(false);
  const today = wallOf(now()).slice(0, 10);
  const sorted = [...calendar.exceptions].sort((a, b) => (a.date < b.date ? -1 : 1));
  const [past, coming] = [sorted.filter(({ date }) => date < today), sorted.filter(({ date }) => date >= today)];
  return (
    <Stack gap="sm">
      {coming.length === 0 ? <Text c="dimmed" size="sm">{words.noExceptions}</Text> : <Dates exceptions={coming} calendar={calendar} />}
      {past.length > 0 && <><Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={opened} style={{ alignSelf: 'flex-start' }}>{words.past(past.length)}</Button><Collapse expanded={opened}><Dates exceptions={past.toReversed()} calendar={calendar} /></Collapse></>}
    </Stack>
  );
}

function Dates({ exceptions, calendar }: { exceptions: readonly Exception[]; calendar: Calendar }) {
  const words = useLocationWords();
  const format = useFormat();
  return (
    <Table verticalSpacing={5} style={{ fontVariantNumeric: 'tabular-nums' }}>
      <Table.Thead><Table.Tr><Table.Th>{words.date}</Table.Th><Table.Th>{words.occasion}</Table.Th><Table.Th>{words.hours}</Table.Th><Table.Th>{words.collection}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {exceptions.map(({ date, name, hours, collection }) => (
          <Table.Tr key={date}>
            <Table.Th scope="row" fw={500}>{format.date(`${date}T12:00:00Z`)}</Table.Th><Table.Td>{name}</Table.Td>
            <Table.Td c={hours.length === 0 ? 'dimmed' : undefined}>{hours.length === 0 ? words.closed : hoursText(hours)}</Table.Td>
            <Table.Td c="dimmed">{hours.length === 0 ? '' : collection === undefined ? words.usual : collection ?? words.noCarrier}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
