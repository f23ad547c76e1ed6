/** One carrier's pile: each parcel scanned or ticked, then closed. */
import { Badge, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useFormat } from '../../shell/format.ts';
import { Closing } from './Closing.tsx';
import type { Handover } from './Closing.tsx';
import classes from './handover.module.css';
import { find, plain } from './pile.ts';
import type { Parcel, Pile } from './pile.ts';
import { useTicks } from './ticks.ts';
import { useHandoverWords } from './words.ts';

export function PileOf({ pile, all, location, closed }: { pile: Pile; all: readonly Parcel[]; location: string; closed: (handover: Handover) => void }) {
  const words = useHandoverWords();
  const [kept, setTicks] = useTicks(location, pile.carrier);
  const free = pile.parcels.filter(({ unsecured, held }) => !unsecured && !held);
  const ticks = new Set(free.flatMap(({ id }) => (kept.has(id) ? [id] : [])));
  const [said, scan] = useScan(pile, all, ticks, setTicks);
  const everything = ticks.size === free.length;
  const toggle = (id: string): void => { const next = new Set(ticks); if (!next.delete(id)) next.add(id); setTicks(next); };
  return (
    <Stack>
      <ScanField label={words.scan} onScan={scan} />
      {said && <div key={said.id} className={classes.said} data-good={said.good} role={said.good ? 'status' : 'alert'}>{said.good ? <IconCheck size={24} aria-hidden /> : <IconX size={24} aria-hidden />}<span>{said.text}</span></div>}
      <Group justify="space-between">
        <Title order={2} size="h2">{words.pile} · <span data-counted={ticks.size}>{words.counted(ticks.size, pile.parcels.length)}</span></Title>
        <Button variant="default" size="md" disabled={free.length === 0} onClick={() => setTicks(everything ? new Set() : new Set(free.map(({ id }) => id)))}>{everything && free.length > 0 ? words.untickAll : words.tickAll}</Button>
      </Group>
      <ul className={classes.list}>{pile.parcels.map((parcel) => <li key={parcel.id}><Row parcel={parcel} ticked={ticks.has(parcel.id)} toggle={() => toggle(parcel.id)} /></li>)}</ul>
      <Closing pile={pile} ticks={ticks} location={location} closed={(handover) => { setTicks(new Set()); closed(handover); }} />
    </Stack>
  );
}

function Row({ parcel, ticked, toggle }: { parcel: Parcel; ticked: boolean; toggle: () => void }) {
  const words = useHandoverWords();
  const format = useFormat();
  return (
    <Checkbox.Card p="sm" radius="md" mih={56} checked={ticked} disabled={parcel.unsecured || parcel.held} onClick={toggle} data-barcode={parcel.barcode}>
      <Group wrap="nowrap" gap="md">
        <Checkbox.Indicator size="md" />
        <Stack gap={0} flex={1} miw={0}><Text fw={600}>{parcel.barcode}</Text><Text size="sm" c="dimmed">{words.order} {parcel.orderNumber} · {parcel.number}</Text></Stack>
        {parcel.unsecured || parcel.held ? <Badge color="red" variant="light" tt="none" autoContrast>{parcel.unsecured ? words.unsecured : words.held}</Badge> : <Text size="sm" c="dimmed" ta="right">{format.number(parcel.weightGrams / 1000, 1)} kg</Text>}
      </Group>
    </Checkbox.Card>
  );
}

interface Said { id: number; good: boolean; text: string }

/** A scanned parcel is ticked; one that is not on this pile is asked for, so that the answer says why. */
function useScan(pile: Pile, all: readonly Parcel[], ticks: ReadonlySet<string>, setTicks: (next: ReadonlySet<string>) => void): [Said | null, (code: string) => void] {
  const words = useHandoverWords();
  const [said, setSaid] = useState<Said | null>(null);
  const say = (good: boolean, text: string): void => {
    feedback(good ? 'right' : 'wrong');
    setSaid((before) => ({ id: (before?.id ?? 0) + 1, good, text }));
  };
  const scan = (code: string): void => {
    const found = find(all, pile.carrier, ticks, code);
    const barcode = plain(code);
    switch (found.kind) {
      case 'ticked': {
        const next = new Set(ticks).add(found.parcel.id);
        setTicks(next);
        return say(true, words.scanned(barcode, next.size, pile.parcels.length));
      }
      case 'again': return say(true, words.again(barcode));
      case 'unsecured': return say(false, words.unsecuredScan(barcode));
      case 'held': return say(false, words.heldScan(barcode));
      case 'other': return say(false, words.other(barcode, found.parcel.carrierName ?? ''));
      case 'elsewhere': void call('listParcels', { barcode, limit: 1 }).then(({ parcels: [parcel] }) => say(false, !parcel ? words.unknown(barcode) : parcel.status === 'packed' ? words.noLabel(barcode) : words.left(barcode)), () => say(false, words.unknown(barcode)));
    }
  };
  return [said, scan];
}
