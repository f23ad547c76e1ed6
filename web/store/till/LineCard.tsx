/** One line of the receipt being made: what it is, how many, for how much, and how it goes; and where else it lies. */
import { ActionIcon, Badge, Button, Group, Popover, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDiscount2, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { useFormat } from '../../shell/format.ts';
import { lineTotal, mostOff, ofQuantity } from './basket.ts';
import type { BasketLine, Way } from './basket.ts';
import { tillRoute } from './routes.ts';
import classes from './till.module.css';
import { useTillWords } from './words.ts';

export interface LineCardProps { line: BasketLine; currency: string; maxDiscount: number | null; onChange: (change: Partial<BasketLine>) => void }

export function LineCard({ line, currency, maxDiscount, onChange }: LineCardProps) {
  const words = useTillWords();
  const format = useFormat();
  const ways = (['along', 'later', 'home'] as const).map((value) => ({ value, label: words[value] }));
  return (
    <li className={classes.line}>
      <div className={classes.head}>
        <ProductPicture picture={line.picture} name={line.name} size={64} />
        <Stack gap={2} flex="1 1 160px" miw={0}>
          <Text fw={650} size="lg" lh={1.25}>{line.name}</Text>
          <Text c="dimmed">{[...(line.size === null ? [] : [words.size(line.size)]), words.each(format.money(line.price, currency)), ...(line.discount > 0 ? [words.off(format.money(line.discount, currency))] : [])].join(' · ')}</Text>
          {line.reservation ? <Badge variant="light" size="lg" tt="none" autoContrast>{words.reserved(line.reservation.number)}</Badge> : line.sku !== null && <Lying line={line} />}
        </Stack>
        <span className={classes.amount}>{format.money(lineTotal(line), currency)}</span>
      </div>
      <Group gap="xs" justify="space-between">
        {line.kind === 'goods' && !line.reservation ? <SegmentedControl size="sm" aria-label={words.how(line.name)} value={line.way} onChange={(value) => onChange({ way: value as Way })} data={ways} styles={{ label: { minHeight: 44, display: 'grid', placeItems: 'center' } }} /> : <span />}
        <Group gap="xs" wrap="nowrap">
          {line.kind === 'goods' && <Discount {...{ line, currency, maxDiscount, onChange }} />}
          <Stepper of={line.name} value={line.quantity} min={1} {...(line.reservation ? { max: line.reservation.held } : {})} onChange={(quantity) => onChange(ofQuantity(line, quantity, maxDiscount))} />
          <ActionIcon size={44} variant="default" aria-label={words.remove(line.name)} onClick={() => onChange({ quantity: 0 })}><IconX size={20} aria-hidden /></ActionIcon>
        </Group>
      </Group>
    </li>
  );
}

/** How many lie here and elsewhere; without a connection it says nothing. */
function Lying({ line }: { line: BasketLine }) {
  const words = useTillWords();
  const { location } = tillRoute.useParams();
  const network = useQuery({ ...read('stockNetwork', { sku: line.sku ?? '', from: location }, { kinds: ['stock', 'order'] }), staleTime: 30_000 });
  if (!network.data) return null;
  const of = (place: (typeof network.data.locations)[number]): number => place.available.find(({ sku }) => sku === line.sku)?.quantity ?? 0;
  const here = network.data.locations.find((place) => place.location === location);
  const others = network.data.locations.filter((place) => place.location !== location && of(place) > 0);
  const mine = here ? of(here) : 0;
  return (
    <Text size="sm" c={mine >= line.quantity || line.way !== 'along' ? 'dimmed' : 'var(--mantine-color-orange-light-color)'}>
      {[words.here(mine), ...(others.length === 0 ? [words.nowhere] : others.slice(0, 3).map((place) => words.at(place.name, of(place))))].join(' · ')}
    </Text>
  );
}

const PERCENTS = [5, 10, 15, 20, 25, 30, 50] as const;

/** What is taken off the price, as far as this account may. */
function Discount({ line, currency, maxDiscount, onChange }: LineCardProps) {
  const words = useTillWords();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const most = mostOff(line, maxDiscount);
  const off = (percent: number): number => Math.floor((line.price * line.quantity * percent) / 100);
  const give = (discount: number): void => { onChange({ discount: Math.min(discount, most) }); };
  if (most === 0) return null;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withArrow trapFocus>
      <Popover.Target><ActionIcon size={44} variant={line.discount > 0 ? 'light' : 'default'} aria-label={words.discountOf(line.name)} onClick={() => setOpen(!open)}><IconDiscount2 size={22} aria-hidden /></ActionIcon></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Group gap="xs">{PERCENTS.filter((percent) => off(percent) <= most).slice(0, 4).map((percent) => <Button key={percent} variant="default" onClick={() => { give(off(percent)); setOpen(false); }}>{words.percent(format.percent(percent / 100))}</Button>)}</Group>
          <MoneyInput label={words.amountOff} description={maxDiscount === null ? undefined : words.mostOff(format.money(most, currency))} currency={currency} value={line.discount} onChange={(value) => give(value ?? 0)} />
          <Button variant="default" onClick={() => { give(0); setOpen(false); }}>{words.noDiscount}</Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
