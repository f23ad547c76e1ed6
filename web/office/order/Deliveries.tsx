/** Where an order goes: each delivery with its address or store, its promise, the work for it and its parcels. */
import { Alert, Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconExternalLink, IconMapPin, IconTruckDelivery } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useDeliveryKind, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useOrder } from './context.ts';
import classes from './Deliveries.module.css';
import { addressLines, PersonBlock } from './PersonBlock.tsx';
import { carrierName, workShown } from './model.ts';
import type { Delivery, Entry, Parcel, WorkShown } from './model.ts';
import { Section } from './Section.tsx';
import { useWords } from './words.ts';
import { DECISIONS } from './dialogs/ParcelMatter.tsx';
import { useMatterWords } from './words-matter.ts';
import { useScanWords } from './words-story.ts';

/** Colours of what is said with an external warehouse; the word says the same. */
const DIALOGUE = { submitted: 'blue', accepted: 'teal', rejected: 'gray', cancellation_requested: 'orange', cancellation_accepted: 'gray', cancellation_rejected: 'orange' } as const;
/** Scans shown with a parcel; the story has them all. */
const SCANS = 4;

export function Deliveries() {
  const { order } = useOrder();
  const words = useWords();
  const scans = useQuery({ ...read('getOrderTimeline', { order: order.id, kind: 'scan', limit: 200 }, { kinds: ['order'], id: order.id }), enabled: order.parcels.length > 0 });
  return (
    <Section title={words.deliveries}>
      <Stack gap="xl">{order.deliveries.map((delivery) => <DeliveryBlock key={delivery.delivery} delivery={delivery} scans={scans.data?.entries ?? []} />)}</Stack>
    </Section>
  );
}

function DeliveryBlock({ delivery, scans }: { delivery: Delivery; scans: readonly Entry[] }) {
  const { order, around, nameOf, open } = useOrder();
  const words = useWords();
  const kinds = useDeliveryKind();
  const format = useFormat();
  const about = around?.deliveries.find((one) => one.delivery === delivery.delivery);
  const first = about?.promisedFirst ?? null;
  const works = order.fulfilments.filter((work) => work.delivery === delivery.delivery).map((work) => workShown(order, work));
  const waits = order.lines.some(({ units }) => units.some((unit) => unit.delivery === delivery.delivery && unit.holder === null && (unit.stage === 'open' || unit.stage === 'waiting')));
  return (
    <div>
      <Group justify="space-between" mb="sm">
        <Group gap="xs"><Title order={3}>{order.deliveries.length > 1 && `${words.delivery(delivery.delivery)}: `}{wordOf(kinds, delivery.kind)}</Title><StatusBadge of="order" status={delivery.status} /></Group>
        <Group gap="xs">
          {delivery.can.includes('change') && <Button size="compact-sm" variant="default" onClick={() => open(`delivery-${delivery.delivery}`)}>{words.changeDelivery}</Button>}
          {delivery.can.includes('change_address') && <Button size="compact-sm" variant="default" onClick={() => open(`address-${delivery.delivery}`)}>{words.changeAddress}</Button>}
        </Group>
      </Group>
      <div className={classes.where}>
        <IconMapPin size={20} aria-hidden />
        <div>
          {delivery.location !== null && <Text fw={600}>{nameOf(delivery.location)}</Text>}
          {delivery.pickupPoint && <Text fw={600}>{about?.point?.company ?? `${carrierName(delivery.pickupPoint.carrier)} ${delivery.pickupPoint.id}`}</Text>}
          {about?.point && addressLines({ ...about.point, company: null }).map((line) => <Text size="sm" key={line}>{line}</Text>)}
          {delivery.kind !== 'carry_out' && delivery.kind !== 'digital' && (delivery.location === null || about?.person != null) && <PersonBlock person={about?.person ?? null} shown={around?.shown} named={delivery.location === null} />}
        </div>
        <div>
          <Text size="sm" c="dimmed">{words.promise}</Text>
          <Text size="sm">{delivery.promisedBy === null ? words.noPromise : format.due(delivery.promisedBy)}</Text>
          {first !== null && first !== delivery.promisedBy && <Text size="sm" c="dimmed">{words.promiseFirst(format.due(first))}</Text>}
        </div>
      </div>
      <Stack gap="sm" mt="md">
        {works.map((shown) => <WorkRow key={shown.work.id} shown={shown} scans={scans} />)}
        {waits && <Alert variant="light" color="orange" p="sm">{words.noWork}</Alert>}
      </Stack>
    </div>
  );
}

