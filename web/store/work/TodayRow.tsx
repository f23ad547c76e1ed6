/** One piece of work on today's list: what it is, how much, until when; the whole row is the way to it. */
import { Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconArrowBackUp, IconClockExclamation, IconPackage, IconPackageImport, IconShoe, IconTruckDelivery, IconUserCheck } from '@tabler/icons-react';
import { Ago } from '../../parts/Ago.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { useFormat } from '../../shell/format.ts';
import { useMe } from '../../shell/session.ts';
import { pageOf } from './groups.ts';
import type { Group as Kind, Item, Today } from './groups.ts';
import classes from './today.module.css';
import { useGroup, useTodayWords } from './words.ts';

const ICONS = { to_pick: IconShoe, to_pack: IconPackage, to_hand_over: IconTruckDelivery, pickups_to_prepare: IconUserCheck, pickups_waiting: IconUserCheck, incoming: IconPackageImport, returns: IconArrowBackUp } as const satisfies Record<Kind, unknown>;
const COLOURS: Readonly<Record<Kind, string>> = { to_pick: 'spil', to_pack: 'blue', to_hand_over: 'violet', pickups_to_prepare: 'spil', pickups_waiting: 'gray', incoming: 'cyan', returns: 'grape' };
/** Pictures beside each other without pushing the text off a phone. */
const SHOWN = 2;

export interface TodayRowProps { item: Item; location: string; products: ReadonlyMap<string, Today['products'][number]>; isNew: boolean }

export function TodayRow({ item, location, products, isNew }: TodayRowProps) {
  const words = useTodayWords();
  const { page, search } = pageOf(item);
  return (
    <li className={isNew ? classes.arrived : undefined}>
      <Link to={`/${location}/${page}`} {...(search ? { search: search as never } : {})} className={classes.row} data-overdue={item.overdue} data-group={item.group}>
        <Group wrap="nowrap" gap="sm" align="center">
          <Pictures item={item} products={products} />
          <Stack gap={5} flex={1} miw={0}>
            <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start"><Text fw={650} component="span" lh={1.3}>{useTitle(item)}</Text><Due item={item} /></Group>
            <Group gap={8}><GroupBadge item={item} /><Text size="sm" c="dimmed" component="span">{useDetails(item).join(' · ')}</Text></Group>
            {item.problem !== null && <Text size="sm" className={classes.alarm} component="span">{words.noLabel}: {item.problem}</Text>}
          </Stack>
        </Group>
      </Link>
    </li>
  );
}

function useTitle(item: Item): string {
  const words = useTodayWords();
  if (item.group === 'to_hand_over') return words.pile(item.carrierName ?? '');
  if (item.group === 'incoming') return words.tote(item.number);
  if (item.group === 'pickups_waiting' && item.customer !== null) return item.customer;
  return item.number;
}

function useDetails(item: Item): string[] {
  const words = useTodayWords();
  const me = useMe();
  const parts = [item.group === 'to_hand_over' ? words.parcels(item.units) : words.products(item.units)];
  if (item.group === 'pickups_waiting') parts.unshift(item.number);
  if (item.kind === 'transfer') parts.unshift(words.kind.transfer);
  if (item.place !== null) parts.push(item.group === 'incoming' ? words.from(item.place) : words.to(item.place));
  if (item.shelf !== null) parts.push(words.shelf(item.shelf));
  if (item.putBack > 0) parts.push(words.putBack(item.putBack));
  if (item.acceptedBy !== null && item.acceptedBy !== me.name) parts.push(words.by(item.acceptedBy));
  return parts;
}

function GroupBadge({ item }: { item: Item }) {
  const group = useGroup();
  const Icon = ICONS[item.group];
  return <Badge variant="light" color={COLOURS[item.group]} tt="none" autoContrast className={classes.badge} leftSection={<Icon size={13} aria-hidden />}>{group[item.group]}</Badge>;
}

function Pictures({ item, products }: Pick<TodayRowProps, 'item' | 'products'>) {
  const Icon = ICONS[item.group];
  const shown = item.products.slice(0, SHOWN).flatMap(({ sku }) => products.get(sku) ?? []);
  if (shown.length === 0) return <Group w={56} h={56} justify="center" c="dimmed"><Icon size={30} aria-hidden /></Group>;
  return <span className={classes.pictures}>{shown.map(({ sku, name, picture }) => <ProductPicture key={sku} picture={picture} name={name} size={56} />)}</span>;
}

function Due({ item }: { item: Item }) {
  const words = useTodayWords();
  const format = useFormat();
  if (item.dueAt === null) return <Text size="sm" c="dimmed" ta="right" component="span"><Ago at={item.since} /></Text>;
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap" className={classes.due} {...(item.overdue ? { 'data-late': true } : {})}>
      {item.overdue && <><IconClockExclamation size={16} aria-hidden /><Text size="sm" fw={700} inherit component="span">{words.late}</Text></>}
      <Text size="sm" fw={item.overdue ? 650 : 500} inherit component="time" dateTime={item.dueAt}>{format.due(item.dueAt)}</Text>
    </Group>
  );
}