function WorkRow({ shown: { work, state, units, parcels, movedTo }, scans }: { shown: WorkShown; scans: readonly Entry[] }) {
  const { order, nameOf, open } = useOrder();
  const words = useWords();
  const format = useFormat();
  const ended = state === 'moved' || state === 'cancelled';
  const parent = order.fulfilments.find(({ id }) => id === work.parent);
  return (
    <div className={classes.work} data-ended={ended || undefined}>
      <Group justify="space-between" gap="xs" className={classes.head}>
        <div>
          <Text fw={600}>{nameOf(work.location)}{work.destination !== null && <Text span size="sm"> {words.goesTo(nameOf(work.destination))}</Text>}</Text>
          <Text size="sm" c="dimmed">{work.number}{units > 0 && ` · ${words.pieces(units)}`}{parent && ` · ${words.from} ${nameOf(parent.location)}`}{work.dueAt !== null && (state === 'assigned' || state === 'picking' || state === 'picked') && ` · ${work.kind === 'pickup' ? words.readyAt : words.dueAt} ${format.due(work.dueAt)}`}{work.dialogue?.expectedAt != null && !ended && ` · ${words.expected(format.due(work.dialogue.expectedAt))}`}</Text>
        </div>
        <Group gap="xs">
          {work.dialogue !== null && <Badge variant="outline" color={DIALOGUE[work.dialogue.state]} tt="none" autoContrast>{words.dialogue[work.dialogue.state]}</Badge>}
          {state === 'moved' ? <Text size="sm" c="dimmed">{words.moved(movedTo.map(nameOf).join(', '))}</Text> : <StatusBadge of="work" status={state} />}
          {work.can.includes('explain') && <Button size="compact-sm" variant="subtle" onClick={() => open(`why-${work.decision}`)} aria-label={`${words.why} ${words.workAt(work.number, nameOf(work.location))}`}>{words.why}</Button>}
          {work.can.includes('reassign') && <Button size="compact-sm" variant="default" onClick={() => open(`move-${work.id}`)} aria-label={`${words.move}: ${words.workAt(work.number, nameOf(work.location))}`}>{words.move}</Button>}
        </Group>
      </Group>
      {work.dialogue !== null && work.dialogue.asked > 0 && <Alert variant="light" color="orange" p="xs" mt="xs">{words.asked(work.dialogue.asked)}</Alert>}
      {work.dialogue?.state === 'cancellation_rejected' && <Alert variant="light" color="orange" p="xs" mt="xs">{words.notStopped}</Alert>}
      {parcels.map((parcel) => <ParcelRow key={parcel.id} parcel={parcel} scans={scans.filter((entry) => entry.links['parcel'] === parcel.id)} />)}
    </div>
  );
}

function ParcelRow({ parcel, scans }: { parcel: Parcel; scans: readonly Entry[] }) {
  const words = useWords();
  const matters = useMatterWords();
  const scanned = useScanWords();
  const format = useFormat();
  return (
    <div className={classes.parcel}>
      <Group gap="sm">
        <IconTruckDelivery size={18} aria-hidden />
        <Text size="sm" fw={600}>{words.parcel(parcel.number)}</Text>
        <StatusBadge of="parcel" status={parcel.status} />
        <Text size="sm">{carrierName(parcel.carrier)} {parcel.barcode ?? words.noBarcode}</Text>
        {parcel.status === 'at_pickup_point' && parcel.keptUntil !== null && <Text size="sm">{matters.keptUntil(format.day(`${parcel.keptUntil}T12:00:00Z`))}</Text>}
        {parcel.trackingUrl !== null && <Anchor size="sm" href={parcel.trackingUrl} target="_blank" rel="noreferrer">{words.track} <IconExternalLink size={13} aria-hidden /></Anchor>}
      </Group>
      <MatterNote parcel={parcel} />
      {parcel.problem !== null && <Alert color="red" variant="light" p="xs" mt="xs">{parcel.problem}</Alert>}
      {scans.length > 0 && (
        <ol className={classes.scans} aria-label={words.scansOf}>
          {scans.slice(0, SCANS).map((scan) => <li key={scan.id}><Text size="sm" c="dimmed"><time dateTime={scan.at}>{format.moment(scan.at)}</time></Text><Text size="sm">{wordOf(scanned, scan.code)}</Text></li>)}
        </ol>
      )}
    </div>
  );
}

/** What is the matter with a parcel, and what this account may decide about it. */
function MatterNote({ parcel }: { parcel: Parcel }) {
  const { open } = useOrder();
  const words = useMatterWords();
  const { matter, can } = parcel;
  if (matter === null) return null;
  const said = matter.state === 'done' ? words.done : matter.ask ? words.ask : words.byItself;
  return (
    <Alert variant="light" color={matter.state === 'done' ? 'gray' : matter.ask ? 'orange' : 'blue'} p="xs" mt="xs" title={wordOf(words.kinds, matter.kind)}>
      <Text size="sm">{said}{matter.claim !== null && ` ${words.claimed(matter.claim)}`}</Text>
      {can.length > 0 && <Group gap="xs" mt="xs">{DECISIONS.filter((one) => can.includes(one)).map((one) => <Button key={one} size="compact-sm" variant="default" onClick={() => open(`parcel_${one}-${parcel.id}`)} aria-label={words.title[one](parcel.number)}>{words.can[one]}</Button>)}</Group>}
    </Alert>
  );
}
